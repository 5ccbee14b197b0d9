"""Plans and a made-up past that tests of the assistant and of power share."""

from dataclasses import replace
from random import Random

from trials.planning.history_of import PlanningValues
from trials.planning.trial_plan import (
    AllocationRule,
    Arm,
    OutcomeLine,
    TrialPlan,
    Unit,
    Worthwhile,
)

ARMS = (Arm(key="control", title="Usual practice"), Arm(key="prompt", title="Prompt", nudges=(("n", 1),)))
GUARDRAIL = OutcomeLine(
    key="repeat_suspect_12m",
    title="Suspects named again",
    role="guardrail",
    better="lower",
    follow_up_days=365,
    margin=0.03,
)


def names(count):
    return tuple(f"Team {number:02d}" for number in range(count))


def values(count=12, **changes):
    """PlanningValues of equal units, as a past would give them."""
    known = {
        "units": names(count),
        "cases": (100.0,) * count,
        "months": 24,
        "baseline": 0.30,
        "icc": 0.05,
        "icc_high": 0.08,
        "cac": 0.8,
        "icc_estimate": 0.03,
        "icc_interval": (0.01, 0.09),
        "cac_interval": (0.4, 0.95),
        "parts": (("oocr", 0.30), ("charge", 0.45), ("nfa", 0.20), ("other", 0.05)),
    }
    return PlanningValues(**known | changes)


def plan(count=12, **changes):
    """A parallel trial of that many units: a year before, a year after."""
    known = {
        "question": "Does a prompt lead to more out-of-court resolutions?",
        "behaviour": "Deciding on an eligible case.",
        "population": "Eligible cases of the units.",
        "arms": ARMS,
        "units": tuple(Unit(name=name) for name in names(count)),
        "design": "cluster_randomised",
        "measure": "oocr_of_eligible_within_w",
        "measure_version": "1",
        "follow_up_days": 120,
        "first_period": "2025-01-01",
        "start": 13,
        "periods": 24,
        "allocation": AllocationRule(method="simple"),
        "primary_contrast": ("prompt", "control"),
        "worthwhile": Worthwhile(effect=0.10, reason="Ten more in a hundred pay for the training."),
        "analysis_seed": 7,
        "outcomes": (GUARDRAIL,),
    }
    return TrialPlan(**known | changes)


def wedge(count=10, **changes):
    """A stepped wedge: two months before, then a step every two months."""
    known = {
        "design": "stepped_wedge",
        "start": 3,
        "step_periods": 2,
        "periods": 12,
        "allocation": AllocationRule(method="stepped", ratio=(2,) * 5),
    }
    return plan(count, **known | changes)


def past(count=12, months=24, cases=60, seed=5, level=0.30, apart=0.05):
    """[(unit, period, events, cases)]: units differ in level, months little."""
    source, rows = Random(seed), []
    for name in names(count):
        own = level + source.gauss(0, apart)
        for period in range(1, months + 1):
            chance = min(max(own + source.gauss(0, 0.02), 0.01), 0.99)
            rows.append((name, period, sum(source.random() < chance for _ in range(cases)), cases))
    return rows


def with_effect(found, effect, reason="It pays for itself."):
    return replace(found, worthwhile=Worthwhile(effect=effect, reason=reason))
