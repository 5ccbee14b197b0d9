"""Power in closed form against R's own distributions and published formulas."""

import pytest

from trials.stats import Allocation, Layout, Outcome, Plan, power, smallest_detectable_effect

PARALLEL = {"periods_after": 6, "cases": 40, "baseline": 0.3, "icc": 0.05, "cac": 0.8}
FOUR_STRATA = tuple((f"u{number}", f"s{number % 4}") for number in range(16))
EIGHT_PAIRS = tuple((f"a{number}", f"b{number}") for number in range(8))


def test_two_arms_are_rs_power_of_t():
    """R: power.t.test(n = 8, delta = 0.1, sd = sqrt(v), strict = TRUE), v the variance of a unit's mean.

    v = 0.35 * 0.65 * (0.05 * 0.8 + (0.05 * 0.2 + 0.95 / 40) / 6).
    """
    found = power(Plan("cluster_randomised"), 0.1, Layout(units=(8, 8), **PARALLEL))
    assert found.power == pytest.approx(0.447664894885, rel=1e-9)


def test_one_against_two_is_rs_noncentral_t():
    """R: pt(..., 13, ncp = 0.1 / sqrt(v * (1/5 + 1/10)))."""
    found = power(Plan("cluster_randomised"), 0.1, Layout(units=(5, 10), **PARALLEL))
    assert found.power == pytest.approx(0.382251354613, rel=1e-9)


@pytest.mark.parametrize(
    ("allocation", "df", "published"),
    [
        (Allocation("matched_pairs", pairs=EIGHT_PAIRS), 7, 0.395865779511),
        (Allocation("matched_pairs"), 7, 0.395865779511),
        (Allocation("stratified", strata=FOUR_STRATA), 11, 0.433255974011),
        (Allocation("stratified", strata=("north", "south", "east", "west")), 11, 0.433255974011),
    ],
)
def test_pairs_and_strata_cost_degrees_of_freedom(allocation, df, published):
    """R: the same on 7 and on 16 - 2 - 3 degrees of freedom."""
    plan = Plan("cluster_randomised", allocation=allocation)
    found = power(plan, 0.1, Layout(units=(8, 8), **PARALLEL))
    assert found.df == df and found.power == pytest.approx(published, rel=1e-9)


def test_difference_in_differences_is_rs_noncentral_t():
    """R: the same on 14, v of a mean of six periods less one of four; 6 units against 10."""
    layout = Layout(units=(6, 10), periods_before=4, **PARALLEL)
    found = power(Plan("difference_in_differences"), 0.1, layout)
    assert found.power == pytest.approx(0.888983233008, rel=1e-9)


def test_donner_and_klars_number_of_clusters_has_its_power():
    """Donner and Klar (2000), section 5.2: 14.0 clusters an arm for 30 against 40 %, 50 cases, ICC 0.02, power 80 %.

    Snedecor and Cochran's advice, which they repeat, is to add one an arm for the t.
    """
    layout = Layout(units=(15, 15), cases=50, baseline=0.3, icc=0.02)
    assert power(Plan("cluster_randomised"), 0.1, layout).power == pytest.approx(0.80, abs=0.01)


@pytest.mark.parametrize(
    ("correlations", "published"),
    [({"cac": 0.8}, 0.0645828465714), ({"cac": 0.0, "decay": 0.8}, 0.0660460794261)],
)
def test_error_of_a_wedge_is_rs_generalised_least_squares(correlations, published):
    """R: solve(t(X) %*% solve(V) %*% X) and its sandwich, V the planned weights, the truth as given."""
    layout = Layout(units=(2, 2, 2), periods_before=1, cases=40, baseline=0.3, icc=0.05, **correlations)
    found = power(Plan("stepped_wedge", icc=0.05, cac=0.8), 0.1, layout)
    assert found.standard_error == pytest.approx(published, rel=1e-9)


def test_error_of_a_series_is_rs_generalised_least_squares():
    """R: the same of step + mean(time after) * slope with one seasonal pair, 20 months before and 16 after."""
    layout = Layout(units=(1,), periods_before=20, periods_after=16, cases=200, baseline=0.3, icc=0.01,
                    cac=0.0, decay=0.3)  # fmt: skip
    found = power(Plan("interrupted_series"), 0.1, layout)
    assert found.standard_error == pytest.approx(0.055375342245, rel=1e-9)


def test_smallest_effect_near_the_ends_of_the_scale():
    """At a level of 97 % only three points are left to gain, and nearly all to lose."""
    layout = Layout(units=(20, 20), periods_after=12, cases=60, baseline=0.97, icc=0.02)
    up, down = (
        Plan("cluster_randomised", outcomes=(Outcome("a", better=way),)) for way in ("higher", "lower")
    )
    assert 0 < smallest_detectable_effect(up, layout) < 0.03
    assert smallest_detectable_effect(down, layout) < -smallest_detectable_effect(up, layout)
