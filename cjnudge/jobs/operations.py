"""What a person may do with a job: ask for it, cancel it, ask again."""

from functools import partial

from django.db import transaction

from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.kinds import JobProblem, kind_of
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State
from cjnudge.jobs.waking import wake

__all__ = ["JobProblem", "cancel_job", "request_job", "retry_job"]

FRESH = {
    "state": State.READY,
    "attempts": 0,
    "lease_until": None,
    "woken_at": None,
    "progress_done": 0,
    "progress_total": 0,
    "progress_text": "",
    "problem": "",
    "started_at": None,
    "finished_at": None,
}


@audited
def request_job(*, kind, key, payload, by, at, force=None):
    """The job for this key: new, or the one that is there; one that ended without a result starts again.

    kind: key of a registered JobKind; key: names the work, e.g. "run:<plan>:<snapshot>"; payload: ids alone;
    by: a User or the name of a process. A worker is woken when the caller's transaction commits.
    """
    kind_of(kind)
    values = {"kind": kind, "force": force, "payload": payload, "requested_by_id": getattr(by, "pk", None)}
    job, created = Job.objects.get_or_create(key=key, defaults={**values, "created_at": at})
    if created:
        record(Event.JOB_REQUESTED, by=by, at=at, force=force, subject=job, after={"kind": kind})
        transaction.on_commit(partial(wake, job.pk))
    elif State(job.state).can_be_retried:
        retry_job(job=job, by=by, at=at)
    return job


@audited
def retry_job(*, job, by, at):
    """Make a failed, parked or cancelled job ready again with all its attempts; True where it was one."""
    ended = Job.objects.filter(pk=job.pk, state__in=[state for state in State if state.can_be_retried])
    if not ended.update(**FRESH):
        return False
    record(Event.JOB_RETRIED, by=by, at=at, force=job.force, subject=job)
    transaction.on_commit(partial(wake, job.pk))
    job.refresh_from_db()
    return True


@audited
def cancel_job(*, job, by, at):
    """End an open job, True where it was open; its worker stops at the next stage and publishes nothing."""
    opened = Job.objects.filter(pk=job.pk, state__in=[State.READY, State.RUNNING])
    if not opened.update(state=State.CANCELLED, finished_at=at, lease_until=None):
        return False
    record(Event.JOB_CANCELLED, by=by, at=at, force=job.force, subject=job)
    job.refresh_from_db()
    return True
