"""What is made of texts that officers wrote, and what they are told in return."""

import uuid

from django.conf import settings
from django.db import models

from surveys.models.answers import FreeText
from surveys.models.waves import Wave


def decisions():
    return [("show", "May be shown, in these words"), ("withhold", "Must not be shown")]


class TextCheck(models.Model):
    """What one of two checkers decided of a text: the words that may be shown, or that nothing may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(FreeText, on_delete=models.CASCADE, related_name="checks")
    place = models.PositiveSmallIntegerField(choices=[(1, "First checker"), (2, "Second checker")])
    decision = models.CharField(max_length=10, choices=decisions)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["text", "place"], name="one_decision_a_checker")]

    def __str__(self):
        return f"{self.text_id} {self.place}"


class Reply(models.Model):
    """One line of "you said, we did" about a wave; officers see it once it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="replies")
    said = models.TextField(max_length=600)
    did = models.TextField(max_length=600)
    position = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "made_at"]

    def __str__(self):
        return str(self.pk)
