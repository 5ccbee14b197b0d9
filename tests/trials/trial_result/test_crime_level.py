"""The level of crime as a guardrail: counted from cases, held against each unit's own months before the start."""

import json
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from tests.cases.case_snapshots import case_snapshot, person
from tests.trials.running.cases import MATURE, START, UNITS, rows, trial_plan
from tests.trials.trial_result import simulated
from trials.evaluation.trial_report import evaluate_trial
from trials.planning.allocated import start_by_unit
from trials.planning.scales import CRIMES
from trials.planning.trial_plan import AllocationRule, OutcomeLine, Unit
from trials.planning.validation import problems
from trials.presenters.trial_result import present_report
from trials.trial_cells import NOT_SUPPLIED, RATE, LineCells, TrialCells
from trials.trial_charts import guardrails as draw_guardrails
from trials.trial_frames import read_trial_frames

LINE = OutcomeLine(
    key=CRIMES, title="Crimes", role="guardrail", better="lower", follow_up_days=0, margin=0.10
)
DESIGNS = {
    "cluster_randomised": {"units": 20},
    "stepped_wedge": {"units": 10},
    "difference_in_differences": {
        "allocation": None,
        "units": 20,
    },
}


def a_plan(design):
    values = dict(DESIGNS[design])
    plan = simulated.a_plan(design=design, units=values.pop("units"), guardrails=(LINE,), **values)
    if plan.allocation is None:
        chosen = (Unit(name=n, arm="prompt" if at % 2 else "control") for at, n in enumerate(plan.unit_names))
        plan = replace(plan, units=tuple(chosen))
    return plan


def crimes(plan, draw, change, *, seed=5):
    """LineCells of units of very different size, `change` of their crimes more once the nudge is in force."""
    rng, starts = np.random.default_rng(seed), start_by_unit(plan, draw)
    found = []
    for at, name in enumerate(plan.unit_names):
        size, start = rng.uniform(60, 400), starts[name]
        seen = [
            int(rng.poisson(size * (1 + (change if start and period + 1 >= start else 0))))
            for period in range(plan.periods)
        ]
        usual = float(np.mean(seen[: plan.start - 1]))
        found += [(at, period, events, usual) for period, events in enumerate(seen)]
    return LineCells(kind=RATE, rows=tuple(found))


def reported(design, change):
    plan = a_plan(design)
    draw = None if plan.allocation is None else simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, cases=20)
    cells = replace(cells, outcomes={CRIMES: crimes(plan, draw, change)})
    return plan, json.loads(evaluate_trial(plan, draw, TrialCells.from_json(cells.to_json())))


@pytest.mark.parametrize("design", sorted(DESIGNS))
def test_more_crime_with_the_nudge_is_breached_and_no_change_holds(design):
    _, worse = reported(design, 0.30)
    (found,) = worse["guardrails"]
    assert found["state"] == "breached" and found["estimate"]["low"] < 0.30 < found["estimate"]["high"]
    assert (
        found["text"].startswith("Harm is at least ")
        and "past the margin of 10.0 % of the months before" in (found["text"])
    )
    (same,) = reported(design, 0.0)[1]["guardrails"]
    assert same["state"] == "holds", same["text"]
    assert same["text"] == "Harm of 10.0 % of the months before or more is ruled out."


def test_level_of_crime_is_no_point_of_a_hundred_cases_in_any_picture_or_table():
    plan, report = reported("cluster_randomised", 0.30)
    assert draw_guardrails(report) is None
    secondary = replace(plan, outcomes=(replace(LINE, role="secondary", margin=None),))
    draw = simulated.a_draw(plan)
    cells = simulated.drawn_cells(plan, draw, cases=20)
    cells = replace(cells, outcomes={CRIMES: crimes(plan, draw, 0.30)})
    (row,) = present_report(secondary, json.loads(evaluate_trial(secondary, draw, cells)))["outcome_rows"]
    assert row[1].endswith("% of the months before") and " to " in row[2] and row[3].startswith("adjusted p")


def test_design_that_compares_shares_alone_says_so_and_keeps_its_result():
    plan = simulated.a_plan(units=4, design="before_after", allocation=None, guardrails=(LINE,))
    plan = replace(plan, units=tuple(replace(unit, arm="prompt") for unit in plan.units))
    cells = replace(simulated.drawn_cells(plan, None, cases=20), outcomes={CRIMES: crimes(plan, None, 0.0)})
    report = json.loads(evaluate_trial(plan, None, cells))
    assert report["engine"]["primary"] is not None
    assert report["guardrails"][0]["text"] == "Not supplied: this design compares shares of cases alone."


def line_of(snapshot, **changes):
    plan = trial_plan(outcomes=(LINE,), stop_rules=(), **changes)
    return read_trial_frames(plan, None, snapshot).outcomes[CRIMES]


def number(row):
    return (row["entry_on"].year - 2025) * 12 + row["entry_on"].month


def test_every_crime_counts_whether_or_not_it_was_eligible(practice):
    found = line_of(case_snapshot(practice, rows(), as_at=MATURE))
    seen = Counter((UNITS.index(row["unit"]), number(row) - 1) for row in rows() if number(row) <= 18)
    assert found.kind == RATE and {row[:2]: row[2] for row in found.rows if row[2]} == seen
    usual = {row[0]: row[3] for row in found.rows}
    before = Counter(row["unit"] for row in rows() if number(row) < START)
    assert usual == {at: pytest.approx(before[unit] / 12) for at, unit in enumerate(UNITS)}


@pytest.mark.parametrize("at_once", [2_000_000, 50])
def test_crime_of_two_suspects_is_one_crime(practice, monkeypatch, at_once):
    monkeypatch.setattr("cjnudge.cases.counting.levels.AT_ONCE", at_once)
    cases = [row | {"crime": person(at)} for at, row in enumerate(rows())]
    twice = case_snapshot(
        practice, [*cases, *(row | {"first_of_decision": False} for row in cases)], as_at=MATURE
    )
    once = case_snapshot(practice, cases, as_at=MATURE, title="Once")
    assert line_of(twice).rows == line_of(once).rows


def test_plan_without_months_before_is_not_supplied(practice):
    found = line_of(case_snapshot(practice, rows(), as_at=MATURE), start=1)
    assert found.state == NOT_SUPPLIED and "the months before the start" in found.text


def test_stop_rule_on_the_level_of_crime_is_refused():
    rule = replace(trial_plan().stop_rules[0], guardrail=CRIMES)
    plan = trial_plan(outcomes=(LINE,), stop_rules=(rule,), allocation=AllocationRule(method="simple"))
    assert ("stop_rules", "A stop rule watches a share of cases: choose another guardrail.") in problems(plan)
