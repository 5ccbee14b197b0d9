"""Who gets what: the draw and its seed, enrolment one by one, and what was then delivered."""

import uuid

from django.conf import settings
from django.db import models

from cjnudge.accounts.scoping import BelongsToForce
from trials.models.guards import RefusesChange


class Seed(BelongsToForce):
    """A seed that the server made. `digest` goes into the sealed plan; `secret` is encrypted until it is published."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.OneToOneField("trials.Trial", on_delete=models.PROTECT, related_name="seed")
    digest = models.CharField(max_length=64)
    secret = models.BinaryField()
    made_at = models.DateTimeField()
    revealed = models.CharField(max_length=80, blank=True, default="", help_text="in decimal, once published")

    class Meta(BelongsToForce.Meta):
        abstract = False

    def __str__(self):
        return self.digest


class Draw(RefusesChange, BelongsToForce):
    """The one allocation of a trial, as it is published: trials.stats.allocate's own JSON."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.OneToOneField("trials.Trial", on_delete=models.PROTECT, related_name="draw")
    plan = models.ForeignKey("trials.PlanVersion", on_delete=models.PROTECT, related_name="+")
    published = models.TextField()
    sha256 = models.CharField(max_length=64)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    refusal = "A draw never changes: a second one would be another lottery."

    class Meta(BelongsToForce.Meta):
        abstract = False

    def __str__(self):
        return self.sha256

    @classmethod
    def is_fixed(cls, stored):
        return True


class Enrolment(RefusesChange, BelongsToForce):
    """One case or unit that was enrolled in turn. Its arm is worked out once the row is committed, never before."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="enrolments")
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, help_text="keyed hash of the case's reference")
    link = models.BinaryField(default=b"", help_text="pseudonym of the crime in extracts, encrypted")
    key_version = models.PositiveIntegerField(default=0, help_text="of the keys of that pseudonym")
    attributes = models.JSONField(default=dict)
    arm = models.CharField(max_length=60, blank=True, default="")
    enrolled_at = models.DateTimeField()
    enrolled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    refusal = "An enrolled case keeps its place and its arm: who could take it out could choose another."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["trial", "position"], name="one_enrolment_a_position"),
            models.UniqueConstraint(fields=["trial", "reference"], name="one_enrolment_a_case"),
        ]

    def __str__(self):
        return f"{self.position}"

    @classmethod
    def is_fixed(cls, stored):
        return True


class Exposure(BelongsToForce):
    """What was really delivered in a unit, from a day to a day, or which arm reached it from outside."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="exposures")
    unit = models.CharField(max_length=120)
    arm = models.CharField(max_length=60)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    dose = models.CharField(max_length=200, blank=True, default="")
    is_contamination = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="", max_length=1500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["unit", "from_on"]

    def __str__(self):
        return f"{self.unit} from {self.from_on}"


class DeclineCount(BelongsToForce):
    """Why not out of court: how often each reason was given in a unit and month; no officer, no case."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="declines")
    unit = models.CharField(max_length=120)
    month = models.DateField()
    reason = models.CharField(max_length=120)
    n = models.PositiveIntegerField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["month", "unit", "reason"]
        constraints = [
            models.UniqueConstraint(
                fields=["trial", "unit", "month", "reason"], name="one_count_a_reason_unit_month"
            )
        ]

    def __str__(self):
        return f"{self.reason}: {self.n}"
