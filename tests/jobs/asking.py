"""Asking for rehearsed jobs, and waiting for them."""

import itertools

from django.utils import timezone

from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job
from cjnudge.jobs.states import OPEN
from cjnudge.jobs.tasks import work
from tests.jobs.rehearsal.models import Outcome

_numbers = itertools.count()


def ask(kind="count", *, by="system", force=None, at=None, **payload):
    """A new job of a rehearsed kind."""
    key = f"rehearsal:{next(_numbers)}"
    at = at or timezone.now()
    return request_job(kind=f"rehearsal.{kind}", key=key, force=force, payload=payload, by=by, at=at)


def all_ended(jobs, within):
    """Whether no job is open any more, before that many seconds are over."""
    ids = [job.pk for job in jobs]
    return wait_until(lambda: not Job.objects.filter(pk__in=ids, state__in=OPEN).exists(), within)


def outcomes(job):
    return Outcome.objects.filter(job_id=job.pk).count()


def deliver(job, times):
    """Send a job's message that many times more."""
    for _ in range(times):
        work.delay(str(job.pk))
