"""What may be seen of a wave's answers: tables with everything hidden that must be, and their pictures."""

import uuid

from django.db import models

from cjnudge.accounts.scoping import BelongsToForce


class Release(BelongsToForce):
    """The results of a wave as they were let out, at the close or in a batch that its notice announced.

    `payload` went through the one disclosure policy before it was stored: pages, charts and files read nothing else.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey("surveys.Wave", on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    payload = models.JSONField()
    of_answers = models.PositiveIntegerField(default=0, help_text="how many it was made of; on no page")
    released_at = models.DateTimeField()

    class Meta(BelongsToForce.Meta):
        abstract = False
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["wave", "number"], name="releases_of_a_wave_differ")]

    def __str__(self):
        return f"{self.wave_id} {self.number}"


class ReleaseChart(models.Model):
    """One SVG of a release with its title, its description in words and its figures as a table."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="charts")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    description = models.TextField()
    svg = models.TextField()
    table = models.JSONField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "key"], name="one_survey_chart_a_key")]

    def __str__(self):
        return self.title
