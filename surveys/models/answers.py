"""What officers answered: encrypted pools while a wave is open, single rows in random order after it.

No key, no time and no order in here leads to an invitation. An answer takes nothing from one.
"""

import uuid

from django.db import models

from surveys.models.waves import Wave


class Pool(models.Model):
    """Answers handed in to an open wave, encrypted together (surveys/identity/pool.py); gone at the close.

    A wave has one for every hundred people asked. Chance alone, the draft's random id, says which takes an answer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="pools")
    number = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=32)
    ciphertext = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "number"], name="pools_of_a_wave_differ")]

    def __str__(self):
        return str(self.pk)


class Response(models.Model):
    """One person's answers: written at the close of the wave, with all others, in random order.

    `bands` is sealed (surveys/identity/bands.py), for the list of people has the same words of everybody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="responses")
    instrument_version = models.PositiveIntegerField()
    answers = models.JSONField(help_text="{id of the question: answer}")
    bands = models.JSONField(default=dict, help_text="what the officer chose to say about their work")
    flags = models.JSONField(default=list, help_text="of response quality, computed when it was handed in")
    own_code = models.JSONField(default=dict, help_text="{element: hash}, in a confidential wave alone")
    synthetic = models.BooleanField(default=False, help_text="made up; stands in a made-up wave alone")
    language = models.CharField(max_length=12, blank=True, help_text="where ten or more answered in it")

    def __str__(self):
        return str(self.pk)


class FreeText(models.Model):
    """One text somebody wrote. It shares no id with a Response and was shuffled apart from them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="texts")
    question = models.CharField(max_length=60)
    text = models.TextField()
    synthetic = models.BooleanField(default=False, help_text="made up; stands in a made-up wave alone")

    def __str__(self):
        return str(self.pk)
