"""One job in one process: claims, stages, results, problems and faults."""

import datetime
from unittest import mock

import pytest

from cjnudge.audit.models import AuditEvent
from cjnudge.jobs import lease, running
from cjnudge.jobs.lease import JobLost, claim
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import cancel_job
from cjnudge.jobs.running import Work, run_job
from cjnudge.jobs.states import State
from cjnudge.jobs.sweep import sweep
from tests.jobs.asking import ask, outcomes
from tests.jobs.rehearsal import broken
from tests.jobs.rehearsal.tasks import PROBLEM, count
from tests.people import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(seconds=3)  # the tests' lease lasts two


def events(job):
    return list(AuditEvent.objects.filter(object_id=str(job.pk)).values_list("action", flat=True))


def test_a_job_publishes_its_outcome_once(force):
    job = ask(force=force)
    assert run_job(job.pk)
    assert not run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, outcomes(job)) == (State.DONE, 1, 1)
    assert (job.progress_text, job.progress_done, job.progress_total) == ("stage 6", 5, 6)
    assert events(job) == ["job.requested", "job.done"]


def test_a_held_job_cannot_be_claimed_before_its_lease_ends():
    job = ask()
    assert claim(job.pk, at=NOW).attempts == 1
    assert claim(job.pk, at=NOW) is None
    assert claim(job.pk, at=LATER).attempts == 2


def test_a_worker_that_lost_its_job_cannot_publish():
    job = ask()
    slow, quick = claim(job.pk, at=NOW), claim(job.pk, at=LATER)
    publish = count(mock.Mock(job=slow))
    running._publish(quick, count(mock.Mock(job=quick)), at=LATER)
    with pytest.raises(JobLost):
        running._publish(slow, publish, at=LATER)
    assert outcomes(job) == 1


def test_without_the_fence_a_worker_that_lost_its_job_publishes_a_second_time():
    job = ask()
    slow, quick = claim(job.pk, at=NOW), claim(job.pk, at=LATER)
    with broken.without_a_fence():
        for held in (quick, slow):
            running._publish(held, count(mock.Mock(job=held)), at=LATER)
    assert outcomes(job) == 2


def test_a_worker_learns_at_its_next_stage_that_the_job_was_cancelled():
    job = ask()
    held = claim(job.pk, at=NOW)
    assert cancel_job(job=job, by="system", at=NOW)
    with pytest.raises(JobLost):
        Work(held).stage("stage 1", done=0, total=6)


def test_a_job_cancelled_while_it_runs_leaves_no_outcome():
    job = ask()
    with mock.patch.object(running, "stage_reached") as signal:
        signal.send.side_effect = lambda stage, **_: (
            stage == "stage 3" and cancel_job(job=job, by="x", at=NOW)
        )
        assert not run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, outcomes(job)) == (State.CANCELLED, 0)


def test_a_problem_ends_the_job_with_words_for_the_person():
    job = ask("problem")
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem, job.attempts) == (State.FAILED, PROBLEM, 1)
    assert events(job)[-1] == "job.failed"


def test_a_fault_is_tried_three_times_and_then_parked():
    job = ask("fault")
    for attempt in (1, 2):
        run_job(job.pk)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (State.READY, attempt)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.state == State.PARKED
    assert "tried 3 times" in job.problem
    assert not run_job(job.pk)
    assert events(job) == ["job.requested", "job.parked"]


def test_the_log_of_a_fault_says_where_and_not_what(caplog):
    run_job(ask("fault").pk)
    assert "in fault" in caplog.text
    assert "ValueError" in caplog.text and "RuntimeError" in caplog.text
    assert "sam.smith" not in caplog.text


def test_a_fault_while_publishing_stores_nothing():
    job = ask()
    with mock.patch("tests.jobs.rehearsal.tasks.publish", side_effect=ZeroDivisionError):
        run_job(job.pk)
    job.refresh_from_db()
    assert (job.state, job.finished_at, outcomes(job)) == (State.READY, None, 0)


def test_the_sweep_frees_a_job_whose_lease_ran_out():
    job = ask()
    claim(job.pk, at=NOW - datetime.timedelta(days=1))
    sweep()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.READY, 1)


def test_the_sweep_parks_a_job_that_lost_its_worker_three_times():
    job = ask("poison")
    for days in (3, 2, 1):
        claim(job.pk, at=NOW - datetime.timedelta(days=days))
    sweep()
    job.refresh_from_db()
    assert job.state == State.PARKED
    assert lease.claim(job.pk, at=LATER) is None


def test_the_sweep_leaves_a_job_alone_whose_lease_was_renewed_meanwhile():
    job = ask()
    held = claim(job.pk, at=NOW - datetime.timedelta(days=1))
    stale = Job.objects.get(pk=job.pk)
    lease.renew(held, at=NOW)
    running.give_back(stale, lease.held(stale).filter(lease_until__lt=NOW), at=NOW)
    job.refresh_from_db()
    assert job.state == State.RUNNING
