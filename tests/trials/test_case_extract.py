"""A retrospective comparison on a case extract: from its rows through the gates to a published run."""

import dataclasses
import json
from datetime import date, timedelta
from random import Random

import pytest
from django.urls import reverse

from cjnudge.jobs.running import run_job
from cjnudge.periods import add_months
from tests.cases.case_snapshots import case, case_snapshot
from tests.people import NOW
from trials.cells import Cells
from trials.evaluation import evaluate
from trials.evaluation.engine_frame import engine_frame
from trials.frames import FrameRefused, contents_of, read_cells
from trials.models import Run
from trials.operations.plans import seal_plan, write_plan
from trials.operations.runs import request_analysis
from trials.operations.trials import create_trial
from trials.plan_body import PlanBody
from trials.plan_building import ALL, Choices, build_plan
from trials.verification import verify_trial

AS_AT = date(2026, 10, 31)
FIRST = date(2025, 1, 1)
LAST_MATURE = "2026-06-01"  # 3 July is the last day that was followed for 120 days
UNITS = [f"Team {number:02d}" for number in range(12)]
CHANGED = UNITS[:6]
CHANGE_ON = date(2025, 10, 1)
EFFECT = 0.25  # large, so that so few cases show it


def extract():
    """About ten decisions a month in each of twelve teams, six of which resolve more from October 2025."""
    source, rows = Random(12), []
    for unit in UNITS:
        for number in range(22):
            month = add_months(FIRST, number)
            for _ in range(12):
                entry = month + timedelta(days=int(source.random() * 28))
                rows.append(_row(source, unit, entry))
    return rows


def _row(source, unit, entry):
    share = 0.30 + (EFFECT if unit in CHANGED and entry >= CHANGE_ON else 0.0)
    drawn, on = source.random(), entry + timedelta(days=int(source.random() * 100))
    outcome = "8" if drawn < share else "1" if drawn < 0.75 else "16" if drawn < 0.9 else None
    if on > AS_AT:
        outcome = None
    eligibility = "eligible" if source.random() < 0.8 else "not eligible"
    return case(entry, outcome, on if outcome else None, unit=unit, eligibility=eligibility)


@pytest.fixture
def snapshot(practice):
    return case_snapshot(practice, extract(), as_at=AS_AT)


@pytest.fixture
def trial(practice, lead, snapshot):
    return create_trial(
        force=practice, title="Prompt", question="Did it move?", measure="oocr_of_eligible_within_w",
        snapshot=snapshot, basis="entry", design="difference_in_differences", by=lead, at=NOW,
    )  # fmt: skip


def body_of(trial, **changes):
    values = {
        "kind": trial.kind,
        "design": trial.design,
        "treated": tuple(CHANGED),
        "comparison_rule": ALL,
        "before": ("2025-01-01", "2025-09-01"),
        "after": ("2025-10-01", LAST_MATURE),
        "seed": 7,
        "reason_for_dates": "Made so.",
        "known_when_written": "How they were made.",
    }
    return build_plan(contents_of(trial), Choices(**values | changes))


def sealed(trial, lead, body):
    plan = write_plan(trial=trial, body=body, by=lead, at=NOW)
    seal_plan(plan=plan, by=lead, at=NOW)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def run(trial, lead):
    job = request_analysis(plan=sealed(trial, lead, body_of(trial)), by=lead, at=NOW)
    assert run_job(job.pk)
    return Run.scoped.for_force(trial.force).get()


def test_comparison_of_cases_finds_the_change_that_was_made(run, client, evaluator):
    report = json.loads(run.report)
    assert report["refused"] == ""
    assert {gate["key"]: gate["status"] for gate in report["gates"]} == {
        "follow_up": "passes",
        "maturity": "passes",
    }
    estimate = report["primary"]["primary"]
    assert estimate["low"] < EFFECT < estimate["high"] and estimate["low"] > 0.1
    client.force_login(evaluator)
    page = client.get(reverse("trials:result", args=[run.force.slug, run.trial_id, run.pk]))
    assert page.status_code == 200


def test_run_on_cases_is_verified_from_its_own_cells(run):
    lines = verify_trial(run.trial_id)
    assert len(lines) >= 2 and all(line.equal for line in lines)


