"""A look comes by itself, on its day, on mature cases, once; guardrails follow when they are mature."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from cjnudge.audit.models import AuditEvent as Stored
from cjnudge.cases.models import RuleSetVersion, Snapshot
from cjnudge.jobs.models import Job
from cjnudge.jobs.observing import stage_reached
from cjnudge.jobs.operations import cancel_job
from cjnudge.jobs.running import run_job
from tests.cases.case_snapshots import case_snapshot
from tests.people import NOW
from tests.trials.running.cases import MATURE, rows
from tests.trials.running.world import SEALED_AT, early_extract, final_look, mature_extract
from trials.evaluation.trial_report import conducted_from, evaluate_trial
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import State
from trials.models import Run
from trials.operations.looking import due_looks, follow, follow_trials, request_look
from trials.operations.planning import write_trial_plan
from trials.operations.starting import stop_trial
from trials.planning.trial_plan import TrialPlan
from trials.queries.allocations import draw_json_of
from trials.queries.conduct import state_of_planned
from trials.queries.following import looks_of
from trials.queries.planning import sealed_plan
from trials.trial_cells import TrialCells
from trials.verification import verify_trial

TODAY = NOW.date()


def done(jobs):
    return [run_job(job.pk) for job in jobs]


def runs_of(trial):
    return list(Run.scoped.for_force(trial.force).filter(trial=trial))


def test_no_look_before_its_day_or_without_mature_cases(trial, practice):
    assert follow(trial, on=TODAY, at=NOW) == []
    early_extract(practice)
    assert due_looks(TODAY) == []
    mature_extract(practice)
    assert due_looks(MATURE - timedelta(days=1)) == []
    assert [look.number for look, _ in due_looks(TODAY)] == [1]


def test_look_runs_by_itself_once_and_is_logged(trial, practice):
    snapshot = mature_extract(practice)
    jobs = follow(trial, on=TODAY, at=NOW)
    assert {job.kind for job in jobs} == {"analyse_look", "check_stop_rules"}
    assert all(done(jobs))
    assert follow_trials(on=TODAY, at=NOW) == 0
    (run,) = runs_of(trial)
    assert (run.look, run.snapshot_hash) == (1, snapshot.hash) and final_look(trial).run_id == run.pk
    assert state_of_planned(trial) == State.ANALYSED
    assert Stored.objects.filter(action="trial.look-taken").count() == 1
    report = json.loads(run.report)
    assert report["looks"] == {"planned": 1, "taken": 1, "this": None} and run.charts.exists()
    assert TrialCells.from_json(run.cells).to_json() == run.cells


@pytest.mark.parametrize("rehearsal_only", [False, True])
def test_plan_that_is_no_rehearsal_reads_no_extract_that_is_one(trial, practice, rehearsal_only):
    """Else the result would go without its mark."""
    assert not sealed_plan(trial).rehearsal_only
    Snapshot.objects.filter(pk=mature_extract(practice).pk).update(rehearsal_only=rehearsal_only)
    assert [look.number for look, _ in due_looks(TODAY)] == ([] if rehearsal_only else [1])


def approved(force, number, at):
    """A version of the force's eligibility rules."""
    made = {
        "body": "{}",
        "written_at": at,
        "changed_at": at,
        "written_by_id": uuid4(),
        "approved_by_id": uuid4(),
    }
    return RuleSetVersion.objects.create(force=force, number=number, approved_at=at, **made)


@pytest.mark.parametrize("number", [1, 2])
def test_result_names_eligibility_rules_that_are_not_those_of_the_seal(trial, practice, number):
    at = {1: SEALED_AT - timedelta(days=9), 2: SEALED_AT + timedelta(days=9)}
    used = [approved(practice, one, at[one]) for one in (1, 2)][number - 1]
    Snapshot.objects.filter(pk=mature_extract(practice).pk).update(rules_version_id=used.pk)
    assert all(done(follow(trial, on=TODAY, at=NOW)))
    (run,) = runs_of(trial)
    texts = [change["text"] for change in json.loads(run.report)["changes"]]
    said = "by version 2 of the eligibility rules, approved on 10 December 2025; when the plan was sealed, version 1"
    assert any(said in text for text in texts) == (number == 2)


