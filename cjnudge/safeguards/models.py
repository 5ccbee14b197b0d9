"""The safeguards of one data set, survey or trial; every change is a new version and the old ones stay."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce
from cjnudge.safeguards import rules


class SafeguardsRecord(BelongsToForce):
    """What the safeguards are about. Without a `subject_id` it covers everything of its kind in the force."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=rules.kind_choices)
    subject_id = models.UUIDField(null=True, blank=True)
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["kind", "started_at"]

    def __str__(self):
        return f"Safeguards record {self.id}"


class WrittenOnce(models.Model):
    """A row that is written and never changed."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} rows never change: write a new version.")
        super().save(*args, **kwargs)


class SafeguardsVersion(WrittenOnce, BelongsToForce):
    """The record as it stood from `written_at` until the next version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(SafeguardsRecord, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    controller = models.CharField(max_length=200, blank=True)
    regime = models.CharField(max_length=10, choices=rules.regime_choices, default="undecided")
    lawful_basis = models.TextField(blank=True)
    impact_assessment = models.CharField(max_length=120, blank=True)
    impact_assessed_on = models.DateField(null=True, blank=True)
    equality_assessment = models.CharField(max_length=120, blank=True)
    ethics = models.CharField(max_length=300, blank=True)
    consulted_on = models.DateField(null=True, blank=True)
    associations = models.CharField(max_length=300, blank=True)
    reason_not_consulted = models.CharField(max_length=300, blank=True)
    retain_until = models.DateField(null=True, blank=True)
    retain_months = models.PositiveSmallIntegerField(null=True, blank=True)
    retention_rule = models.TextField(blank=True)
    contact = models.CharField(max_length=200, blank=True)
    reason_for_change = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="one_safeguards_version_per_number")
        ]

    def __str__(self):
        return self.title

    @property
    def kind(self):
        """Needs `record` selected with the row."""
        return self.record.kind
