"""Three answers lead to the strongest design that is feasible, and what is called infeasible the engine refuses too."""

import datetime
from dataclasses import fields, replace

import pytest

from tests.trials.assistant.plans import names, values
from trials.planning.allocated import draw_problem
from trials.planning.assistant import LADDER, PILOT, Answers, Start, Who, advise, orders
from trials.planning.defaults import first_draft
from trials.planning.filling import BY_HAND, Given, fill, reasons
from trials.planning.power_page import power_figures
from trials.planning.trial_plan import HarmWeights, LookLine, StopRule, SurveyPair, TrialPlan
from trials.planning.validation import problems
from trials.presenters.assistant import field_rows, said

NUDGE = ("00000000-0000-4000-8000-000000000001", 1, "Prompt")


def answers(who=Who.UNITS, start=Start.CHANCE, units=10, months=24):
    return Answers(who=who, start=start, units=units, months_before=months)


def filled(design, count=10, months=24, **changes):
    draft = first_draft(title="Prompt", question="", nudges=(NUDGE,), synthetic=True)
    known = {
        "title": "Prompt",
        "design": design,
        "units": names(count),
        "months_before": months,
        "go_live": datetime.date(2027, 2, 1),
        "effect": 0.08,
        "reason": "It pays for the training.",
        "cases": tuple(90.0 + number for number in range(count)),
        "shares": tuple(0.2 + 0.01 * number for number in range(count)),
    }
    return fill(draft, Given(**known | changes))


@pytest.mark.parametrize(
    ("given", "design"),
    [
        (answers(Who.CASES), "individually_randomised"),
        (answers(), "cluster_randomised"),
        (answers(Who.EVERYBODY), "stepped_wedge"),
        (answers(Who.EVERYBODY, units=3), "interrupted_series"),
        (answers(start=Start.STAGGERED), "staggered_adoption"),
        (answers(start=Start.FIXED), "difference_in_differences"),
        (answers(start=Start.FIXED, units=3), "controlled_series"),
        (answers(Who.EVERYBODY, Start.FIXED), "interrupted_series"),
        (answers(Who.EVERYBODY, Start.FIXED, months=7), PILOT),
        (answers(units=2, months=3), PILOT),
    ],
)
def test_answers_lead_to_the_strongest_feasible_design(given, design):
    assert advise(given).chosen.design == design


def test_every_set_of_answers_gets_a_design_and_a_reason_against_each_stronger_one():
    for who in Who:
        for start in Start:
            for units in (1, 2, 3, 4, 10, 40):
                for months in (0, 7, 8, 24):
                    found = advise(answers(who, start, units, months))
                    assert found.chosen.feasible and found.chosen.why
                    assert all(not rung.feasible and rung.why for rung in found.stronger)
                    assert len(found.stronger) < len(LADDER)


@pytest.mark.parametrize("months", [0, 7, 8, 24])
@pytest.mark.parametrize("units", [4, 6, 10, 24])
def test_advised_design_is_one_whose_power_the_engine_can_give(units, months, monkeypatch):
    monkeypatch.setattr("trials.planning.power_page.RUNS", 1)
    monkeypatch.setattr("trials.planning.power_page.grid_of", lambda *args: ())
    monkeypatch.setattr("trials.planning.power_page.needed", lambda *args: {})
    for who in Who:
        for start in Start:
            design = advise(answers(who, start, units, months)).chosen.design
            if design != PILOT:
                found = power_figures(filled(design, units, months), values(units))
                assert found.power is not None, (design, found.refused)


@pytest.mark.parametrize("units", [2, 3])
def test_wedge_that_the_ladder_refuses_is_one_that_the_engine_refuses(units):
    assert not next(rung for rung in map_ladder(units) if rung.design == "stepped_wedge").feasible
    assert power_figures(filled("stepped_wedge", units), values(units)).power is None


def map_ladder(units):
    return [rung(answers(Who.EVERYBODY, units=units)) for rung in LADDER]


def test_series_that_the_ladder_refuses_is_one_that_the_engine_refuses():
    found = power_figures(filled("interrupted_series", months=7), values())
    assert found.power is None and "7 periods before" in found.refused


def test_orders_are_counted_as_the_engine_hands_steps_out():
    assert [orders(units) for units in (1, 2, 3, 4, 6)] == [1, 2, 6, 24, 720]
    assert orders(10) == 3628800 // (2**4)  # six steps, four of them with two units


