"""Harm by weight as a guardrail: counted anew here from every case, with weights that are the force's own."""

import json
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from tests.cases.case_snapshots import case, case_snapshot, person
from tests.trials.trial_result import simulated
from trials.evaluation.trial_report import evaluate_trial
from trials.planning.allocated import start_by_unit
from trials.planning.scales import HARM
from trials.planning.trial_plan import HarmWeights, OutcomeLine, TrialPlan, Unit
from trials.planning.validation import problems
from trials.trial_cells import MEAN, NOT_MATURE, NOT_SUPPLIED, LineCells
from trials.trial_frames import read_trial_frames

LINE = OutcomeLine(key=HARM, title="Harm", role="guardrail", better="lower", follow_up_days=365, margin=0.10)
BY_GRAVITY = HarmWeights(by="gravity", named="The force's own gravity score, 2026")
BY_OFFENCE = HarmWeights(
    by="offence", named="A table of the force, 2026", weights=(("46", 13.0), ("Robbery", 990.0))
)
AS_AT = date(2026, 12, 31)
TEAMS = ("Team A", "Team B")


def a_plan(harm=BY_GRAVITY, **changes):
    """Two teams, one of them with the nudge from the third of four months on."""
    months = {"first_period": "2025-03-01", "start": 3, "periods": 4}
    drawn = {"design": "difference_in_differences", "allocation": None}
    plan = simulated.a_plan(units=2, guardrails=(LINE,), harm=harm, **months, **drawn)
    units = (Unit(name="Team A", arm="prompt"), Unit(name="Team B", arm="control"))
    return replace(plan, **{"units": units, **changes})


def first(number, unit, month, **fields):
    """An eligible case of a person, decided on the tenth day."""
    entry = date(2025, month, 5)
    given = {
        "unit": unit,
        "suspect": person(number),
        "gravity": 2,
        "offence": "46",
        "offence_group": "Theft offences",
    }
    return case(entry, "8", entry + timedelta(days=10), **{**given, **fields})


def later(number, days_after, month, **fields):
    """A further case of that person, so many days after the first one entered."""
    entry = date(2025, month, 5) + timedelta(days=days_after)
    given = {"unit": "Elsewhere", "suspect": person(number), "eligibility": "not eligible", "gravity": 5}
    return case(entry, None, None, **{**given, "offence": "34.1", "offence_group": "Robbery", **fields})


