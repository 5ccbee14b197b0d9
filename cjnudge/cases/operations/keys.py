"""Renewing the keys of a force's pseudonyms: a new layer over the old ones, without the raw identifiers."""

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.jobs.names import RENEW_KEYS
from cjnudge.cases.models import KeyVersion
from cjnudge.cases.privacy.keys import fingerprint, hold_version, layers_for, newest_version
from cjnudge.cases.storage.successors import parts_with_rows, rekeyed, rekeyed_part, with_rows
from cjnudge.jobs.kinds import JobProblem
from cjnudge.jobs.operations import request_job

from .receiving_now import refuse_while_receiving
from .replacing import REKEYED, refuse_changed, replace

# Coded, so that nobody writes about a person here.
REASONS = {
    "routine": "Routine: the keys are renewed from time to time",
    "exposed": "Pseudonyms of this force may have been seen by somebody who should not",
    "leaver": "Somebody who could reach the stored snapshots has left",
}


class NothingToRenew(JobProblem):
    """The force has no keys yet."""


@audited
def renew_keys(*, force, reason, by, at):
    """The job that puts a new layer of keys over the force's pseudonyms; asked twice, done once.

    reason: a key of REASONS. A snapshot of cases becomes the predecessor of one with the same rows under the new
    pseudonyms, and loses its own rows. NothingToRenew, StillReceiving.
    """
    version = newest_version(force)
    if not version:
        raise NothingToRenew("There is no key to renew yet: the first is made by the first import of cases.")
    refuse_while_receiving(force)
    payload = {"version": version, "reason": reason if reason in REASONS else "routine"}
    key = f"{RENEW_KEYS}:{force.pk}:{version}"
    return request_job(kind=RENEW_KEYS, key=key, force=force, payload=payload, by=by, at=at)


class Renewal:
    """New parts of every snapshot of a force under the next version of its keys, in storage, not yet registered."""

    def __init__(self, force, version, reason, progress=None):
        layers_for(force, version)  # a wrong master key is found before anything is written
        self.force, self.version, self.reason = force, version, reason
        self.snapshots = list(with_rows(force).prefetch_related("parts"))
        self.parts = {}
        old = parts_with_rows(force)
        for number, (part_hash, part) in enumerate(sorted(old.items())):
            if progress:
                progress(number, len(old))
            self.parts[part_hash] = rekeyed_part(part, version + 1)


@audited
def register_renewal(renewal, *, by, at):
    """The new KeyVersion and the successors of all snapshots: one short transaction, all of it or nothing.

    KeysRenewed or RowsChanged where something came in between.
    """
    force, old = renewal.force, renewal.version
    hold_version(force, old)
    refuse_changed(force, [snapshot.pk for snapshot in renewal.snapshots])
    made = KeyVersion(
        force=force,
        number=old + 1,
        made_at=at,
        made_by_id=getattr(by, "pk", None),
        reason=REASONS[renewal.reason],
        fingerprint=fingerprint(force, old + 1),
    )
    made.save(force_insert=True)
    for snapshot in renewal.snapshots:
        replace(rekeyed(snapshot, renewal.parts, old + 1), because=REKEYED, at=at)
    after = {"version": old + 1, "snapshots": len(renewal.snapshots), "reason": renewal.reason}
    record(Event.KEYS_RENEWED, by=by, at=at, force=force, subject=made, before={"version": old}, after=after)
    return made
