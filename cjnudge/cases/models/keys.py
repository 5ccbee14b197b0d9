"""Which versions of a force's pseudonym keys there are. No key is in the database: each is derived when needed."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class KeyVersion(BelongsToForce):
    """One layer of a force's keys; a pseudonym of version n went through the layers 1 to n."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    fingerprint = models.CharField(
        max_length=64, default="", help_text="tells a wrong master key; no key follows from it"
    )

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["force", "number"], name="one_key_version_per_number")]

    def __str__(self):
        return f"key version {self.number}"
