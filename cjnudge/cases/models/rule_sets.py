"""A force's own eligibility rules: versions, each approved by somebody else than who wrote it."""

import uuid

from django.db import models
from django.db.models import F, Q

from cjnudge.accounts.scoping import BelongsToForce


class RuleSetVersion(BelongsToForce):
    """One version of the force's rules. `body` is canonical JSON (eligibility/rules.py reads it)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    body = models.TextField()
    reason = models.CharField(max_length=300, blank=True, help_text="why it was written")
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField()
    changed_at = models.DateTimeField(help_text="while it is a draft, its last change")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by_id = models.UUIDField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["force", "number"], name="one_rule_set_version_per_number"),
            models.UniqueConstraint(
                fields=["force"], condition=Q(approved_at__isnull=True), name="one_draft_of_rules_per_force"
            ),
            models.CheckConstraint(
                name="rules_are_approved_by_a_second_person",
                condition=Q(approved_by_id__isnull=True, approved_at__isnull=True)
                | (Q(approved_at__isnull=False) & ~Q(approved_by_id=F("written_by_id"))),
            ),
        ]

    def __str__(self):
        return f"version {self.number}"

    @property
    def is_approved(self):
        return self.approved_at is not None
