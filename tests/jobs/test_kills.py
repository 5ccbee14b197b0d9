"""`kill -9` in the middle of a job: after a restart there is exactly one result, soon."""

import datetime
from functools import partial

import pytest

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import OPEN, State
from tests.jobs.asking import ask, outcomes
from tests.jobs.rehearsal.killing import POINTS

pytestmark = pytest.mark.django_db(transaction=True)
DONE_AFTER = datetime.timedelta(seconds=60)
SECONDS_A_KILL = 30  # a restart, a lease and a sweep on a busy machine


@pytest.fixture
def supervised(start, tmp_path):
    """supervised(jobs): work on them with one worker, started again whenever it is gone, until all ended."""

    def supervise(jobs):
        ids = [job.pk for job in jobs]
        with start():
            for _ in range(len(jobs) + 1):  # one start more than there are kills
                with start("only", with_scheduler=False, REHEARSAL_FOLDER=str(tmp_path)) as (process,):
                    over = partial(ended_or_gone, ids, process)
                    assert wait_until(over, SECONDS_A_KILL * len(ids))
                if ended(ids):
                    break
        return {job.pk: killed_at(tmp_path / str(job.pk)) for job in jobs}

    return supervise


def ended_or_gone(ids, process):
    return ended(ids) or process.poll() is not None


def ended(ids):
    return not Job.objects.filter(pk__in=ids, state__in=OPEN).exists()


def killed_at(marker):
    return datetime.datetime.fromtimestamp(marker.stat().st_mtime, datetime.UTC)


def check_one_result(job, killed):
    job.refresh_from_db()
    assert (job.state, outcomes(job)) == (State.DONE, 1)
    assert AuditEvent.objects.filter(action="job.done", object_id=str(job.pk)).count() == 1
    assert job.finished_at - killed <= DONE_AFTER
    assert job.attempts == (1 if job.payload["kill_at"] == "published" else 2)


def test_a_kill_at_the_telling_points_leaves_exactly_one_result(supervised):
    points = {"stage 3": "worker", "commit": "worker", "published": "child"}
    jobs = [ask(kill_at=point, victim=victim) for point, victim in points.items()]
    for job, killed in zip(jobs, supervised(jobs).values(), strict=True):
        check_one_result(job, killed)


@pytest.mark.on_demand
@pytest.mark.parametrize("victim", ["worker", "child"])
def test_a_kill_at_every_point_of_a_run_leaves_exactly_one_result(supervised, victim):
    jobs = [ask(kill_at=point, victim=victim) for point in POINTS]
    assert len(jobs) == 10
    for job, killed in zip(jobs, supervised(jobs).values(), strict=True):
        check_one_result(job, killed)
