"""A trial or comparison: the question, what it is asked of, and who owns it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import BelongsToForce
from trials.lifecycle import TrialKind


class Trial(BelongsToForce):
    """One question put to one measure. Its plans, runs and charts hang below it.

    A comparison is asked of one snapshot, and `intervention` says of which intervention the scheduler asks it. A trial
    that is planned before its data has none of its own: each of its runs names the snapshot it read.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=TrialKind.choices)
    question = models.TextField(max_length=600)
    measure = models.CharField(max_length=60)
    basis = models.CharField(max_length=10)
    design = models.CharField(max_length=40)
    snapshot = models.ForeignKey(
        "cases.Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    intervention = models.ForeignKey(
        "trials.Intervention", on_delete=models.PROTECT, null=True, blank=True, related_name="comparisons"
    )
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-created_at", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["intervention", "snapshot"], name="one_comparison_an_intervention_and_snapshot"
            ),
            models.CheckConstraint(
                name="only_a_planned_trial_lacks_its_snapshot",
                condition=Q(snapshot__isnull=False) | Q(kind="prospective"),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_retrospective(self):
        return self.kind != TrialKind.PROSPECTIVE

    @property
    def synthetic(self):
        """Whether all that it reads is made up: a practice space reads nothing else, and nobody else such data."""
        return self.force.is_practice
