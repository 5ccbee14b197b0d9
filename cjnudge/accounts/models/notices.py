"""What a person was told by mail that awaits them, so that each thing is told once."""

import uuid

from django.db import models

from cjnudge.accounts.models.people import User
from cjnudge.accounts.scoping import BelongsToForce


class Notice(BelongsToForce):
    """One item of one person's first page that went out by mail; it is gone once the item is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the item's sentence and address")
    told_at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["force", "user", "digest"], name="an_item_is_told_once")
        ]

    def __str__(self):
        return self.digest[:8]
