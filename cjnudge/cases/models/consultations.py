"""Who has looked at which snapshot's counts this hour: so that the audit trail has one event for it, not twenty."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class Consultation(BelongsToForce):
    """One person, one snapshot, one hour. Forgotten after a day: what lasts is the event in the trail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField()
    snapshot_id = models.UUIDField()
    hour = models.DateTimeField(help_text="its beginning")

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "snapshot_id", "hour"], name="one_consultation_per_hour"
            )
        ]

    def __str__(self):
        return f"consultation of {self.snapshot_id}"
