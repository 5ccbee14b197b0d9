"""Rows whose time has come are deleted; what was counted from them stays."""

import logging

from django.utils.timezone import localdate

from cjnudge.accounts.models import Force
from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.models import Snapshot
from cjnudge.cases.privacy.keeping import is_over
from cjnudge.cases.privacy.keys import hold_version, newest_version
from cjnudge.cases.privacy.retention import Retention
from cjnudge.cases.storage.successors import reduced, with_rows
from cjnudge.jobs.kinds import JobProblem

from .replacing import EXPIRED, replace

logger = logging.getLogger(__name__)
SCHEDULER = "scheduler"


def keep_retention(*, at, by=SCHEDULER):
    """[(snapshot, its successor or None)] of every force's snapshots that lost rows today.

    First each snapshot's last day is set down as the safeguards records stand now, then the rows of every file
    whose last day has passed are deleted. A snapshot that cannot be done today is tried at the next round.
    """
    done = []
    for force in Force.objects.all():
        retention = Retention(force)
        for snapshot in with_rows(force).prefetch_related("parts"):
            note_last_day(snapshot, retention.last_day(snapshot))
            try:
                done += expire(snapshot, retention.last_days(snapshot), by=by, at=at)
            except JobProblem as problem:
                logger.error("The rows of snapshot %s could not be deleted today: %s", snapshot.pk, problem)
    return done


def note_last_day(snapshot, day):
    """Set down until when a snapshot's rows are kept."""
    if snapshot.retain_until != day:
        Snapshot.scoped.for_force(snapshot.force).filter(pk=snapshot.pk).update(retain_until=day)
        snapshot.retain_until = day


def expire(snapshot, last_days, *, by, at):
    """[(snapshot, successor or None)] where some of its files' last day has passed, else []."""
    today = localdate(at)
    over = {part.hash for part in snapshot.parts.all() if is_over(last_days[part.source_sha256], today)}
    if not over:
        return []
    version = newest_version(snapshot.force)
    successor = reduced(snapshot, dict.fromkeys(over))
    return [(snapshot, register_expiry(successor, version=version, by=by, at=at))]


@audited
def register_expiry(successor, *, version, by, at):
    """The registered successor, or None: one short transaction. The event says how many rows, not which."""
    old = successor.of
    hold_version(old.force, version)
    found = replace(successor, because=EXPIRED, at=at)
    left = found.rows if found else 0
    until = old.retain_until.isoformat() if old.retain_until else None
    after = {"rows": old.rows - left, "until": until, "successor": str(found.pk) if found else None}
    record(Event.CASES_EXPIRED, by=by, at=at, force=old.force, subject=old, after=after)
    return found
