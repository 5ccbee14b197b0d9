"""Erasing the rows of one suspect or one crime from every snapshot of a force."""

import hashlib

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.jobs.names import ERASE_CASES
from cjnudge.cases.privacy.keys import hold_version, newest_version
from cjnudge.cases.storage.parts import canonical
from cjnudge.cases.storage.successors import RowsChanged, parts_with_rows, reduced, with_rows
from cjnudge.jobs.operations import request_job

from .receiving_now import refuse_while_receiving
from .replacing import ERASED, refuse_changed, replace


@audited
def request_erasure(*, force, found, by, at):
    """The job that erases the rows of a subjects.Found; it knows which rows, and never whose they are."""
    refuse_while_receiving(force)
    payload = {"kind": found.kind, "rows": found.rows}
    digest = hashlib.sha256(canonical(payload).encode()).hexdigest()
    key = f"{ERASE_CASES}:{force.pk}:{digest}"
    return request_job(kind=ERASE_CASES, key=key, force=force, payload=payload, by=by, at=at)


def erase_now(*, force, found, by, at):
    """What the job does, at once and without one: for whoever sits at the server."""
    refuse_while_receiving(force)
    return register_erasure(Erasure(force, found), by=by, at=at)


class Erasure:
    """Successors, in storage and not yet registered, of every snapshot that holds some of the rows.

    found: a subjects.Found. RowsChanged where one of its parts is no part of a snapshot any more.
    """

    def __init__(self, force, found, progress=None):
        if not set(found.rows) <= set(parts_with_rows(force)):
            raise RowsChanged
        self.force, self.found = force, found
        self.version = newest_version(force)
        every = list(with_rows(force).prefetch_related("parts"))
        self.looked_at = [snapshot.pk for snapshot in every]
        touched = [one for one in every if any(part.hash in found.rows for part in one.parts.all())]
        self.successors = []
        for number, snapshot in enumerate(touched):
            if progress:
                progress(number, len(touched))
            self.successors.append(reduced(snapshot, found.rows))


@audited
def register_erasure(erasure, *, by, at):
    """[(old snapshot, its successor or None)]: one short transaction, all of it or nothing.

    The event says how many rows left which snapshots, not whose they were.
    """
    force = erasure.force
    hold_version(force, erasure.version)
    refuse_changed(force, erasure.looked_at)
    done = [(one.of, replace(one, because=ERASED, at=at)) for one in erasure.successors]
    after = {
        "kind": erasure.found.kind,
        "rows": erasure.found.total,
        "snapshots": sorted(str(old.pk) for old, _ in done),
    }
    record(Event.CASES_ERASED, by=by, at=at, force=force, subject=force, after=after)
    return done
