"""Nudges that went live somewhere on a recorded date, in a trial or not."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cjnudge.accounts.scoping import BelongsToForce


class Intervention(BelongsToForce):
    """One nudge in force in some units from a day on. `units` are their names; `trial` is set inside a trial.

    Its comparisons are trials of the kind `intervention`, one a snapshot, which the scheduler asks for. A correction is
    a row of its own that `corrects` another: what was computed under the old facts stays beside them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nudge = models.ForeignKey("trials.NudgeVersion", on_delete=models.PROTECT, related_name="interventions")
    trial = models.ForeignKey(
        "trials.Trial", on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    title = models.CharField(max_length=120)
    units = models.JSONField()
    went_live_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    note = models.TextField(blank=True, default="", max_length=1500)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-went_live_on", "title"]
        constraints = [
            models.CheckConstraint(
                name="intervention_ends_after_it_began",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("went_live_on")),
            )
        ]

    def __str__(self):
        return self.title


class NotCompared(BelongsToForce):
    """Why one snapshot gave no comparison of one intervention, in words; a later one is looked at anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="not_compared")
    snapshot = models.ForeignKey("cases.Snapshot", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    looked_at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-looked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "snapshot"], name="one_reason_an_intervention_and_snapshot"
            )
        ]

    def __str__(self):
        return self.reason
