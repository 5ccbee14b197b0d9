"""Writing safeguards records: nothing is changed in place."""

from django.db.models import Max

from cjnudge.audit.chain import audited
from cjnudge.audit.chain import record as record_event
from cjnudge.audit.events import Event
from cjnudge.safeguards.models import SafeguardsRecord, SafeguardsVersion


class WrittenMeanwhile(Exception):
    """Someone else wrote a newer version than the one that was being edited; `number` is its number."""

    def __init__(self, number):
        super().__init__(
            f"Version {number} was written while you were editing: read it, then make your change again."
        )
        self.number = number


@audited
def start_record(*, force, kind, subject_id, values, by, at):
    """A new record with its first version; returns that version."""
    record = SafeguardsRecord(
        force=force, kind=kind, subject_id=subject_id, started_at=at, started_by_id=by.id
    )
    record.save(force_insert=True)
    return _write(record, 1, values, by, at)


@audited
def write_version(*, record, base, values, by, at):
    """The next version of a record, written over version number `base`; raises WrittenMeanwhile."""
    newest = _lock_and_read_newest(record)
    if newest != base:
        raise WrittenMeanwhile(newest)
    return _write(record, newest + 1, values, by, at)


def _lock_and_read_newest(record):
    """Two people saving at once meet here on PostgreSQL; on SQLite the transaction itself is exclusive."""
    SafeguardsRecord.scoped.for_force(record.force).select_for_update().get(pk=record.pk)
    versions = SafeguardsVersion.scoped.for_force(record.force).filter(record=record)
    return versions.aggregate(newest=Max("number"))["newest"]


def _write(record, number, values, by, at):
    version = SafeguardsVersion(
        force=record.force, record=record, number=number, written_at=at, written_by_id=by.id, **values
    )
    version.save(force_insert=True)
    after = {"version": number, "kind": record.kind, "regime": version.regime}
    record_event(Event.SAFEGUARDS_WRITTEN, by=by, at=at, force=record.force, subject=record, after=after)
    return version
