"""The register of nudges: process changes, described so that someone else could repeat them."""

import json
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import BelongsToForce
from trials.models.guards import RefusesChange


class Nudge(BelongsToForce):
    """One nudge under its name; what it is stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["force", "key"], name="one_nudge_a_key")]

    def __str__(self):
        return self.title


class TitleCorrection(RefusesChange, BelongsToForce):
    """A typing mistake mended in the title of an approved nudge: who, when, why, and what it was called before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nudge = models.ForeignKey(Nudge, on_delete=models.PROTECT, related_name="title_corrections")
    before = models.CharField(max_length=120)
    after = models.CharField(max_length=120)
    why = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    refusal = "What a nudge was called before stays on its record."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["at"]

    def __str__(self):
        return f"{self.before} → {self.after}"

    @classmethod
    def is_fixed(cls, stored):
        """It is one from the moment it is written."""
        return True


class NudgeVersion(RefusesChange, BelongsToForce):
    """One version of the record, as canonical JSON of trials.nudges.record. An approved one never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nudge = models.ForeignKey(Nudge, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    body = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    writers = models.JSONField(
        default=list, help_text="ids of all who wrote any of this version: none of them may approve it"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    refusal = "This version of the nudge is approved and never changes: write a new version."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["nudge", "version"], name="versions_of_a_nudge_differ"),
            models.UniqueConstraint(
                fields=["nudge"], condition=Q(approved_at__isnull=True), name="one_draft_a_nudge"
            ),
            models.CheckConstraint(
                name="approved_nudge_says_when_and_by_whom",
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.nudge}, version {self.version}"

    @property
    def content(self):
        """The body as a dictionary."""
        return json.loads(self.body)

    @classmethod
    def is_fixed(cls, stored):
        """Whether the stored row may no longer change."""
        return stored.approved_at is not None


class NudgePicture(BelongsToForce):
    """What the officer sees of a version, as a picture; `alt` says it to people who do not see it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(NudgeVersion, on_delete=models.CASCADE, related_name="pictures")
    kind = models.CharField(max_length=10, help_text="png or jpeg: found in the file, never believed")
    data = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    alt = models.CharField(max_length=300)

    class Meta(BelongsToForce.Meta):
        abstract = False

    def __str__(self):
        return self.alt


class SludgeCount(BelongsToForce):
    """How much work one way of ending a case is: a measure from before, and again from after."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    nudge = models.ForeignKey(Nudge, on_delete=models.PROTECT, related_name="sludge")
    way = models.CharField(max_length=60, help_text="charge, or the out-of-court resolution that was walked")
    clicks = models.PositiveIntegerField()
    fields = models.PositiveIntegerField()
    approvals = models.PositiveIntegerField()
    minutes = models.DecimalField(max_digits=6, decimal_places=1)
    counted_on = models.DateField()
    how = models.CharField(max_length=300, help_text="who walked which screens, so that it can be repeated")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["counted_on", "way"]

    def __str__(self):
        return f"{self.way} on {self.counted_on}"
