"""Every record of a force is read through its force: a query that forgets it raises instead of leaking."""

from django.db import models


class UnscopedQuery(RuntimeError):
    """A query on a force's records was made without saying which force."""


class ScopedManager(models.Manager):
    """Answers `for_force(force)` alone; everything else a manager can do raises UnscopedQuery."""

    def for_force(self, force):
        """The records of one force, as an ordinary queryset."""
        if force is None:
            raise UnscopedQuery(f"{self.model.__name__}: for_force(None) would read every force's records.")
        return super().get_queryset().filter(force=force)

    def get_queryset(self):
        raise UnscopedQuery(
            f"{self.model.__name__}.scoped was used without a force: write .scoped.for_force(force)."
        )


class BelongsToForce(models.Model):
    """A record that exactly one force owns. `objects` is there for Django itself, `scoped` for everyone else."""

    force = models.ForeignKey("accounts.Force", on_delete=models.PROTECT, related_name="+")

    objects = models.Manager()
    scoped = ScopedManager()

    class Meta:
        abstract = True
        default_manager_name = "objects"
        base_manager_name = "objects"
