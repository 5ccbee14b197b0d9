"""The chain's rows. Triggers refuse UPDATE, DELETE and TRUNCATE on events (triggers.py)."""

from django.db import models


class AuditEvent(models.Model):
    """One thing somebody did: who, when, what, to what, for what purpose, and with what outcome.

    Every column but `seq` is text, so that verification compares exactly the bytes that were written: a date
    or UUID column would read several spellings as one value. No foreign keys: an event outlives what it
    speaks of.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=32, help_text="UTC, ISO 8601 with microseconds")
    force_id = models.CharField(max_length=36, blank=True, help_text="UUID of the force, empty where none")
    actor = models.CharField(max_length=64, help_text="opaque id of a person, or the name of a process")
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    operation = models.CharField(max_length=20, help_text="operation of section 62")
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=20)
    detail = models.TextField(help_text="canonical JSON; no personal values")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["force_id", "-seq"], name="events_of_a_force")]

    def __str__(self):
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """Where the chain ends: one row, locked last by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="one_audit_head", condition=models.Q(id=1))]

    def __str__(self):
        return f"head at {self.seq}"