@pytest.mark.parametrize(
    "design",
    [
        "individually_randomised", "cluster_randomised", "stepped_wedge", "staggered_adoption",
        "difference_in_differences", "controlled_series", "interrupted_series", PILOT,
    ],
)  # fmt: skip
def test_filled_plan_has_no_fault_and_a_sentence_for_every_field(design):
    made = filled(design)
    assert problems(made) == []
    said = reasons(made)
    assert set(said) == {field.name for field in fields(TrialPlan)}
    assert all(text.endswith(".") and len(text) < 130 for text in said.values())
    assert TrialPlan.from_json(made.to_json()).to_json() == made.to_json()
    assert made.is_pilot == (design == PILOT)
    assert BY_HAND not in said.values()


def test_what_was_put_in_by_hand_is_said_and_not_called_none():
    draft = filled("stepped_wedge")
    harm = HarmWeights(by="offence", named="Ours, 2026", weights=(("Theft offences", 1.0),))
    survey = SurveyPair(
        before="1", before_title="Spring", instrument="com_b_brief", instrument_version=1, after_month=9
    )
    more = {
        "harm": harm, "survey": survey, "looks": (LookLine(after_period=9, planned_information=0.5),),
        "subgroups": ("ethnicity",), "covariates": ("size",),
        "stop_rules": (StopRule(key="a", guardrail="charged", threshold=0.2, text="Stop at a fifth"),),
    }  # fmt: skip
    plan = replace(draft, **more)
    rows = {why: how for _, how, why in field_rows(plan, reasons(plan))}
    assert {name for name, why in reasons(plan).items() if why == BY_HAND} == {*more}
    assert all(isinstance(how, str) and how for how in rows.values())
    assert not [how for how in rows.values() if "oocr" in how or how.startswith("20")], (
        "a key, or a day as stored"
    )
    assert said(plan, "harm") == "Ours, 2026: Theft offences 1" and "“Spring”" in said(plan, "survey")


def test_first_month_lies_as_far_back_as_the_history_at_most_two_years():
    assert filled("cluster_randomised", months=60).first_period == "2025-02-01"
    short = filled("cluster_randomised", months=5)
    assert (short.first_period, short.start, short.periods) == ("2026-09-01", 6, 17)
    assert filled("cluster_randomised", months=0).start == 1


@pytest.mark.parametrize(
    ("changes", "names", "method", "words"),
    [
        ({}, ("cases", "share"), "constrained", "leave the arms most alike"),
        ({"cases": (100.0,) * 10}, ("share",), "constrained", "cases a month is left out, as every unit has"),
        ({"shares": (0.2,) * 10}, ("cases",), "constrained", "level in the past is left out"),
        ({"shares": (0.2,) * 10, "cases": (100.0,) * 10}, (), "simple", "balances nothing"),
        ({"shares": (), "cases": ()}, (), "simple", "balances nothing"),
    ],
)
def test_past_that_is_the_same_in_every_unit_is_left_out_with_the_reason(changes, names, method, words):
    made = filled("cluster_randomised", **changes)
    assert {tuple(name for name, _ in unit.covariates) for unit in made.units} == {names}
    assert made.allocation.method == method and words in reasons(made)["allocation"]
    assert problems(made) == [] and draw_problem(made) == ""


@pytest.mark.parametrize("count", [8, 9])
def test_units_that_cannot_be_shared_out_evenly_are_drawn_freely(count):
    made = filled("cluster_randomised", count)
    assert made.allocation.method == ("constrained" if count == 8 else "simple")
    assert problems(made) == [] and draw_problem(made) == ""


def test_without_a_nudge_an_arm_stands_in_for_it():
    draft = first_draft(title="Prompt", question="")
    given = Given(
        title="Prompt", design="stepped_wedge", units=names(6), months_before=0, effect=0.1, reason="Pays.",
        go_live=datetime.date(2027, 2, 1),
    )  # fmt: skip
    made = fill(draft, given)
    assert [arm.title for arm in made.arms] == ["Usual practice", "Prompt"]
    assert [field for field, _ in problems(made)] == ["arms"]  # an approved nudge is still to be chosen
    assert replace(made, arms=()).primary_contrast == ("nudge", "control")


def test_question_that_was_asked_stays():
    draft = first_draft(title="Prompt", question="Does it work?", nudges=(NUDGE,))
    assert fill(draft, some_answers()).question == "Does it work?"
    assert "lead to" in filled("stepped_wedge").question


@pytest.mark.parametrize("design", ["interrupted_series", PILOT])
def test_without_a_comparison_the_question_asks_of_no_cause(design):
    assert "lead to" not in filled(design).question and "After “Prompt” starts" in filled(design).question


def some_answers():
    return Given(
        title="Prompt", design="stepped_wedge", units=names(6), months_before=0, effect=0.1, reason="Pays.",
        go_live=datetime.date(2027, 2, 1),
    )  # fmt: skip