def test_look_asked_for_early_is_refused_in_words(trial, practice):
    snapshot = early_extract(practice)
    with pytest.raises(WrongState, match="not due"):
        request_look(look=final_look(trial), snapshot=snapshot, by="tests", at=NOW)


def test_planned_look_reads_its_own_months_alone(looked_at, practice):
    early_extract(practice)
    assert [look.number for look, _ in due_looks(date(2026, 8, 1))] == [1]
    done(follow(looked_at, on=date(2026, 8, 1), at=NOW))
    (run,) = runs_of(looked_at)
    cells = TrialCells.from_json(run.cells)
    assert (run.look, cells.up_to_period, len(cells.periods)) == (1, 15, 15)
    assert state_of_planned(looked_at) == State.RUNNING
    mature_extract(practice)
    done(follow(looked_at, on=TODAY, at=NOW))
    assert [run.look for run in runs_of(looked_at)] == [2, 1]
    assert json.loads(runs_of(looked_at)[0].report)["looks"]["taken"] == 2


def two_looks(trial, practice):
    """(report of the look, Run of the analysis at the end), the later extract holding other early months."""
    early_extract(practice)
    done(follow(trial, on=date(2026, 8, 1), at=NOW))
    mature_extract(practice, seed=9)
    done(follow(trial, on=TODAY, at=NOW))
    last, first = runs_of(trial)
    return json.loads(first.report), last


def test_later_look_takes_an_earlier_one_as_it_was_recorded(looked_at, practice):
    first, last = two_looks(looked_at, practice)
    then, report = stages_in(first)[-1], json.loads(last.report)
    (kept,) = report["conducted"]["looks_before"]
    assert {name: then[name] for name in kept if name != "spent"} == {
        name: held for name, held in kept.items() if name != "spent"
    }
    assert 0 < kept["spent"] < 0.05
    assert [stages_in(report)[0][name] for name in SAME] == [then[name] for name in SAME]
    assert {line.equal for line in verify_trial(looked_at.pk)} == {True}


def test_without_its_record_an_earlier_look_would_move_with_the_extract(looked_at, practice):
    """The negative control, and how a report that was made before the record was kept is computed again."""
    first, last = two_looks(looked_at, practice)
    kept = json.loads(last.report)
    kept["conducted"].pop("looks_before")
    draw, cells = draw_json_of(looked_at), TrialCells.from_json(last.cells)
    plan = TrialPlan.from_json(last.plan.body)
    again = json.loads(evaluate_trial(plan, draw, cells, conducted=conducted_from(kept)))
    assert "looks_before" not in again["conducted"]
    assert stages_in(again)[0]["z"] != stages_in(first)[-1]["z"]


def stages_in(report):
    found = next(one for one in report["engine"]["findings"] if one["key"] == "planned_looks")
    return found["facts"]["looks"]


SAME = ("share", "z", "p_value", "bound", "level")


def test_two_jobs_of_one_look_publish_one_run(trial, practice):
    look, first = final_look(trial), mature_extract(practice)
    one = request_look(look=look, snapshot=first, by="tests", at=NOW)
    other = request_look(look=look, snapshot=mature_extract(practice, seed=9), by="tests", at=NOW)
    assert one.pk != other.pk
    done([one, other])
    assert len(runs_of(trial)) == 1


def test_without_its_guard_a_look_would_be_published_twice(trial, practice):
    """The negative control: where the first job leaves no mark on the look, the second one publishes too."""
    look = final_look(trial)
    given = {"look": look, "by": "tests", "at": NOW}
    one = request_look(snapshot=mature_extract(practice), **given)
    other = request_look(snapshot=mature_extract(practice, seed=9), **given)
    done([one])
    type(look).objects.filter(pk=look.pk).update(run=None)
    done([other])
    assert len(runs_of(trial)) == 2


@pytest.mark.parametrize("point", ["charts", "commit"])
def test_fault_at_any_point_leaves_one_run(trial, practice, point):
    mature_extract(practice)
    (job,) = [job for job in follow(trial, on=TODAY, at=NOW) if job.kind == "analyse_look"]
    with failing_at(point):
        assert not run_job(job.pk)
    assert runs_of(trial) == [] and final_look(trial).run_id is None
    assert run_job(job.pk) and len(runs_of(trial)) == 1
    assert not run_job(job.pk) and len(runs_of(trial)) == 1


