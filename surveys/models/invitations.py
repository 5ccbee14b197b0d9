"""Who is invited, and the letters still to be sent. Nothing in here knows an answer.

An invitation says whether its link was used and not when. Letters are an outbox: a row goes when it is sent, so no
column tells who was reminded, and thereby who had answered by then.
"""

import uuid

from django.db import models

from surveys.models.waves import Wave


def letter_rounds():
    return [(0, "Invitation"), (1, "First reminder"), (2, "Second reminder")]


class SurveyInvitation(models.Model):
    """One person's link to a wave. `seed` makes the link's token again, with a key outside the database."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="invitations")
    address = models.EmailField(max_length=254)
    unit = models.CharField(max_length=60, help_text="key of a unit")
    role_band = models.CharField(max_length=40)
    seed = models.BinaryField(max_length=32)
    token_hash = models.CharField(max_length=64, unique=True)
    done = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "address"], name="one_invitation_an_address")]

    def __str__(self):
        return str(self.pk)


class Letter(models.Model):
    """A mail to be sent: `taken` by the worker that is sending it, and deleted when it went."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    invitation = models.ForeignKey(SurveyInvitation, on_delete=models.CASCADE, related_name="letters")
    round = models.PositiveSmallIntegerField(choices=letter_rounds)
    taken = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "round"], name="one_letter_a_round")]

    def __str__(self):
        return f"{self.get_round_display()} {self.pk}"
