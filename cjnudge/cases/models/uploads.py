"""One attempt to bring files in, through whichever door: what arrived, what was wrong, what became of it."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


def upload_states():
    return [
        ("receiving", "Receiving"),
        ("refused", "Refused"),
        ("received", "Waiting to be stored"),
        ("imported", "Imported"),
        ("cancelled", "Cancelled"),
        ("interrupted", "Interrupted"),
    ]


def doors():
    return [("page", "Upload page"), ("command", "Command line"), ("inbox", "Inbox folder")]


class Upload(BelongsToForce):
    """Files that one import brings in. Its pieces lie under `incoming/<id>` of the snapshots storage until it ends.

    `files`: [{"name", "sha256", "bytes", "rows", "pieces"}]; `findings`: {"total", "problems", "unmatched"} with no
    cell's content but the labels of value-mapped columns.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    feed = models.CharField(max_length=60)
    mapping_version = models.ForeignKey(
        "cases.MappingVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key_version = models.PositiveIntegerField(null=True, blank=True)
    door = models.CharField(max_length=10, choices=doors)
    state = models.CharField(max_length=12, choices=upload_states, default="receiving")
    files = models.JSONField(default=list)
    findings = models.JSONField(default=dict)
    options = models.JSONField(default=dict, help_text="what the files do not say: {option: text}")
    title = models.CharField(max_length=200, blank=True)
    as_at = models.DateField(null=True, blank=True, help_text="the day the extract shows")
    synthetic = models.BooleanField(default=False)
    rehearsal_only = models.BooleanField(default=False)
    added_to = models.ForeignKey(
        "cases.Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="the snapshot whose parts are kept beside the new files",
    )  # fmt: skip
    snapshot = models.ForeignKey(
        "cases.Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    job_id = models.UUIDField(null=True, blank=True)
    bytes_received = models.BigIntegerField(default=0)
    bytes_expected = models.BigIntegerField(null=True, blank=True)
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField(null=True, blank=True)
    heard_at = models.DateTimeField(help_text="when the last piece arrived: silence means it was interrupted")
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["force", "-started_at"], name="uploads_by_force")]

    def __str__(self):
        return f"{self.feed} {self.state}"
