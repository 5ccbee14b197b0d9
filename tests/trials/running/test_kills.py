"""A worker, the broker or the database that ends in the middle of an analysis: one whole report all the same, soon."""

import itertools
import os
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest import mock

import pytest
from django.utils import timezone

from cjnudge.audit.models import AuditEvent, AuditHead
from cjnudge.audit.verification import walk
from cjnudge.jobs.endings import wait_until
from cjnudge.jobs.models import Job
from cjnudge.jobs.states import OPEN, State
from tests.jobs.conftest import start, worker_environment  # noqa: F401 - fixtures
from tests.people import NOW
from tests.trials.running.disturbing import (
    COMPARISON_POINTS,
    LOOK_POINTS,
    SECONDS,
    Kept,
    OwnBroker,
    mend,
    strike,
)
from tests.trials.running.world import final_look, made_running, mature_extract
from tests.trials.world import make_trial, small_snapshot, write_small_plan
from trials.models import Chart, PlannedLook, Run
from trials.operations.looking import request_look
from trials.operations.plans import seal_plan
from trials.operations.runs import request_analysis
from trials.queries.trials import latest_plan
from trials.verification import verify_trial

pytestmark = pytest.mark.django_db(transaction=True)
DONE_AFTER = timedelta(seconds=60)
ALONE = {
    "CJNUDGE_TRIALS_SECONDS": "3600"
}  # no scheduler asks for a look meanwhile that is to be interrupted later
AS_SHIPPED = {"CJNUDGE_JOB_LEASE_SECONDS": "30", "CJNUDGE_JOB_SWEEP_SECONDS": "15"}
AT_A_TIME = 3  # their leases run out beside each other; more would stand in the one worker's queue for longer than that
TELLING = {"charts": "child", "run stored, no chart": "worker", "claimed": "broker"}
BROKER_POINTS = ("claimed", "frame", "charts", "run stored, no chart", "published")


@pytest.fixture(scope="module")
def broker():
    """Our own, in a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="cj") as folder:
        own = OwnBroker(Path(folder))
        own.start()
        yield own
        own.end()


@pytest.fixture
def rehearse(start, broker, tmp_path):  # noqa: F811
    """rehearse(jobs, {point: what ends there}, **environment): do it all; {job: time from then to its report}."""

    def do(jobs, strikes, **environment):
        given = {"CJNUDGE_BROKER": broker.address, "REHEARSAL_PAUSES": str(tmp_path), **ALONE, **environment}
        with start(**given):
            kept, asked, struck = Kept(start, **given), [], []
            try:
                for point, what in strikes.items():
                    asked.append(next(jobs))  # not before its turn: the sweep would have it done
                    struck.append(disturbed(asked[-1], point, what, kept, broker, tmp_path))
                    if len(asked) in (len(strikes), *range(0, len(strikes), AT_A_TIME)):
                        assert wait_until(partial(all_ended, asked), SECONDS), list(Job.objects.values())
            finally:
                kept.stack.close()
        return {job: finished(job) - at for job, at in zip(asked, struck, strict=True)}

    return do


def disturbed(job, point, what, kept, broker, folder):
    """When the thing ended, with the job at its point; nothing partial is there then."""
    Job.objects.filter(pk=job.pk).update(payload={**job.payload, "pause_at": points_of(job)[point]})
    broker.deliver(job)
    marker = folder / str(job.pk)
    assert wait_until(marker.exists, SECONDS), f"{point} was never reached"
    at = timezone.now()
    strike(what, kept, broker, int(marker.read_text()))
    check_whole_or_nothing(job)
    marker.with_suffix(".go").touch()
    mend(what, kept, broker)
    return at


def points_of(job):
    return LOOK_POINTS if job.kind == "analyse_look" else COMPARISON_POINTS


def all_ended(jobs):
    return not Job.objects.filter(pk__in=[job.pk for job in jobs], state__in=OPEN).exists()


def finished(job):
    job.refresh_from_db()
    return job.finished_at


def check_whole_or_nothing(job):
    """Either nothing of the report is stored, or all of it is, once."""
    runs = list(Run.scoped.for_force(job.force).filter(job_id=job.pk))
    events = AuditEvent.objects.filter(action="run.published", object_id__in=[str(run.pk) for run in runs])
    looks = PlannedLook.scoped.for_force(job.force).filter(run__in=runs)
    done = Job.objects.get(pk=job.pk).state == State.DONE
    assert len(runs) == events.count() == done
    assert len({*Chart.scoped.for_force(job.force).filter(run__in=runs).values_list("run")}) == done
    assert looks.count() == (done and job.kind == "analyse_look")


def check_one_report(job):
    check_whole_or_nothing(job)
    run = Run.scoped.for_force(job.force).get(job_id=job.pk)
    assert Run.scoped.for_force(job.force).filter(trial=run.trial_id).count() == 1
    assert AuditEvent.objects.filter(action="job.done", object_id=str(job.pk)).count() == 1
    assert all(line.equal for line in verify_trial(run.trial_id))


def check_trail():
    """Every event is there as it was written, and the head stands at the last one."""
    head = AuditHead.objects.get(pk=1)
    assert list(walk(head.seq))[-1] == (head.seq, head.hash)
    assert AuditEvent.objects.count() == head.seq


@pytest.fixture
def looks(practice, owner, monitor):
    """looks(number): jobs of as many trials' analyses at the end, each asked for when it is taken."""

    def ask(number):
        snapshot = mature_extract(practice)
        trials = [made_running(practice, owner, monitor, slug=f"trial-{place}") for place in range(number)]
        return (look_at(trial, snapshot) for trial in trials)

    return ask


