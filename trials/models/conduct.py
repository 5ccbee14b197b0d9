"""How a trial that was planned before its data is run: its dates, who approved, who was invited, what changed."""

import uuid

from django.conf import settings
from django.db import models

from cjnudge.accounts.scoping import BelongsToForce
from trials.models.guards import RefusesChange


class Conduct(BelongsToForce):
    """The facts from which the state of a trial follows (trials/lifecycle_of_trials.py). None of them is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.OneToOneField("trials.Trial", on_delete=models.PROTECT, related_name="conduct")
    slug = models.SlugField(max_length=60)
    allocated_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.TextField(blank=True, default="", max_length=1500)
    published_at = models.DateTimeField(null=True, blank=True)
    unpublished_reason = models.TextField(blank=True, default="", max_length=1500)

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["force", "slug"], name="one_trial_a_slug")]

    def __str__(self):
        return self.slug


class Approval(RefusesChange, BelongsToForce):
    """What a second person said of a version of the plan, on the text whose hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("trials.PlanVersion", on_delete=models.CASCADE, related_name="approvals")
    draft = models.CharField(max_length=64, help_text="SHA-256 of the text that was read")
    approves = models.BooleanField()
    comment = models.TextField(blank=True, default="", max_length=1500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="who had invited the guest that said it; empty for a member of the force",
    )  # fmt: skip
    at = models.DateTimeField()

    refusal = "What was said of a plan stays as it was said."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-at"]

    def __str__(self):
        return f"{'approved' if self.approves else 'returned'} {self.draft[:8]}"

    @classmethod
    def is_fixed(cls, stored):
        return True


class PlanAuthor(RefusesChange, BelongsToForce):
    """A person who wrote any draft of a version of the plan: they may not approve it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey("trials.PlanVersion", on_delete=models.CASCADE, related_name="authors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    refusal = "Who wrote a plan stays written down."

    class Meta(BelongsToForce.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["plan", "user"], name="one_author_a_plan")]

    def __str__(self):
        return str(self.user_id)

    @classmethod
    def is_fixed(cls, stored):
        return True


class Guest(BelongsToForce):
    """A person invited to one trial alone, until a day: aggregates only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="guests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    email = models.EmailField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["invited_at"]
        constraints = [models.UniqueConstraint(fields=["trial", "email"], name="one_invitation_a_guest")]

    def __str__(self):
        return self.email


class Change(RefusesChange, BelongsToForce):
    """Something that happened to a running trial, on its day; printed on every result. `kind` as trials.changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trial = models.ForeignKey("trials.Trial", on_delete=models.PROTECT, related_name="changes")
    kind = models.SlugField(max_length=40)
    unit = models.CharField(max_length=120, blank=True, default="")
    on = models.DateField()
    details = models.JSONField(default=dict)
    reason = models.TextField(max_length=1500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    refusal = "What happened in a trial stays recorded: record what corrects it."

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["on", "at"]

    def __str__(self):
        return f"{self.kind} on {self.on}"

    @classmethod
    def is_fixed(cls, stored):
        return True
