"""From a plan to what is drawn, and from the draw to each unit's arm and start."""

import json

import pytest

from tests.trials.allocation.plans import THREE, in_turn_value, plan_value
from trials.planning.allocated import (
    arms_by_unit,
    draw_arguments,
    draw_problem,
    engine_allocation,
    rule_in_turn,
    start_by_unit,
    starts_of_steps,
    unit_rows,
)
from trials.stats import allocate

METHODS = ("simple", "stratified", "matched_pairs", "constrained", "minimisation", "stepped")


def drawn(plan, seed=11):
    return allocate(unit_rows(plan), seed=seed, **draw_arguments(plan))


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_every_unit_an_arm_of_the_plan(method):
    plan = plan_value(method, rule={"factors": ("stratum",)} if method == "minimisation" else {})
    arms = arms_by_unit(plan, drawn(plan).to_json())
    assert set(arms) == set(plan.unit_names)
    assert set(arms.values()) == ({"checklist"} if method == "stepped" else {"control", "checklist"})


@pytest.mark.parametrize("method", METHODS)
def test_engine_gets_the_allocation_it_would_have_given_itself(method):
    plan = plan_value(method)
    found = drawn(plan)
    assert engine_allocation(found.to_json()) == found.as_plan()


def test_ratio_and_three_arms_are_followed():
    plan = plan_value("simple", arms=THREE, rule={"ratio": (2, 1, 1)})
    arms = list(arms_by_unit(plan, drawn(plan).to_json()).values())
    assert {arm: arms.count(arm) for arm in set(arms)} == {"control": 4, "checklist": 2, "prompt": 2}


def test_control_starts_never_and_the_others_at_the_start():
    plan = plan_value()
    text = drawn(plan).to_json()
    arms, starts = arms_by_unit(plan, text), start_by_unit(plan, text)
    assert {arms[unit] for unit in starts if starts[unit] is None} == {"control"}
    assert {starts[unit] for unit in starts if arms[unit] == "checklist"} == {plan.start}


def test_steps_begin_at_the_start_and_each_has_room_for_its_step():
    plan = plan_value("stepped")
    assert starts_of_steps(plan) == (5, 7, 9, 11)
    starts = start_by_unit(plan, drawn(plan).to_json())
    assert sorted(starts.values()) == [5, 5, 7, 7, 9, 9, 11, 11]


def test_there_are_never_more_steps_than_units():
    plan = plan_value("stepped", periods=40)
    assert len(starts_of_steps(plan)) == len(plan.units)


def test_without_a_draw_units_have_what_people_decided():
    from dataclasses import replace

    plan = plan_value(allocation=None, design="difference_in_differences")
    first = replace(plan.units[0], arm="checklist", start=8)
    plan = replace(plan, units=(first, replace(plan.units[1], arm="checklist"), *plan.units[2:]))
    assert arms_by_unit(plan)["Team 00"] == "checklist" and arms_by_unit(plan)["Team 05"] == "control"
    starts = start_by_unit(plan)
    assert (starts["Team 00"], starts["Team 01"], starts["Team 05"]) == (8, 5, None)


def test_cases_in_turn_have_no_arm_by_unit_and_the_engine_knows_their_ratio():
    plan = in_turn_value("simple", arms=THREE, rule={"ratio": (2, 1, 1)})
    text = json.dumps(rule_in_turn(plan).published())
    assert arms_by_unit(plan, text) == {} and set(start_by_unit(plan, text).values()) == {plan.start}
    assert engine_allocation(text).arms == (("control", 2), ("checklist", 1), ("prompt", 1))


def test_attribute_that_one_unit_lacks_is_left_out():
    plan = plan_value(units=tuple(unit.__class__(name=unit.name) for unit in plan_value().units))
    assert unit_rows(plan) == [{"unit": name} for name in plan.unit_names]


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (plan_value("constrained", rule={"ratio": (2, 1)}), "cannot be split"),
        (in_turn_value("matched_pairs"), "all units at once"),
        (in_turn_value("minimisation", rule={"factors": ("offence",), "coin_percent": 100}), "coin_percent"),
        (plan_value("stepped", step_periods=8), "arms"),
        (plan_value(), ""),
        (in_turn_value("stratified"), ""),
    ],
)
def test_plan_that_cannot_be_drawn_is_told_before_it_is_sealed(plan, words):
    assert words in draw_problem(plan) and bool(words) == bool(draw_problem(plan))
