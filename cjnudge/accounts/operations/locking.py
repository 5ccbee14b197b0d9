"""One operation at a time on the people or units of a force."""

from cjnudge.accounts.models import Force


def lock_force(force):
    """Hold the force's row until the operation ends: a check then still holds when the change is made.

    PostgreSQL locks the row. SQLite ignores the lock, but there the transaction itself, IMMEDIATE, lets one
    writer in at a time.
    """
    return Force.objects.select_for_update().get(pk=force.pk)
