from dataclasses import replace

import pytest

from tests.trials.planning_world import NUDGE, drawn_plan, whole_plan
from trials.planning import power_found
from trials.planning.defaults import SUGGESTED, arm_of, first_draft
from trials.planning.trial_plan import AllocationRule, Arm, LookLine, OutcomeLine, StopRule, Unit, Worthwhile
from trials.planning.validation import power_refusal, problems, problems_by_field
from trials.planning.wording import DESIGN_HINTS, METHOD_LABELS
from trials.stats import powering
from trials.stats.allocation_method import all_methods
from trials.stats.strategy import all_designs

ANOTHER = Arm(key="another", title="Card", nudges=((NUDGE[0], 2),))
FAULTS = (
    ({"question": " "}, "question"),
    ({"population": ""}, "population"),
    ({"arms": (arm_of(NUDGE), ANOTHER)}, "arms"),
    ({"arms": (*whole_plan().arms, replace(ANOTHER, nudges=()))}, "arms"),
    ({"arms": (*whole_plan().arms, replace(ANOTHER, title=whole_plan().arms[0].title))}, "arms"),
    ({"units": ()}, "units"),
    ({"units": (Unit(name="A"), Unit(name="A"))}, "units"),
    ({"basis": "recorded"}, "measure"),
    ({"first_period": "2026-01-02"}, "first_period"),
    ({"first_period": ""}, "first_period"),
    ({"start": 19}, "start"),
    ({"start": 1}, "start"),
    ({"periods": 0}, "periods"),
    ({"washout": 6}, "washout"),
    ({"design": "guess"}, "design"),
    ({"arms": (*whole_plan().arms, ANOTHER)}, "design"),
    ({"allocation": AllocationRule(method="simple")}, "allocation"),
    ({"primary_contrast": ("control", "control")}, "primary_contrast"),
    ({"worthwhile": Worthwhile(effect=0.0, reason="None.")}, "worthwhile"),
    ({"worthwhile": Worthwhile(effect=0.1, reason="")}, "worthwhile"),
    ({"outcomes": (replace(SUGGESTED[2], margin=None),)}, "outcomes"),
    ({"outcomes": (SUGGESTED[0], SUGGESTED[0])}, "outcomes"),
    ({"outcomes": (OutcomeLine(key="x", title="X", role="primary"),)}, "outcomes"),
    ({"looks": (LookLine(after_period=18, planned_information=0.5),)}, "looks"),
    ({"looks": (LookLine(after_period=15, planned_information=1.0),)}, "looks"),
    (
        {"looks": (LookLine(after_period=15, planned_information=0.5),)},
        "looks",
    ),  # nothing is drawn: one analysis
    ({"stop_rules": (StopRule(key="x", guardrail="unknown", threshold=0.5, text="x"),)}, "stop_rules"),
)
FAULTS_OF_A_DRAW = (
    ({"design": "individually_randomised", "weights": "precision"}, "design"),
    ({"allocation": None}, "allocation"),
    ({"allocation": AllocationRule(method="stratified")}, "allocation"),
    ({"allocation": AllocationRule(method="matched_pairs")}, "allocation"),
    ({"allocation": AllocationRule(method="stepped")}, "allocation"),
    ({"allocation": AllocationRule(method="simple", ratio=(1, 2, 3))}, "allocation"),
    ({"allocation": AllocationRule(method="simple", sequential=True)}, "allocation"),
    ({"design": "stepped_wedge", "step_periods": 1}, "allocation"),
    ({"design": "stepped_wedge", "allocation": AllocationRule(method="stepped")}, "step_periods"),
    ({"safety_monitor": ""}, "safety_monitor"),
)


def test_whole_plans_have_no_fault():
    assert problems(whole_plan()) == problems(drawn_plan()) == []


@pytest.mark.parametrize(("changes", "field"), FAULTS)
def test_each_fault_is_said_under_its_field(changes, field):
    assert field in problems_by_field(whole_plan(**changes))


@pytest.mark.parametrize(("changes", "field"), FAULTS_OF_A_DRAW)
def test_each_fault_of_a_drawn_plan_is_said_under_its_field(changes, field):
    assert field in problems_by_field(drawn_plan(**changes))


def test_first_draft_lacks_what_a_person_must_choose_and_nothing_else():
    draft = first_draft(title="Prompt", question="Does it?", nudges=(NUDGE,), first_period="2026-01-01")
    assert set(problems_by_field(draft)) == {"behaviour", "units", "allocation", "worthwhile"}


def test_least_power_is_the_engines_own():
    assert power_found.WANTED == powering.WANTED


def test_pilot_is_asked_for_no_power():
    weak = Worthwhile(effect=0.05, reason="Small.")
    assert power_refusal(whole_plan(worthwhile=weak))
    assert power_refusal(whole_plan(worthwhile=weak, is_pilot=True)) == ""


def test_every_design_and_method_of_the_engine_has_its_words():
    assert set(DESIGN_HINTS) == set(all_designs())
    assert set(METHOD_LABELS) == set(all_methods())
