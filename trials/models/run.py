"""One execution of a sealed plan: its cells, its report and what made it."""

import json
import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce
from trials.models.guards import RefusesChange


class Run(RefusesChange, BelongsToForce):
    """A frozen result. It keeps its own cells: the report can be computed again without the snapshot."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="runs")
    plan = models.ForeignKey("trials.PlanVersion", on_delete=models.PROTECT, related_name="runs")
    snapshot_id = models.UUIDField()
    snapshot_hash = models.CharField(max_length=64)
    look = models.PositiveSmallIntegerField(
        default=0, help_text="number of the planned look, 0 without looks"
    )
    job_id = models.UUIDField()
    report = models.TextField()
    cells = models.TextField()
    verdict = models.TextField()
    engine_version = models.CharField(max_length=20)
    library_versions = models.JSONField()
    seed = models.PositiveBigIntegerField()
    synthetic = models.BooleanField()
    created_at = models.DateTimeField()

    refusal = "A run never changes: ask for a new one."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "snapshot_hash", "engine_version", "look"],
                name="one_run_per_plan_snapshot_engine",
            )
        ]

    def __str__(self):
        return f"run {self.id}"

    @property
    def result(self):
        """The report as a dictionary."""
        return json.loads(self.report)

    @classmethod
    def is_fixed(cls, stored):
        return True