@contextmanager
def failing_at(point):
    """A worker that breaks when a job reaches that stage."""

    def fail(*, stage, **kwargs):
        if stage == point:
            raise RuntimeError("broken for a test")

    stage_reached.connect(fail)
    try:
        yield
    finally:
        stage_reached.disconnect(fail)


def test_stop_is_printed_on_the_result(trial, practice, owner):
    stop_trial(trial=trial, reason="The law changed.", by=owner, at=NOW)
    mature_extract(practice)
    done(follow(trial, on=TODAY, at=NOW))
    changes = json.loads(runs_of(trial)[0].report)["changes"]
    assert changes[-1]["kind"] == "stopped" and changes[-1]["reason"] == "The law changed."
    assert state_of_planned(trial) == State.STOPPED


def test_guardrail_that_became_mature_is_judged_on_the_later_snapshot(trial, practice):
    known = {"fields": ("reoffended_on",)}
    first = case_snapshot(practice, rows(), as_at=MATURE, **known)
    done(follow(trial, on=TODAY, at=NOW))
    before = runs_of(trial)[0]
    assert TrialCells.from_json(before.cells).outcomes["repeat_suspect_12m"].state == "not_mature"
    later = case_snapshot(practice, rows(as_at=date(2027, 7, 1)), as_at=date(2027, 7, 1), **known)
    done(follow(trial, on=date(2027, 7, 2), at=NOW))
    after, old = runs_of(trial)
    cells = TrialCells.from_json(after.cells)
    assert (old.pk, after.look, after.snapshot_hash) == (before.pk, 1, later.hash)
    assert cells.outcomes["repeat_suspect_12m"].state == "counted" and cells.later_hash == later.hash
    assert (cells.counts, cells.snapshot_hash) == (TrialCells.from_json(before.cells).counts, first.hash)
    assert final_look(trial).run_id == before.pk
    assert follow(trial, on=date(2027, 7, 2), at=NOW) == []


def test_look_that_failed_is_not_asked_for_every_minute(trial, practice):
    rest = [row for row in rows() if row["unit"] == "nowhere"] or [
        row | {"unit": "Another"} for row in rows()[:50]
    ]
    case_snapshot(practice, rest, as_at=MATURE)
    jobs = [job for job in follow(trial, on=TODAY, at=NOW) if job.kind == "analyse_look"]
    assert done(jobs) == [False]
    assert "named in it as they are in the plan" in Job.objects.get(pk=jobs[0].pk).problem
    assert not [job for job in follow(trial, on=TODAY, at=NOW) if job.kind == "analyse_look"]


def test_looks_of_an_amended_plan_keep_those_taken(looked_at):
    assert [(look.number, look.after_period, look.is_final) for look in looks_of(looked_at)] == [
        (1, 15, False),
        (2, 18, True),
    ]


def test_amendment_after_a_look_keeps_the_information_it_was_weighed_by(looked_at, practice, owner):
    early_extract(practice)
    done(follow(looked_at, on=TODAY, at=NOW))
    assert [look.run_id is None for look in looks_of(looked_at)] == [False, True]
    plan = TrialPlan.from_json(sealed_plan(looked_at).body)
    for change in ({"max_information": 9000.0}, {"looks": ()}):
        amended = replace(plan, amendment_reason="It was wrong.", **change)
        with pytest.raises(WrongState, match="put"):
            write_trial_plan(trial=looked_at, plan=amended, by=owner, at=NOW)


def test_look_that_is_cancelled_while_it_reads_stops_there_and_stores_nothing(trial, practice):
    """Reading millions of cases takes most of the time: it says how far it is, and gives up within it."""
    mature_extract(practice)
    (job,) = [job for job in follow(trial, on=TODAY, at=NOW) if job.kind == "analyse_look"]
    told = []

    def cancel(*, job, stage, **kwargs):
        told.append(stage)
        if stage == "further outcomes":
            cancel_job(job=job, by="tests", at=NOW)

    stage_reached.connect(cancel)
    try:
        assert not run_job(job.pk)
    finally:
        stage_reached.disconnect(cancel)
    assert told == ["claimed", "read plan", "frame", "further outcomes"]
    assert Job.objects.get(pk=job.pk).state == "cancelled" and runs_of(trial) == []
    assert final_look(trial).run_id is None
