"""A draw among balanced schemes is refused in words where there is nothing to balance, and nowhere else."""

import pytest

from tests.trials.planning_world import drawn_plan
from trials.planning.allocated import draw_problem
from trials.planning.balancing import balance_problem, differing
from trials.planning.trial_plan import AllocationRule, Unit
from trials.planning.validation import problems


def plan_of(count=8, *, factors=(), ratio=(), cases=lambda place: 40.0 + place, share=lambda place: 0.3):
    """A plan that draws among balanced schemes; without `share` the units have cases alone."""
    units = []
    for place in range(count):
        held = (("cases", cases(place)), *((("share", share(place)),) if share else ()))
        units.append(Unit(name=f"Unit {place:02d}", covariates=held))
    rule = AllocationRule(method="constrained", best_percent=10, factors=factors, ratio=ratio)
    return drawn_plan(units=tuple(units), allocation=rule)


def problem_of(plan):
    return balance_problem(plan.units, plan.allocation, len(plan.arms))


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (plan_of(), "The level in the past would be balanced, and every unit has the same"),
        (plan_of(factors=("share",)), "choose another method"),
        (plan_of(cases=lambda place: 40.0), "The number of cases a month and the level in the past"),
        (plan_of(factors=("age",)), "does not hold “age” of “Unit 00”"),
        (plan_of(9, factors=("cases",)), "9 units cannot be shared out 1 to 1"),
        (drawn_plan(allocation=AllocationRule(method="constrained")), "nothing to balance"),
    ],
)
def test_draw_with_nothing_to_balance_is_refused_before_the_seal(plan, words):
    assert words in problem_of(plan)
    assert ("allocation", problem_of(plan)) in problems(plan)
    assert draw_problem(plan), "the engine refuses it as well"


@pytest.mark.parametrize(
    "plan",
    [
        plan_of(factors=("cases",)),
        plan_of(share=None),
        plan_of(share=lambda place: 0.3 + 0.01 * place),
        plan_of(9, factors=("cases",), ratio=(2, 1)),
        drawn_plan(),
    ],
)
def test_what_the_engine_draws_is_not_refused(plan):
    assert problem_of(plan) == "" == draw_problem(plan)


def test_one_unit_without_a_figure_is_named():
    plan = plan_of(factors=("cases",))
    units = (*plan.units[:-1], Unit(name="New unit"))
    assert "“New unit”" in balance_problem(units, plan.allocation, 2)


def test_only_what_differs_is_balanced():
    assert differing((("cases", (1.0, 1.0)), ("share", (0.1, 0.2)))) == (("share", (0.1, 0.2)),)
