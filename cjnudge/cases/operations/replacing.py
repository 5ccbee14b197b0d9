"""Registering what comes after a snapshot, and losing what was before: inside the caller's transaction."""

from functools import partial

from django.db import transaction

from cjnudge.cases.models import Part, Snapshot
from cjnudge.cases.storage.successors import RowsChanged, with_rows

from .sweeping import forget_unused

REKEYED, ERASED, EXPIRED = "re-keyed", "erased", "expired"


def refuse_changed(force, prepared):
    """RowsChanged unless the force's snapshots with rows are just those that were prepared from; both by id."""
    if set(with_rows(force).values_list("pk", flat=True)) != set(prepared):
        raise RowsChanged


def replace(successor, *, because, at):
    """The registered successor, or None where no rows are left; its predecessor loses its rows, not its manifest."""
    old = successor.of
    lost = {part.hash for part in old.parts.all()}
    held = Snapshot.scoped.for_force(old.force).filter(pk=old.pk, rows_erased_at__isnull=True)
    if not held.update(rows_erased_at=at, erased_because=because):
        raise RowsChanged
    old.parts.clear()
    found = _register(successor) if successor.parts else None
    forget_lost(old.force, lost)
    return found


def _register(successor):
    snapshot = successor.as_snapshot()
    snapshot.save(force_insert=True)
    snapshot.parts.set([_part(made, snapshot) for made in successor.parts])
    return snapshot


def _part(made, snapshot):
    same = {"source_sha256": made.source_sha256, "reading": made.reading, "hash": made.hash}
    found, _ = Part.objects.get_or_create(
        force=snapshot.force, feed=snapshot.feed, **same, defaults={"contents": made.contents}
    )
    return found


def forget_lost(force, hashes):
    """Strike parts that no snapshot names any more from the register, and delete their files after the commit.

    Where the process ends in between, the daily sweep finds the files.
    """
    Part.scoped.for_force(force).filter(hash__in=hashes, snapshots__isnull=True).delete()
    transaction.on_commit(partial(forget_unused, hashes), robust=True)
