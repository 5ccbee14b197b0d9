"""Counts that a person types, for a force that has no extract yet."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class TypedCounts(BelongsToForce):
    """A grid of units and months while it is filled in, and the snapshot it became.

    `cells`: {"<unit>": {"<YYYY-MM>": {"eligible", "oocr", "charge", "nfa"}}}, numbers or null where nothing was typed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=200)
    units = models.JSONField(default=list, help_text="names of the rows, in order")
    first_month = models.DateField()
    last_month = models.DateField()
    how_counted = models.TextField(blank=True, help_text="in the force's own words, printed with the counts")
    basis = models.CharField(max_length=10, help_text="entry, recorded or closed")
    follow_up_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="with basis entry only"
    )
    as_at = models.DateField()
    cells = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField()
    changed_at = models.DateTimeField()
    snapshot = models.ForeignKey(
        "cases.Snapshot", on_delete=models.PROTECT, null=True, blank=True, related_name="typed"
    )

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-changed_at"]

    def __str__(self):
        return self.title
