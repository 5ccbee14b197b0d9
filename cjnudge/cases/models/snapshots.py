"""The register of snapshots: which there are, whose, and of which stored parts. The rows are not here."""

import uuid

from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import ScopedManager, UnscopedQuery


class SnapshotManager(ScopedManager):
    """A force's own snapshots, and the published reference ones that belong to no force."""

    def reference(self):
        """Published reference counts: everyone who is signed in may read them."""
        return models.QuerySet(self.model, using=self._db).filter(force__isnull=True)

    def visible_to(self, force):
        """What members of a force may read: its own and the reference ones; in a practice space its own alone."""
        if force is None:
            raise UnscopedQuery("Snapshot.scoped.visible_to(None) would read every force's snapshots.")
        if force.is_practice:
            return self.for_force(force)
        everything = models.QuerySet(self.model, using=self._db)
        return everything.filter(Q(force=force) | Q(force__isnull=True))


class Part(models.Model):
    """One source file as Parquet. Read again under the same version and options it gives the same part."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, null=True, related_name="+")
    source_sha256 = models.CharField(max_length=64)
    feed = models.CharField(max_length=60)
    reading = models.CharField(
        max_length=500, help_text="feed and mapping version and options, canonical JSON"
    )
    hash = models.CharField(max_length=64, help_text="SHA-256 of the Parquet file")
    contents = models.JSONField(help_text="rows, total, periods, bases, grains, outcome types covered")

    objects = models.Manager()
    scoped = ScopedManager()

    class Meta:
        default_manager_name = "objects"
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["force", "source_sha256", "feed", "reading", "hash"],
                name="one_part_per_source_and_reading",
            ),
            models.UniqueConstraint(
                fields=["source_sha256", "feed", "reading", "hash"],
                condition=Q(force__isnull=True),
                name="one_reference_part_per_source_and_reading",
            ),
        ]
        indexes = [models.Index(fields=["hash"], name="parts_by_hash")]

    def __str__(self):
        return self.hash[:12]


class Snapshot(models.Model):
    """An immutable, dated, hashed extract of cases; `hash` is the SHA-256 of `manifest`, canonical JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(
        "accounts.Force", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    reference_key = models.SlugField(
        max_length=60, blank=True, help_text="which reference table, if it is one"
    )
    feed = models.CharField(max_length=60)
    feed_version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    manifest = models.TextField()
    as_at = models.DateField(help_text="the day the extract shows")
    rows = models.BigIntegerField()
    total = models.BigIntegerField(help_text="sum of n")
    first_period = models.DateField()
    last_period = models.DateField()
    contents = models.JSONField(help_text="bases, grains, number of places, outcome types covered")
    file_names = models.JSONField(
        help_text="names of the source files by their SHA-256; not part of the hash"
    )
    synthetic = models.BooleanField()
    published = models.BooleanField()
    rehearsal_only = models.BooleanField()
    safeguards_version_id = models.UUIDField(null=True, blank=True)
    parts = models.ManyToManyField(Part, related_name="snapshots")
    imported_by_id = models.UUIDField(null=True, blank=True)
    imported_at = models.DateTimeField()
    mapping_version_id = models.UUIDField(null=True, blank=True)
    rules_version_id = models.UUIDField(null=True, blank=True)
    key_version = models.PositiveIntegerField(null=True, blank=True)
    quality = models.JSONField(default=dict, help_text="what the quality page shows, counted at import")
    retain_until = models.DateField(null=True, blank=True, help_text="the last day its case rows are kept")
    rows_erased_at = models.DateTimeField(null=True, blank=True)
    erased_because = models.CharField(
        max_length=20, blank=True, help_text="expired, erased (some cases) or re-keyed"
    )
    succeeds = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor",
        help_text="the snapshot whose remaining rows these are",
    )  # fmt: skip

    objects = models.Manager()
    scoped = SnapshotManager()

    class Meta:
        default_manager_name = "objects"
        base_manager_name = "objects"
        ordering = ["-imported_at"]
        constraints = [
            models.UniqueConstraint(fields=["force", "hash"], name="one_snapshot_per_force_and_hash"),
            models.UniqueConstraint(
                fields=["hash"], condition=Q(force__isnull=True), name="one_reference_snapshot_per_hash"
            ),
            models.CheckConstraint(
                name="reference_is_published_and_real",
                condition=Q(force__isnull=False) | Q(published=True, synthetic=False, rehearsal_only=False),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def short_hash(self):
        return self.hash[:12]
