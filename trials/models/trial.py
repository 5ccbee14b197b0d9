"""A trial or comparison: the question, what it is asked of, and who owns it."""

import uuid

from django.conf import settings
from django.db import models

from cjnudge.accounts.scoping import BelongsToForce
from trials.lifecycle import TrialKind


class Trial(BelongsToForce):
    """One question put to one measure in one snapshot. Its plans, runs and charts hang below it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=TrialKind.choices)
    question = models.TextField(max_length=600)
    measure = models.CharField(max_length=60)
    basis = models.CharField(max_length=10)
    design = models.CharField(max_length=40)
    snapshot = models.ForeignKey("cases.Snapshot", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-created_at", "title"]

    def __str__(self):
        return self.title

    @property
    def is_retrospective(self):
        return self.kind == TrialKind.RETROSPECTIVE
