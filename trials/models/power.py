"""What was worked out of a plan before its trial: its power, and what its result page would look like."""

import json
import uuid

from django.conf import settings
from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class PowerStudy(BelongsToForce):
    """One working-out of a plan's power. `effect` and `reason` were there before it: the smallest worthwhile effect.

    `digest` is that of the plan it speaks of (trials.planning.power_page). Without a snapshot, `assumed_cases` a month
    of one unit and the `assumed_level` were typed. `figures` is empty until the job is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="power_studies")
    digest = models.CharField(max_length=64)
    plan = models.TextField(help_text="the text of the plan as it stood")
    effect = models.FloatField()
    reason = models.TextField(max_length=1500)
    snapshot = models.ForeignKey(
        "cases.Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assumed_cases = models.FloatField(null=True, blank=True)
    assumed_level = models.FloatField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    job_id = models.UUIDField(null=True, blank=True)
    figures = models.TextField(blank=True, default="")
    charts = models.JSONField(default=list)
    engine_version = models.CharField(max_length=20, blank=True, default="")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-asked_at"]

    def __str__(self):
        return f"power for {100 * self.effect:.1f} points"

    @property
    def content(self):
        """The figures as a dictionary; None while they are being worked out."""
        return json.loads(self.figures) if self.figures else None


class TrialRehearsal(BelongsToForce):
    """The result page of a plan, tried out on made-up counts. Never a Run, never a result; may be deleted any time.

    `scenarios` are {"key", "report", "cells", "charts"}; empty until the job is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.CASCADE, related_name="rehearsals")
    study = models.ForeignKey(PowerStudy, on_delete=models.PROTECT, related_name="+")
    plan = models.TextField(help_text="the text of the plan as it stood")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    job_id = models.UUIDField(null=True, blank=True)
    scenarios = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-asked_at"]

    def __str__(self):
        return f"rehearsal of {self.asked_at:%d %B %Y}"
