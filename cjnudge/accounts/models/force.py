"""A force, its practice space, and the tree of units inside it."""

import uuid

from django.db import models
from django.db.models import Q

from cjnudge.accounts.scoping import BelongsToForce


def force_kinds():
    return [("force", "Force"), ("practice", "Practice space")]


def unit_levels():
    return [("area", "Area"), ("station", "Station"), ("team", "Team")]


class Force(models.Model):
    """A constabulary, or the practice space of one: synthetic data only, in rows of its own that cannot mix."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=force_kinds, default="force")
    practice_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="practice_space"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="practice_space_has_a_force",
                condition=Q(kind="force", practice_of__isnull=True)
                | Q(kind="practice", practice_of__isnull=False),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_practice(self):
        return self.kind == "practice"


class Unit(BelongsToForce):
    """A place or team where decisions are made, from one date to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.SlugField(max_length=60, help_text="short name used in files")
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=10, choices=unit_levels, default="team")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True, help_text="last day; empty while it exists")
    became = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="came_from"
    )

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["name", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["force", "key", "starts_on"], name="one_unit_per_key_and_start"),
            models.CheckConstraint(
                name="unit_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self):
        return self.name