def cases():
    """Ten people a team and month; every second one returns, too soon, in time or too late."""
    found, number = [], 0
    for unit in TEAMS:
        for month in (3, 4, 5, 6):
            for at in range(10):
                number += 1
                found.append(first(number, unit, month))
                if at % 2:
                    found.append(later(number, (20, 24, 200, 365, 366)[at // 2], month))
    return found


def line_of(practice, rows, plan, **given):
    snapshot = case_snapshot(practice, rows, as_at=given.pop("as_at", AS_AT), **given)
    return read_trial_frames(plan, None, snapshot).outcomes[HARM]


def test_harm_is_that_of_crimes_from_a_fortnight_after_the_decision_to_the_last_day(practice):
    found = line_of(practice, cases(), a_plan())
    assert found.kind == MEAN and {row[2] for row in found.rows} == {10}
    # Of five who return one does so 20 days after entry, 10 after the decision, and one on day 366: three count, with
    # gravity 5 each, the same in every cell, so that each is what it was before.
    assert {row[3] for row in found.rows} == {1.0}
    exact = np.std([5.0] * 3 + [0.0] * 7, ddof=1) / 1.5
    assert [row[4] for row in found.rows] == [pytest.approx(exact)] * 8


def test_table_weighs_by_code_first_and_by_group_where_it_names_no_code(practice):
    rows = [*cases(), later(1, 100, 3, offence="46/1", offence_group="Theft offences")]
    found = line_of(practice, rows, a_plan(harm=BY_OFFENCE))
    cells = {row[:2]: row[3] for row in found.rows}
    usual = (4 * 3 * 990 + 13) / 40
    assert cells[0, 0] == pytest.approx((3 * 990 + 13) / 10 / usual)
    assert cells[1, 3] == pytest.approx(3 * 990 / 10 / usual)


def test_crime_that_stands_in_two_rows_does_its_harm_once(practice):
    rows = [row | {"crime": person(10_000 + at)} for at, row in enumerate(cases())]
    doubled = [*rows, *(row | {"first_of_decision": False} for row in rows if row["unit"] == "Elsewhere")]
    twice = line_of(practice, doubled, a_plan(), title="Twice")
    assert twice.rows == line_of(practice, rows, a_plan()).rows


def test_suspects_are_added_up_some_at_a_time_with_the_same_result(practice, monkeypatch):
    whole = line_of(practice, cases(), a_plan(harm=BY_OFFENCE))
    monkeypatch.setattr("cjnudge.cases.counting.harm.AT_ONCE", 9)
    assert line_of(practice, cases(), a_plan(harm=BY_OFFENCE)).rows == whole.rows


@pytest.mark.parametrize(
    ("plan", "without", "words"),
    [
        (a_plan(harm=None), (), "does not say how heavy"),
        (a_plan(), ("gravity",), "a gravity score"),
        (a_plan(), ("suspect",), "a suspect identifier"),
        (a_plan(start=1), (), "months before the start"),
        (a_plan(harm=replace(BY_OFFENCE, weights=(("46", 13.0),))), (), "offence 34.1"),
    ],
)
def test_harm_that_cannot_be_weighed_is_refused_in_words(practice, plan, without, words):
    rows = [{key: value for key, value in row.items() if key not in without} for row in cases()]
    found = line_of(practice, rows, plan)
    assert found.state == NOT_SUPPLIED and words in found.text


def test_harm_is_not_mature_until_a_year_after_the_last_month(practice):
    found = line_of(practice, cases(), a_plan(), as_at=date(2026, 1, 31))
    assert (found.state, found.mature_on, found.rows) == (NOT_MATURE, "2026-06-30", ())


def test_plan_without_weights_or_their_source_cannot_be_sealed():
    assert [field for field, _ in problems(a_plan(harm=None))].count("harm") == 1
    assert "harm" in dict(problems(a_plan(harm=replace(BY_GRAVITY, named=" "))))
    assert "harm" in dict(problems(a_plan(harm=replace(BY_OFFENCE, weights=()))))
    assert "harm" not in dict(problems(a_plan(harm=BY_OFFENCE)))


def test_plan_without_weights_keeps_the_text_it_had_and_one_with_them_comes_back():
    assert '"harm"' not in simulated.a_plan().to_json()
    assert TrialPlan.from_json(a_plan(harm=BY_OFFENCE).to_json()) == a_plan(harm=BY_OFFENCE)


def harmed(plan, draw, change):
    """Means of skewed harm in twenty units, `change` of it more once the nudge is in force."""
    rng, starts, rows = np.random.default_rng(9), start_by_unit(plan, draw), []
    for at, name in enumerate(plan.unit_names):
        level, start = rng.uniform(0.9, 1.1), starts[name]
        for period in range(plan.periods):
            more = change if start and period + 1 >= start else 0.0
            values = rng.gamma(0.5, 2 * level * (1 + more), 400)
            rows.append((at, period, 400, float(values.mean()), float(values.std(ddof=1))))
    return LineCells(kind=MEAN, rows=tuple(rows), follow_up_days=365)


@pytest.mark.parametrize(("change", "state"), [(0.40, "breached"), (0.0, "holds")])
def test_more_harm_with_the_nudge_is_breached_and_no_change_holds(change, state):
    plan = simulated.a_plan(units=20, guardrails=(LINE,), harm=BY_GRAVITY)
    draw = simulated.a_draw(plan)
    cells = replace(simulated.drawn_cells(plan, draw, cases=20), outcomes={HARM: harmed(plan, draw, change)})
    (found,) = json.loads(evaluate_trial(plan, draw, cells))["guardrails"]
    assert found["state"] == state and "% of the months before" in found["text"]
