"""The job table: the one truth about work done apart from a request."""

import uuid

from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import ScopedManager
from cjnudge.jobs.states import State


class Job(models.Model):
    """One piece of work: claimed under a lease, published under a fence.

    `attempts` is counted before each start, so that work which kills its worker is counted too. `fence`
    rises at every claim: whoever holds an older one has lost the job. `payload` holds ids alone. A job
    without a force is the installation's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(
        max_length=200, unique=True, help_text="what the work is for: asked twice, done once"
    )
    force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, null=True, related_name="+")
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(
        null=True, help_text="when a worker was last told; empty where none was reached"
    )
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    progress_text = models.CharField(max_length=200, blank=True)
    problem = models.TextField(blank=True, help_text="words for the person at the screen")
    requested_by_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = models.Manager()
    scoped = ScopedManager()

    class Meta:
        default_manager_name = "objects"
        base_manager_name = "objects"
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="running_jobs"),
            models.Index(fields=["woken_at"], condition=Q(state="ready"), name="ready_jobs"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_running_job_has_a_lease",
                condition=~Q(state="running") | Q(lease_until__isnull=False),
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.state}"
