"""What a result says where nobody drew lots: of what it compares, of a description, of parts that do not add up."""

import json
from dataclasses import replace

import numpy as np
import pytest

from tests.trials.trial_result import simulated
from trials.evaluation.trial_report import evaluate_trial
from trials.evaluation.trial_verdict import in_titles
from trials.planning.allocated import start_by_unit
from trials.planning.trial_plan import Arm, Unit
from trials.presenters.trial_result_evidence import (
    compared_words,
    key_rows,
    other_months_words,
    part_rows,
    parts_words,
)
from trials.presenters.trial_result_next import next_steps
from trials.trial_cells import UnitArm

BEFORE_AFTER, SERIES, CONTROLLED = "before_after", "interrupted_series", "controlled_series"


def a_plan(design, units=6, **changes):
    treated = units if design in (BEFORE_AFTER, SERIES) else units // 2
    named = tuple(Unit(name=f"D{at}", arm="prompt" if at < treated else "control") for at in range(units))
    return replace(simulated.a_plan(design=design, allocation=None, **changes), units=named)


def reported(plan, change, seed=3):
    """The report of a nudge that moves `change` from no further action to resolutions."""
    rng, starts = np.random.default_rng(seed), start_by_unit(plan, None)
    counts, parts, entries = [], [], []
    for unit, name in enumerate(plan.unit_names):
        level = rng.normal(0, 0.04)
        for period in range(plan.periods):
            on = starts[name] is not None and period + 1 >= starts[name]
            share = 0.3 + level + rng.normal(0, 0.01) + change * on
            size = int(rng.poisson(40))
            found = [int(one) for one in rng.multinomial(size, [share, 0.3, 0.65 - share, 0.05])]
            counts.append((unit, period, found[0], size))
            parts.append((unit, period, *found))
            entries.append((unit, period, size, 2 * size, size))
    places = tuple(UnitArm(name) for name in plan.unit_names)
    cells = simulated.cells_of(plan, places, counts=counts, parts=parts, entries=entries)
    return json.loads(evaluate_trial(plan, None, cells))


@pytest.fixture(scope="module")
def described():
    plan = a_plan(BEFORE_AFTER)
    return plan, reported(plan, 0.08)


def test_description_without_a_test_is_no_evidence_of_nothing(described):
    plan, report = described
    assert report["engine"]["primary"]["p_value"] is None and report["engine"]["primary"]["low"] > 0
    verdict = report["verdict"]
    assert verdict["pattern"] == "described" and "nothing is tested" in verdict["headline"]
    assert "no evidence" not in json.dumps(verdict).lower()
    assert any("nothing was tested" in step for step in next_steps(plan, report))


def test_months_before_are_not_called_usual_practice(described):
    plan, report = described
    said = " ".join([*report["verdict"]["sentences"], *(value for _, value in key_rows(report, plan))])
    assert "Since the start against the months before" in said and "Usual practice" not in said


def test_what_people_decided_was_not_allocated():
    assert compared_words(a_plan(CONTROLLED)) == "Prompt against Usual practice, as decided beforehand"
    assert compared_words(simulated.a_plan()) == "Prompt against Usual practice, as allocated"


def test_parts_that_do_not_add_up_say_so():
    plan = a_plan(CONTROLLED, units=8, start=25, periods=48)
    report = reported(plan, 0.08)
    left = sum(one["value"] for one in report["decomposition"]["named"].values())
    assert abs(left) > 0.002 and "and not to nought" in parts_words(report)
    alone = {
        "decomposition": {"named": {part: {"value": 0.0} for part in ("oocr", "charge", "nfa", "other")}}
    }
    assert parts_words(alone) == parts_words({"decomposition": None}) == ""


def test_parts_of_several_arms_begin_with_the_contrast_of_the_verdict():
    plan = simulated.a_plan(arms=simulated.three_arms(), units=12, periods=14)
    draw = simulated.a_draw(plan)
    report = json.loads(evaluate_trial(plan, draw, simulated.drawn_cells(plan, draw, days=20, cases=20)))
    names = [name for name, *_ in part_rows(report, plan)]
    assert names[0] == "Out-of-court resolution, Prompt against Usual practice alone"
    assert all(name.endswith("arms together") for name in names[4:]) and len(names) == 12


def test_shares_of_other_months_are_marked_where_units_start_in_turn():
    assert "earlier months" in other_months_words(simulated.a_plan(design="stepped_wedge", units=8))
    assert other_months_words(simulated.a_plan()) == ""


def test_arms_are_called_by_their_titles():
    arms = (*simulated.three_arms()[:1], Arm(key="arm-1", title="Prompt", nudges=(("n", 1),)))
    plan = simulated.a_plan(arms=(*arms, Arm(key="arm-11", title="Letter", nudges=(("l", 1),))))
    said = in_titles("In the arm arm-1: harm. In the arm arm-11: none, as in disarm-1.", plan)
    assert said == "In the arm Prompt: harm. In the arm Letter: none, as in disarm-1."
