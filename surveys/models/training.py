"""Training sessions that a wave asks about, and a force's own answers to the short cases."""

import uuid

from django.conf import settings
from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class TrainingSession(BelongsToForce):
    """One training session: officers answer before it, straight after it and eight weeks after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    format = models.CharField(max_length=60)
    hours = models.DecimalField(max_digits=4, decimal_places=1)
    units = models.JSONField(default=list, help_text="keys of the units that were there")
    attending = models.PositiveIntegerField(help_text="how many were there")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-held_on", "title"]

    def __str__(self):
        return self.title


class CaseRules(BelongsToForce):
    """What is right in the short cases by the force's own rules, in one version.

    `answers` is {case id: one of its choices}, `reasons` {case id: why, as officers read it afterwards}.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source_key = models.SlugField(max_length=60, help_text="key of the instrument or module with the cases")
    source_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    answers = models.JSONField()
    reasons = models.JSONField(default=dict)
    rule = models.CharField(max_length=300, help_text="the rule, policy or guidance that they follow")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["source_key", "source_version", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["force", "source_key", "source_version", "version"],
                name="versions_of_case_rules_differ",
            )
        ]

    def __str__(self):
        return f"{self.source_key} {self.version}"
