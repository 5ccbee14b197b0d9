"""Answers begun and not handed in: encrypted with a key that only the respondent has."""

from django.db import models

from surveys.models.waves import Wave


class Draft(models.Model):
    """One draft. Its id follows from the respondent's key and leads to no invitation; it has no time but a last day."""

    id = models.CharField(primary_key=True, max_length=64, editable=False)
    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="drafts")
    contents = models.BinaryField(help_text="surveys/identity/drafts.py")
    expires_on = models.DateField(help_text="it is deleted when this day begins")

    class Meta:
        indexes = [models.Index(fields=["expires_on"], name="drafts_that_expire")]

    def __str__(self):
        return self.id
