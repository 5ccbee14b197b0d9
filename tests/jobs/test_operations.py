"""Asking for a job, cancelling it, asking again; and telling a worker."""

import datetime
from functools import partial
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone

from cjnudge.celery import app
from cjnudge.jobs import sweep
from cjnudge.jobs.lease import claim
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import cancel_job, request_job, retry_job
from cjnudge.jobs.running import run_job
from cjnudge.jobs.states import State
from cjnudge.jobs.tasks import work
from tests.jobs.asking import ask, outcomes
from tests.people import NOW


def again(job):
    return request_job(kind=job.kind, key=job.key, payload={}, by="system", at=NOW)


def test_what_is_asked_twice_is_one_job(db):
    job = ask()
    assert again(job) == job
    run_job(job.pk)
    assert again(job).state == State.DONE
    assert Job.objects.count() == 1


def test_an_unknown_kind_is_refused(db):
    with pytest.raises(KeyError):
        request_job(kind="rehearsal.unknown", key="x", payload={}, by="system", at=NOW)


def test_asking_again_for_a_failed_job_starts_it_anew(db):
    job = ask("problem")
    run_job(job.pk)
    assert again(job).state == State.READY
    job.refresh_from_db()
    assert (job.attempts, job.problem, job.finished_at) == (0, "", None)


def test_a_cancelled_job_runs_no_more_until_it_is_asked_for_again(db):
    job = ask()
    assert cancel_job(job=job, by="system", at=NOW)
    assert not cancel_job(job=job, by="system", at=NOW)
    assert not run_job(job.pk)
    assert retry_job(job=job, by="system", at=NOW)
    assert run_job(job.pk)
    assert outcomes(job) == 1


def test_a_done_job_can_be_neither_cancelled_nor_tried_again(db):
    job = ask()
    run_job(job.pk)
    assert not cancel_job(job=job, by="system", at=NOW)
    assert not retry_job(job=job, by="system", at=NOW)


def test_a_cancelled_worker_stays_refused_after_the_job_was_asked_for_again(db):
    job = ask()
    old = claim(job.pk, at=NOW)
    cancel_job(job=job, by="system", at=NOW)
    retry_job(job=job, by="system", at=NOW)
    new = claim(job.pk, at=NOW)
    assert new.fence > old.fence


@pytest.fixture
def broker_down(tmp_path):
    """A broker at an address where nothing listens."""
    with app.connection_for_write(f"redis+socket://{tmp_path / 'none.sock'}") as nowhere:
        send = partial(work.apply_async, connection=nowhere)
        with mock.patch.object(work, "apply_async", send):
            yield


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_fails_no_request_and_the_sweep_wakes_later(broker_down, caplog):
    job = ask()
    job.refresh_from_db()
    assert (job.state, job.woken_at) == (State.READY, None)
    assert "waits for the next sweep" in caplog.text
    with mock.patch("cjnudge.jobs.tasks.work.apply_async") as sent:
        assert sweep.sweep() == 1
    assert sent.call_args.args == ([str(job.pk)],)


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_after_the_commit_and_not_before():
    with mock.patch("cjnudge.jobs.tasks.work.apply_async") as sent:
        with transaction.atomic():
            job = ask()
            assert not sent.called
        assert sent.call_args.args == ([str(job.pk)],)
    job.refresh_from_db()
    assert job.woken_at is not None


def test_the_sweep_tells_the_broker_again_of_an_old_job_but_not_of_a_fresh_one(db, settings):
    fresh, old = ask(), ask()
    patience = datetime.timedelta(seconds=settings.JOB_SWEEP_SECONDS * sweep.SWEEPS_BEFORE_WAKING_AGAIN)
    Job.objects.filter(pk=fresh.pk).update(woken_at=timezone.now())
    Job.objects.filter(pk=old.pk).update(woken_at=timezone.now() - patience)
    with mock.patch("cjnudge.jobs.tasks.work.apply_async") as sent:
        assert sweep.sweep() == 1
        assert sent.call_args.args == ([str(old.pk)],)
        assert sweep.sweep(everything=True) == 2
