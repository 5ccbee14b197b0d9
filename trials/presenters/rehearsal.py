"""A rehearsal as pages: three truths, what the result page would say of each, and that none of it is a result."""

from trials.planning.trial_plan import TrialPlan
from trials.planning.truths import SCENARIOS
from trials.presenters.trial_result import present_report

MARK = "REHEARSAL – synthetic"
WORDS = {
    "no-effect": "The nudge changes nothing, so whatever the page finds here is chance.",
    "hoped-effect": "The nudge moves just the effect you called worthwhile, and charges fall by as much.",
    "net-widening": "Cases that would have ended in no further action are resolved out of court; charges stay.",
}


def list_page(rehearsal):
    """[{"key", "title", "words", "headline"}] of the scenarios that were made."""
    return [
        {
            "key": one["key"],
            "title": SCENARIOS[one["key"]],
            "words": WORDS[one["key"]],
            "headline": one["report"]["verdict"]["headline"],
        }
        for one in rehearsal.scenarios
    ]


def scenario_of(rehearsal, key):
    """The stored scenario of that key, or None."""
    return next((one for one in rehearsal.scenarios if one["key"] == key), None)


def scenario_page(rehearsal, scenario):
    """The context of the result page as it would be, with its mark and what the truth was."""
    plan = TrialPlan.from_json(rehearsal.plan)
    return present_report(plan, scenario["report"]) | {
        "rehearsal_mark": MARK,
        "truth": SCENARIOS[scenario["key"]],
        "truth_words": WORDS[scenario["key"]],
        "charts": {one["key"]: one for one in scenario["charts"]},
        "chart_url": "trials:rehearsed_chart",
        "chart_of": scenario["key"],
    }
