"""Real workers on a real broker: one result, whatever is delivered, to whomever, however often."""

import pytest

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import cancel_job
from cjnudge.jobs.states import State
from tests.jobs.asking import all_ended, ask, deliver, outcomes
from tests.jobs.conftest import await_start
from tests.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)
OTHERS_WAIT_SECONDS = 10


@pytest.fixture(scope="module")
def two_workers(start):
    with start("first", "second"):
        await_start("first", "second")
        yield


def drained():
    """Whether every message was taken: what a worker does with the last one, it does at once."""
    from cjnudge.celery import app

    with app.connection_for_read() as connection:
        return wait_until(lambda: not connection.default_channel.client.llen("celery"), 20)


def test_a_job_delivered_ten_times_to_two_workers_publishes_once(two_workers):
    jobs = [ask() for _ in range(5)]
    for job in jobs:
        deliver(job, 10)
    assert all_ended(jobs, 20)
    assert drained()
    assert [outcomes(job) for job in jobs] == [1] * 5
    assert [job.attempts for job in Job.objects.filter(pk__in=[job.pk for job in jobs])] == [1] * 5
    assert AuditEvent.objects.filter(action="job.done").count() == 5


def test_a_job_that_kills_its_worker_is_parked_and_delays_nobody(two_workers):
    poison = ask("poison")
    others = []
    for attempt in (1, 2, 3):
        assert wait_until(lambda n=attempt: Job.objects.filter(pk=poison.pk, attempts=n).exists(), 30)
        others += [ask() for _ in range(3)]
    assert all_ended([poison, *others], 30)
    poison.refresh_from_db()
    assert (poison.state, poison.attempts, outcomes(poison)) == (State.PARKED, 3, 0)
    waits = [
        job.finished_at - job.created_at for job in Job.objects.filter(pk__in=[job.pk for job in others])
    ]
    assert len(waits) == 9
    assert max(waits).total_seconds() <= OTHERS_WAIT_SECONDS


def test_a_job_cancelled_before_its_turn_is_never_done(two_workers):
    job = ask("poison")
    cancel_job(job=job, by="system", at=NOW)
    assert drained()
    job.refresh_from_db()
    assert (job.state, outcomes(job)) == (State.CANCELLED, 0)
