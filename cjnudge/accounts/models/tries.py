"""Tries lately made on one account, so that the limit on guesses holds over several web workers."""

from django.db import models


class Tries(models.Model):
    """`key` is an HMAC of what was tried and on which address: no address is kept, known or unknown."""

    key = models.CharField(primary_key=True, max_length=64)
    times = models.JSONField(default=list, help_text="microseconds since 1970, UTC")
    version = models.PositiveBigIntegerField(
        default=0, help_text="guards each change against another at the same time"
    )
    last_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return f"{len(self.times)} tries"
