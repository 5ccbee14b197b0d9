"""How a force's own columns and labels are read: versions that never change once written."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class Mapping(BelongsToForce):
    """One way of reading a records system's extract, by name; what it says is in its newest version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, help_text="what commands and the inbox call it")
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField(null=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["force", "slug"], name="one_mapping_per_force_and_slug")
        ]

    def __str__(self):
        return self.name


class MappingVersion(BelongsToForce):
    """A mapping as it stood from `written_at` on. `body` is canonical JSON (extract/mapping.py reads it)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mapping = models.ForeignKey(Mapping, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    body = models.TextField()
    hash = models.CharField(max_length=64, help_text="SHA-256 of the body")
    reason = models.CharField(max_length=300, blank=True, help_text="why it was changed")
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField(null=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["mapping", "number"], name="one_mapping_version_per_number")
        ]

    def __str__(self):
        return f"{self.mapping_id} version {self.number}"
