"""What is due while a trial runs and after: looks, alerts, the panel's grades."""

import uuid

from django.conf import settings
from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class PlannedLook(BelongsToForce):
    """One look of the sealed plan; the last is the analysis at the end. It runs by itself once due and mature."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="looks")
    plan = models.ForeignKey("trials.PlanVersion", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    after_period = models.PositiveSmallIntegerField()
    is_final = models.BooleanField()
    due_on = models.DateField(
        help_text="the first day on which every case up to its period has its follow-up"
    )
    run = models.ForeignKey("trials.Run", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["trial", "number"], name="one_look_a_number")]

    def __str__(self):
        return f"look {self.number}"


class Alert(BelongsToForce):
    """A stop rule fired: the safety monitor was told, without a figure."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="alerts")
    rule = models.SlugField(max_length=60)
    snapshot_hash = models.CharField(max_length=64)
    raised_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True, default="", max_length=1500)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "rule", "snapshot_hash"], name="one_alert_a_snapshot")
        ]

    def __str__(self):
        return self.rule


class PanelAudit(BelongsToForce):
    """A scrutiny panel's random sample of cases, drawn by the hash of their references from a published seed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="audits")
    title = models.CharField(max_length=120)
    seed = models.CharField(max_length=80)
    of = models.PositiveIntegerField(help_text="how many cases it was drawn from")
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-drawn_at"]

    def __str__(self):
        return self.title


class PanelCase(BelongsToForce):
    """One sampled case, known by the short hash of its reference; `arm` is shown to nobody before the audit closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    audit = models.ForeignKey(PanelAudit, on_delete=models.CASCADE, related_name="cases")
    reference = models.CharField(max_length=64)
    arm = models.CharField(max_length=60, blank=True, default="")
    after = models.BooleanField(default=False)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["reference"]
        constraints = [models.UniqueConstraint(fields=["audit", "reference"], name="one_sampled_case")]

    def __str__(self):
        return self.reference[:8]


class PanelGrade(BelongsToForce):
    """What one grader said of a case, without having seen the other's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(PanelCase, on_delete=models.CASCADE, related_name="grades")
    grader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    grade = models.SlugField(max_length=40)
    remark = models.TextField(blank=True, default="", max_length=1500)
    at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["case", "grader"], name="one_grade_a_grader")]

    def __str__(self):
        return self.grade
