"""The versions of a trial's plan; a sealed one never changes again."""

import json
import uuid

from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import BelongsToForce
from trials.models.guards import RefusesChange


class PlanVersion(RefusesChange, BelongsToForce):
    """One version of the plan: `body` is canonical JSON, `seal` its SHA-256 once fixed, else empty."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="plans")
    version = models.PositiveIntegerField()
    body = models.TextField()
    after_data_seen = models.BooleanField()
    rehearsal_only = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField()
    seal = models.CharField(max_length=64, blank=True, default="")
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by_id = models.UUIDField(null=True, blank=True)

    refusal = "This plan is sealed: write a new version instead."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "version"], name="one_plan_per_version"),
            models.UniqueConstraint(
                fields=["trial"], condition=Q(seal=""), name="one_unsealed_plan_per_trial"
            ),
            models.CheckConstraint(
                name="sealed_plan_says_when_and_by_whom",
                condition=Q(seal="", sealed_at__isnull=True, sealed_by_id__isnull=True)
                | (~Q(seal="") & Q(sealed_at__isnull=False, sealed_by_id__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"version {self.version}"

    @property
    def is_sealed(self):
        return self.seal != ""

    @property
    def content(self):
        """The body as a dictionary."""
        return json.loads(self.body)

    @classmethod
    def is_fixed(cls, stored):
        """Whether the stored row may no longer change."""
        return stored.seal != ""
