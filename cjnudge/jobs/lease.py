"""Holding a job: claimed by one guarded UPDATE, kept by renewing, lost when somebody else's fence stands.

Every statement here is one guarded UPDATE, which both databases run as one; `select_for_update` would be
ignored on SQLite. A claim counts the attempt in a transaction of its own, before the work begins.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State


class JobLost(Exception):
    """The job was cancelled, or another worker holds it now: stop, and publish nothing."""


def lease_end(at):
    return at + datetime.timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(job_id, *, at):
    """The job, held until its lease ends, or None where there is nothing to claim."""
    free = Q(state=State.READY) | Q(state=State.RUNNING, lease_until__lt=at)
    with transaction.atomic():
        claimable = Job.objects.filter(free, pk=job_id, attempts__lt=settings.JOB_MAX_ATTEMPTS)
        taken = claimable.update(
            state=State.RUNNING,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            lease_until=lease_end(at),
            started_at=at,
        )
        return Job.objects.select_related("force").get(pk=job_id) if taken else None


def held(job):
    """The job's row, where it is still held under this fence, as a queryset to update."""
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, fence=job.fence)


def renew(job, *, at, **progress):
    """Push the lease's end back, and store progress; raises JobLost where the job is no longer held."""
    if not held(job).update(lease_until=lease_end(at), **progress):
        raise JobLost(f"job {job.pk} is no longer held under fence {job.fence}")