def look_at(trial, snapshot):
    with mock.patch("cjnudge.jobs.operations.wake"):
        return request_look(look=final_look(trial), snapshot=snapshot, by="tests", at=NOW)


@pytest.fixture
def comparisons(force, lead):
    """comparisons(number): jobs of as many sealed comparisons of published figures."""

    def ask(number):
        snapshot = small_snapshot()
        return (comparison(make_trial(force, lead, snapshot), lead) for _ in range(number))

    return ask


def comparison(trial, lead):
    seal_plan(plan=write_small_plan(trial, lead), by=lead, at=NOW)
    with mock.patch("cjnudge.jobs.operations.wake"):
        return request_analysis(plan=latest_plan(trial), by=lead, at=NOW)


def check_all(taken, strikes):
    """taken: {job: time} as `rehearse` gives it; printed by point for whoever asked for the figures (-s)."""
    for job in taken:
        check_one_report(job)
    check_trail()
    print(
        {point: round(took.total_seconds(), 1) for point, took in zip(strikes, taken.values(), strict=True)}
    )
    assert max(taken.values()) <= DONE_AFTER


def test_look_interrupted_at_telling_points_gives_one_whole_report(looks, rehearse):
    jobs = looks(len(TELLING))
    check_all(rehearse(jobs, TELLING), TELLING)


def test_publishing_in_two_transactions_leaves_half_a_report(looks, rehearse):
    """Control: the same kill, where the first half was committed already, is found at once."""
    with pytest.raises(AssertionError):
        rehearse(looks(1), {"run stored, no chart": "child"}, REHEARSAL_BROKEN="halves")
    assert Run.objects.count() == 1 and not Chart.objects.exists()


ASKED = {"look": LOOK_POINTS, "comparison": COMPARISON_POINTS}


@pytest.mark.on_demand
@pytest.mark.parametrize("kind", ASKED)
def test_worker_killed_at_every_point_gives_one_whole_report_within_a_minute(kind, request, rehearse):
    """With leases and sweeps as they are shipped; by turns the whole worker is killed, and its child alone."""
    assert len(ASKED[kind]) >= 20
    strikes = dict(zip(ASKED[kind], itertools.cycle(("worker", "child")), strict=False))
    jobs = request.getfixturevalue(f"{kind}s")(len(strikes))
    check_all(rehearse(jobs, strikes, **AS_SHIPPED), strikes)


@pytest.mark.on_demand
@pytest.mark.parametrize("kind", ASKED)
def test_broker_killed_and_started_again_gives_one_whole_report_within_a_minute(kind, request, rehearse):
    strikes = dict.fromkeys(BROKER_POINTS, "broker")
    jobs = request.getfixturevalue(f"{kind}s")(len(strikes))
    check_all(rehearse(jobs, strikes, **AS_SHIPPED), strikes)


@pytest.mark.on_demand
@pytest.mark.parametrize("kind", ASKED)
def test_database_restarted_at_every_point_gives_one_whole_report_within_a_minute(kind, request, rehearse):
    """KILL_DATABASE_COMMAND restarts the PostgreSQL of the tests at once, as `pg_ctl restart -m immediate` does."""
    if "KILL_DATABASE_COMMAND" not in os.environ:  # nobody's server is restarted without being told how
        pytest.skip("no command to restart the database with (KILL_DATABASE_COMMAND)")
    strikes = dict.fromkeys(ASKED[kind], "database")
    jobs = request.getfixturevalue(f"{kind}s")(len(strikes))
    check_all(rehearse(jobs, strikes, **AS_SHIPPED), strikes)
