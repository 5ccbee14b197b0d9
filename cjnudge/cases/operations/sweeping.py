"""Part files that no snapshot uses are deleted."""

from datetime import timedelta

from cjnudge.cases.models import Part
from cjnudge.cases.storage import store

from .consulting import forget_consultations

# An import that is still running has stored files nobody has registered yet; none takes a day.
ORPHAN_AGE = timedelta(days=1)


def sweep_orphans(*, at):
    """Names of the stored files deleted: older than a day and part of no snapshot.

    Copies in this machine's cache go with them, and what was noted of an hour's consultations.
    """
    old = store.names_older_than(at - ORPHAN_AGE)
    hashes = set(Part.objects.values_list("hash", flat=True))
    used = {store.part_name(part_hash) for part_hash in hashes}
    orphans = [name for name in old if name not in used]
    for name in orphans:
        store.delete_stored(name)
    store.forget_cached(but=hashes, instant=at - ORPHAN_AGE)
    store.delete_leftovers(at - ORPHAN_AGE)
    forget_consultations(at=at)
    return orphans


def forget_unused(hashes):
    """Delete the files of those parts that no force's register names any more."""
    used = set(Part.objects.filter(hash__in=hashes).values_list("hash", flat=True))
    for part_hash in set(hashes) - used:
        store.forget(part_hash)
