import uuid

from django.db import models


class Outcome(models.Model):
    """What a rehearsed job publishes. Nothing makes it unique: publishing twice leaves two."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    job_id = models.UUIDField()
    fence = models.PositiveIntegerField()

    def __str__(self):
        return f"outcome of {self.job_id}"
