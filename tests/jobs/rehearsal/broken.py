"""Workers without one of the guards, to show that the tests can fail."""

from unittest import mock

from django.utils import timezone

from cjnudge.jobs import lease, running
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import State


def claim_whatever_the_state():
    """Every delivery of a job starts it, as Celery alone would."""
    running.claim = careless_claim


def careless_claim(job_id, *, at):
    Job.objects.filter(pk=job_id).update(state=State.RUNNING, lease_until=lease.lease_end(timezone.now()))
    return Job.objects.select_related("force").get(pk=job_id)


def without_a_fence():
    """A block in which a worker that lost its job publishes all the same."""
    return mock.patch.object(running, "held", lambda job: Job.objects.filter(pk=job.pk))


def commit_the_first_half():
    """What a publish in two transactions would have done by now."""
    from django.db import connection

    connection.connection.commit()