def test_cells_keep_what_entered_and_what_was_screened(run):
    cells, rows = Cells.from_json(run.cells), extract()
    month = [row for row in rows if row["unit"] == "Team 03" and row["entry_on"].replace(day=1) == CHANGE_ON]
    eligible = [row for row in month if row["eligibility"] == "eligible"]
    assert cells.entered("entry")["Team 03", "2025-10-01"] == (len(eligible), len(month)) != (12, 12)
    body = PlanBody.from_json(run.plan.body)
    frame = engine_frame(cells, body.data, body.data.primary)
    assert (frame.screened >= frame.entered).all() and (frame.entered == frame.cases).all()
    assert (frame.screened == 12).all()


def test_months_that_were_not_followed_to_their_end_are_not_offered(trial):
    assert contents_of(trial).days[-1] == LAST_MATURE


def immature(trial, body):
    """The plan with all months up to the snapshot's own: more than anybody can choose."""
    on = [
        day for day in (add_months(FIRST, number).isoformat() for number in range(22)) if day >= "2025-10-01"
    ]
    primary = dataclasses.replace(body.data.primary, after=tuple(on))
    return dataclasses.replace(body, data=dataclasses.replace(body.data, primary=primary))


def test_months_not_followed_in_full_give_no_verdict(trial, lead, client):
    plan = sealed(trial, lead, immature(trial, body_of(trial)))
    assert run_job(request_analysis(plan=plan, by=lead, at=NOW).pk)
    run = Run.scoped.for_force(trial.force).get()
    report = json.loads(run.report)
    gate = next(gate for gate in report["gates"] if gate["key"] == "maturity")
    assert gate["status"] == "fails" and "No verdict over 10 %" in gate["text"]
    assert report["primary"] is None and run.verdict.startswith("No verdict")
    client.force_login(lead)
    assert client.get(reverse("trials:result", args=[run.force.slug, trial.pk, run.pk])).status_code == 200


def test_gate_counts_those_not_followed_by_the_day(trial, snapshot):
    cells = read_cells(immature(trial, body_of(trial)).data, snapshot)
    after = [row for row in extract() if row["unit"] in CHANGED and row["entry_on"] >= CHANGE_ON]
    after = [row for row in after if row["eligibility"] == "eligible"]
    followed = [row for row in after if row["entry_on"] <= AS_AT - timedelta(days=120)]
    assert cells.flow["places looked at, after"] == [len(after), len(followed)]


def test_parts_of_a_change_are_counted_over_one_denominator(run):
    cells = Cells.from_json(run.cells)
    shares, parts = cells.shares("entry"), cells.disposals("entry")
    assert cells.part_keys == ("oocr", "charge", "nfa", "other")
    for place, periods in shares.items():
        for on, (above, below) in periods.items():
            assert parts[place][on][0] == above and sum(parts[place][on]) == below


def test_erased_rows_are_refused_in_words_and_the_run_stays_verified(run, snapshot, trial):
    snapshot.rows_erased_at, snapshot.erased_because = NOW, "expired"
    snapshot.save(update_fields=["rows_erased_at", "erased_because"])
    with pytest.raises(FrameRefused, match="were erased on 2 November 2026"):
        read_cells(PlanBody.from_json(run.plan.body).data, snapshot)
    assert all(line.equal for line in verify_trial(trial.pk))


def test_runs_of_before_entries_were_kept_still_give_their_report(run):
    """Their cells have no `entries`: the engine is told nothing of them, as it was then."""
    values = json.loads(run.cells)
    del values["entries"]
    cells, body = Cells.from_json(json.dumps(values)), PlanBody.from_json(run.plan.body)
    frame = engine_frame(cells, body.data, body.data.primary)
    assert list(frame.columns) == ["unit", "period", "treated", "events", "cases"]
    assert (
        json.loads(evaluate(body, cells))["primary"]["primary"]
        == json.loads(run.report)["primary"]["primary"]
    )


def test_half_a_month_is_not_offered_by_closed_month(practice, lead):
    rows = [case(date(2026, 1, 5), "8", date(2026, month, 9), unit="A") for month in (3, 4, 5)]
    snapshot = case_snapshot(practice, rows, as_at=date(2026, 5, 20))
    trial = create_trial(
        force=practice, title="Closed", question="Did it move?", measure="oocr_share_positive",
        snapshot=snapshot, basis="closed", design="before_after", by=lead, at=NOW,
    )  # fmt: skip
    assert contents_of(trial).days == ["2026-03-01", "2026-04-01"]
