"""What is made of texts that officers wrote, and what they are told in return."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import BelongsToForce
from surveys.models.answers import FreeText
from surveys.models.waves import Wave


def decisions():
    return [("show", "It may be shown"), ("withhold", "It must not be shown")]


def places():
    return [(1, "First checker"), (2, "Second checker"), (3, "Taken off afterwards")]


class TextChecker(models.Model):
    """Somebody who said of themselves that no officer asked reports to them: only they read texts as written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="checkers")
    who = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    declared = models.TextField(help_text="the sentence they agreed to")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "who"], name="one_declaration_a_checker")]

    def __str__(self):
        return f"{self.wave_id} {self.who_id}"


class TextCheck(models.Model):
    """What one of two checkers decided of a text: the words that may be shown, or that nothing may.

    A third row takes a text off that both let through.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(FreeText, on_delete=models.CASCADE, related_name="checks")
    place = models.PositiveSmallIntegerField(choices=places)
    decision = models.CharField(max_length=10, choices=decisions)
    words = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["text", "place"], name="one_decision_a_checker"),
            models.UniqueConstraint(
                fields=["text", "by"], condition=Q(place__lte=2), name="two_checkers_are_two_people"
            ),
        ]

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


class SupportContact(BelongsToForce):
    """Whom officers of a force can speak to in confidence, as its page for officers shows it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField(max_length=1000)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["force"], name="one_support_contact_a_force")]

    def __str__(self):
        return str(self.force_id)
