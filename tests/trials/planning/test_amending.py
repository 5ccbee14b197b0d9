"""What an amendment may not touch once a look has spent a part of the error."""

from dataclasses import replace

import pytest

from tests.trials.running.cases import with_look
from trials.planning.amending import refusal_of_looks
from trials.planning.trial_plan import LookLine
from trials.stats.arithmetic.group_sequential import next_bound, obrien_fleming_spending

PLAN = with_look()
LATER = LookLine(after_period=17, planned_information=0.8)


def test_looks_and_months_may_be_added_after_a_look():
    assert refusal_of_looks(PLAN, 1, replace(PLAN, looks=(*PLAN.looks, LATER), periods=20)) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"looks": ()},
        {"looks": (LookLine(after_period=16, planned_information=0.5),)},
        {"looks": (LookLine(after_period=15, planned_information=0.1),)},
        {"max_information": 9000.0},
        {"alpha": 0.1},
    ],
)
def test_what_a_taken_look_spent_cannot_be_changed(change):
    assert refusal_of_looks(PLAN, 1, replace(PLAN, **change))


def test_information_set_anew_after_a_look_would_spend_the_error_twice():
    """Half of it spent at a look that later counts for a twentieth: what that look took is there again at the end."""
    alpha, honest = 0.05, obrien_fleming_spending(0.05, 0.5)
    first = next_bound([], 0.5, alpha, final=False)
    forgetful = next_bound([], 0.05, alpha, final=False)
    kept = next_bound([(0.5, first)], 1.0, alpha, final=True)
    again = next_bound([(0.05, forgetful)], 1.0, alpha, final=True)
    assert again < kept and honest > 0.003
