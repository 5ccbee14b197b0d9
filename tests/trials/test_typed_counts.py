"""A comparison made from typed counts: no verdict without month of entry, and the ordinary gates with it."""

import datetime
import json

import pytest
from django.urls import reverse

from cjnudge.jobs.running import run_job
from tests.cases.typed.grids import cell, grid, snapshot_of
from tests.people import NOW
from tests.trials.world import make_trial, write_small_plan
from trials.models import Run
from trials.operations.plans import seal_plan
from trials.operations.runs import request_analysis
from trials.rules import equal_follow_up

UNITS = [f"Team {number:02d}" for number in range(24)]
MONTHS = {"first_month": datetime.date(2023, 1, 1), "last_month": datetime.date(2023, 12, 1)}
SIDES = {
    "treated": ("Team 00",), "comparison_rule": "all", "sensitivity_span": 0,
    "before": ("2023-01-01", "2023-06-01"), "after": ("2023-07-01", "2023-12-01"),
}  # fmt: skip


@pytest.fixture
def result(practice, lead):
    """result(measure, **settings) -> the published Run of a comparison of one team with the others."""

    def ask(measure, **settings):
        typed = grid(practice, lead, units=UNITS, fill=None, **MONTHS, **settings)
        snapshot = snapshot_of(filled(typed, lead), lead)
        trial = make_trial(practice, lead, snapshot, measure=measure, basis=settings["basis"])
        plan = write_small_plan(trial, lead, **SIDES)
        seal_plan(plan=plan, by=lead, at=NOW)
        plan.refresh_from_db()
        assert run_job(request_analysis(plan=plan, by=lead, at=NOW).pk)
        return Run.scoped.for_force(practice).get()

    return ask


def filled(typed, lead):
    from cjnudge.cases.operations.typed import save_table

    cells = {
        unit: {
            f"2023-{month:02d}": cell(60, 15 + (7 * place + 3 * month) % 11, 20, 10) for month in range(1, 13)
        }
        for place, unit in enumerate(UNITS)
    }
    return save_table(typed=typed, cells=cells, by=lead, at=NOW)


@pytest.mark.parametrize("basis", ["closed", "recorded"])
def test_typed_counts_without_month_of_entry_get_no_verdict(client, evaluator, result, basis):
    run = result("oocr_share_positive", basis=basis, follow_up_days=None)
    report = json.loads(run.report)
    assert report["refused"].startswith("The counts were typed by a person and are not by month of entry")
    assert report["primary"] is None and report["grade"] is None
    assert run.verdict.startswith("No verdict")
    client.force_login(evaluator)
    page = client.get(reverse("trials:result", args=[run.force.slug, run.trial_id, run.pk]))
    assert "description, control charts and planning" in page.content.decode()


def test_typed_counts_by_month_of_entry_pass_the_gates_of_any_others(result):
    report = json.loads(result("oocr_of_eligible_within_w", basis="entry", follow_up_days=120).report)
    assert report["refused"] == ""
    assert {gate["key"]: gate["status"] for gate in report["gates"]} == {
        "follow_up": "passes",
        "maturity": "passes",
    }
    assert report["primary"]["primary"] is not None


def test_counts_by_closed_month_that_were_not_typed_keep_their_observational_wording():
    gate = equal_follow_up(basis="closed", follow_up_days=None, changes={})
    assert not gate.blocks and gate.grade_at_most == 3
    assert equal_follow_up(basis="closed", follow_up_days=None, changes={}, typed=True).blocks
