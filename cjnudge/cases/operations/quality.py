"""The quality of snapshots that have none yet, and the note of who took its tables away."""

from types import SimpleNamespace

from django.db.models import Q

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.models import Snapshot
from cjnudge.cases.quality.judging import FORMAT
from cjnudge.cases.quality_at_import import quality_at_import
from cjnudge.cases.sources import feed as feed_of
from cjnudge.cases.storage import snapshots, store


def lacks_quality():
    """Condition on snapshots: no quality was counted, or by an earlier version, whose page said too little."""
    return Q(quality={}) | Q(quality__format__lt=FORMAT)


def add_quality(*, snapshot, by, at):
    """True where a snapshot that had no current quality has it now; False where it had, or its rows are gone.

    For snapshots imported before quality was counted. It is no part of the manifest, so that hash, counts and results
    stay as they are. Reads files and draws charts: for commands and workers.
    """
    if snapshot.quality.get("format") == FORMAT or snapshot.rows_erased_at or snapshot.force_id is None:
        return False
    quality = quality_at_import(_as_prepared(snapshot), force=snapshot.force, before=snapshot.imported_at)
    return _store(snapshot=snapshot, quality=quality, by=by, at=at)


@audited
def _store(*, snapshot, quality, by, at):
    older = Snapshot.scoped.for_force(snapshot.force).filter(lacks_quality(), pk=snapshot.pk)
    if not older.update(quality=quality):
        return False
    snapshot.quality = quality
    record(Event.QUALITY_COUNTED, by=by, at=at, force=snapshot.force, subject=snapshot)
    return True


def _as_prepared(snapshot):
    """The registered snapshot with the names of one that is about to be registered."""
    hashes = snapshots.part_hashes(snapshot)
    return SimpleNamespace(
        made=[SimpleNamespace(path=store.local_path(part_hash)) for part_hash in hashes],
        feed=feed_of(snapshot.feed),
        as_at=snapshot.as_at,
        contents=snapshot.contents,
        synthetic=snapshot.synthetic,
        hash=snapshot.hash,
        reading=SimpleNamespace(key_version=snapshot.key_version) if snapshot.key_version else None,
    )


@audited
def note_download(*, snapshot, by, at, purpose="", recipient=""):
    """The tables of a snapshot's quality were downloaded; made-up cases are downloaded for no purpose."""
    after = {"what": "quality"} | ({"recipient": recipient} if recipient else {})
    record(
        Event.CASES_DISCLOSED,
        by=by,
        at=at,
        force=snapshot.force,
        subject=snapshot,
        purpose=purpose,
        after=after,
    )
