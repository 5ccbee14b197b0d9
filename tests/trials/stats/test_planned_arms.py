"""Power of several arms, pairs and groups of unlike units, against simulation with the actual default."""

import pytest

from trials.stats import Allocation, CannotEstimate, InputRefused, Layout, Plan, power, simulate_power

FOUR = {"periods_after": 6, "cases": 60, "baseline": 0.3, "icc": 0.05}
ARMS = ("control", "a", "b", "c")


def near(closed, simulated, *, points=0.02):
    """Within three standard errors of the simulation, and the points that the closed form may be off by."""
    return abs(closed.power - simulated.power) < 3 * simulated.standard_error + points


@pytest.mark.parametrize("design", ["cluster_randomised", "individually_randomised"])
@pytest.mark.parametrize("arms", [None, ARMS])
def test_several_arms_are_simulated_as_several(design, arms):
    sizes = {"cases": 60} if design == "cluster_randomised" else {"cases": 12}
    layout, plan = Layout(units=(8, 6, 6, 6), **{**FOUR, **sizes}), Plan(design, arms=arms)
    closed, simulated = power(plan, 0.15, layout), simulate_power(plan, 0.15, layout, runs=100)
    assert len(closed.by_arm) == len(simulated.by_arm) == 3
    assert near(
        closed, simulated, points=0.05
    )  # the least of three simulated shares, and Bonferroni for Holm


def test_contrast_the_plan_names_is_tested_alone():
    layout = Layout(units=(8, 8, 8, 8), **FOUR)
    plan = Plan("cluster_randomised", arms=ARMS, primary_contrast=("b", "a"))
    alone, all_three = power(plan, 0.12, layout), power(Plan("cluster_randomised"), 0.12, layout)
    assert alone.by_arm == (alone.power,) and alone.power > all_three.power + 0.05
    assert near(alone, simulate_power(plan, 0.12, layout, runs=150))
    first = Plan("cluster_randomised", arms=ARMS, primary_contrast=("b", "control"))
    assert near(power(first, 0.12, layout), simulate_power(first, 0.12, layout, runs=150))


def test_pairs_are_simulated_as_pairs():
    names = tuple((f"a{number}", f"b{number}") for number in range(5))
    plan = Plan("cluster_randomised", allocation=Allocation("matched_pairs", pairs=names))
    layout = Layout(units=(5, 5), **FOUR)
    closed, simulated = power(plan, 0.2, layout), simulate_power(plan, 0.2, layout, runs=200)
    assert closed.df == 4 and near(closed, simulated)
    assert closed.power < power(Plan("cluster_randomised"), 0.2, layout).power - 0.1


@pytest.mark.parametrize("few", [(10, 10, 10), (400, 400, 400)])
def test_few_treated_units_of_another_size_have_their_own_error(few):
    sizes = (80,) * 12 + few
    layout = Layout(
        units=(12, 3), periods_before=6, periods_after=6, cases=sizes, baseline=0.3, icc=0.01, cac=0.5
    )
    plan = Plan("difference_in_differences")
    closed, simulated = power(plan, 0.08, layout), simulate_power(plan, 0.08, layout, runs=300)
    assert near(closed, simulated)


def test_layout_of_other_arms_than_the_plans_is_refused():
    layout = Layout(units=(8, 8, 8), **FOUR)
    plan = Plan("cluster_randomised", arms=ARMS, primary_contrast=("a", "control"))
    with pytest.raises(InputRefused, match="4 arms and the layout has 3"):
        power(plan, 0.1, layout)
    with pytest.raises(InputRefused, match="does not name two arms"):
        power(Plan("cluster_randomised", arms=ARMS[:3], primary_contrast=("z", "control")), 0.1, layout)


def test_wedge_drawn_within_strata_has_fewer_orders():
    """Two sequences in three strata of two units: eight orders, and no p-value reaches 5 %."""
    strata = tuple((f"u{number}", f"s{number % 3}") for number in range(6))
    layout = Layout(units=(3, 3), periods_before=2, cases=60, baseline=0.3, icc=0.02)
    free = Plan("stepped_wedge")
    assert power(free, 0.2, layout).power > 0.1
    within = Plan("stepped_wedge", allocation=Allocation("stepped", strata=strata))
    with pytest.raises(CannotEstimate, match="8 possible"):
        power(within, 0.2, layout)
    assert simulate_power(within, 0.2, layout, runs=50).power == 0
