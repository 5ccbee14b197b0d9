"""Filling and clearing a practice space with synthetic cases."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F, ProtectedError, Q

from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases import practice
from cjnudge.cases.jobs.names import FILL_PRACTICE
from cjnudge.cases.models import Part, Snapshot, TypedCounts, Upload
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job
from cjnudge.jobs.states import OPEN

from .importing import prepare, register
from .sweeping import forget_unused
from .uploading import OPEN as UPLOADS_UNDER_WAY

TITLE = "Synthetic eligible cases by unit"


class NotPractice(Exception):
    """Only a practice space is filled and cleared."""


@audited
def request_filling(*, force, by, at):
    """The job that fills a practice space; the one that is waiting or running, where there is one."""
    _check_practice(force)
    open_job = Job.scoped.for_force(force).filter(kind=FILL_PRACTICE, state__in=OPEN).first()
    # The second is in the key because a space may be filled again after it was cleared.
    key = f"{FILL_PRACTICE}:{force.pk}:{at:%Y%m%dT%H%M%S}"
    return open_job or request_job(kind=FILL_PRACTICE, key=key, force=force, payload={}, by=by, at=at)


def fill_practice(*, force, by, at):
    """(snapshot, whether it is new) of synthetic cases in a practice space, done at once."""
    return register_filling(prepare_filling(force=force, at=at), force=force, by=by, at=at)


def prepare_filling(*, force, at):
    """The synthetic cases, read into storage like any file, ready for `register_filling`."""
    _check_practice(force)
    last_month, as_at = practice.dates_for(at.date())
    with _written(practice.lines(last_month)) as path:
        return prepare(
            feed="unit_counts",
            paths=[path],
            force=force,
            at=at,
            as_at=as_at,
            synthetic=True,
            rehearsal_only=False,
            options={"follow_up_days": str(practice.FOLLOW_UP_DAYS)},
        )


def register_filling(prepared, *, force, by, at):
    return register(prepared, force=force, by=by, at=at, title=TITLE)


@contextmanager
def _written(lines):
    with tempfile.TemporaryDirectory(prefix="practice-", dir=settings.DATA_DIR) as folder:
        path = Path(folder) / practice.FILE_NAME
        path.write_text("\n".join(lines) + "\n", "utf-8")
        yield path


def clear_practice(*, force, by, at):
    """(number deleted, titles kept because something made in the practice space uses them)."""
    _check_practice(force)
    deleted, kept, hashes = _clear(force=force, by=by, at=at)
    forget_unused(hashes)
    return deleted, kept


@audited
def _clear(*, force, by, at):
    deleted, kept, hashes = 0, [], set()
    TypedCounts.scoped.for_force(force).delete()  # made up too, and they hold their snapshots
    # What followed a snapshot goes first: it holds the one it followed.
    last_first = F("rows_erased_at").desc(nulls_first=True)
    for snapshot in Snapshot.scoped.for_force(force).order_by(last_first):
        parts = list(snapshot.parts.all())
        try:
            with transaction.atomic():
                _ended_uploads(force).filter(Q(snapshot=snapshot) | Q(added_to=snapshot)).delete()
                snapshot.delete()
        except ProtectedError:
            kept.append(snapshot.title)
            continue
        deleted += 1
        hashes |= {part.hash for part in parts}
    Part.scoped.for_force(force).filter(snapshots__isnull=True).delete()
    record(Event.PRACTICE_CLEARED, by=by, at=at, force=force, after={"snapshots": deleted, "kept": len(kept)})
    return deleted, kept, hashes


def _ended_uploads(force):
    """Uploads that say how a snapshot came in; one that is under way keeps the snapshot it adds to."""
    return Upload.scoped.for_force(force).exclude(state__in=UPLOADS_UNDER_WAY)


def _check_practice(force):
    if not force.is_practice:
        raise NotPractice("Synthetic cases belong in the practice space of a force only.")
