"""A run's pictures, drawn once in the worker and kept with it; the audit trail holds their hash."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class Chart(BelongsToForce):
    """One SVG with its title, its description for people who do not see it, and its figures as a table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey("trials.Run", on_delete=models.CASCADE, related_name="charts")
    key = models.SlugField(max_length=40)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField()
    svg = models.TextField()
    table = models.JSONField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "key"], name="one_chart_per_key")]

    def __str__(self):
        return self.title
