"""Closed-form power against published figures and against simulation with the actual default."""

from math import inf

import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from statsmodels.stats.power import NormalIndPower

from tests.trials.stats.reference import reference_json
from trials.stats import (
    CannotEstimate,
    InputRefused,
    Layout,
    Outcome,
    Plan,
    analyse,
    power,
    power_grid,
    simulate_power,
    smallest_detectable_effect,
)
from trials.stats.arithmetic.nested_gls import Variances
from trials.stats.arithmetic.power_of_t import marginal_variance, power_of_t, wedge_variance
from trials.stats.powers.stepped_wedge import p_values, periods, starts
from trials.stats.precision import all_powers
from trials.stats.simulated import draw_counts, draw_frame

WEDGE = Plan("stepped_wedge", icc=0.05, cac=0.8)
Z = -ndtri(0.025)


def wedge_pattern(sequences: int, each: int) -> np.ndarray:
    """Treatment (units, steps): sequence k of 1, 2 … starts after step k."""
    pattern = np.arange(sequences + 1)[None, :] > np.arange(sequences)[:, None]
    return np.repeat(pattern.astype(float), each, axis=0)


@pytest.mark.parametrize("tau", [0.01, 0.015, 0.02, 0.025])
def test_power_equals_hussey_and_hughes(tau):
    treated, middle = wedge_pattern(4, 6), 0.05 - 0.018 / 2
    variances = Variances(tau**2, 0.0, middle * (1 - middle))
    found = _normal_power(treated, np.full(treated.shape, 100.0), variances, 0.018)
    assert found == pytest.approx(reference_json("power", "expected_R.json")[f"HH_tau{tau:g}"], rel=1e-7)


@pytest.mark.parametrize(("cac", "name"), [(0.8, "sw_icc_cac"), (1.0, "sw_icc_cac1")])
def test_power_equals_published_for_icc_and_cac(cac, name):
    treated = wedge_pattern(6, 2)
    spread = 0.335 * 0.665 / 0.95  # swCRTdesign takes p(1 - p) as the variance within a unit alone
    variances = Variances(*(spread * part for part in (0.05 * cac, 0.05 * (1 - cac), 0.95)))
    found = _normal_power(treated, np.full(treated.shape, 50.0), variances, 0.07)
    assert found == pytest.approx(reference_json("power", "expected_R.json")[name], rel=1e-7)


def _normal_power(treated, size, variances, effect):
    steps = treated.shape[1]
    own = variances.gamma2 + variances.sigma2 / size[0]
    true = np.broadcast_to(variances.tau2 + np.diag(own), (len(treated), steps, steps))
    return power_of_t(effect / np.sqrt(wedge_variance(treated, size, variances, true)), Z, inf)


@pytest.mark.parametrize("link", ["identity", "logit"])
def test_marginal_power_equals_swdpwr(link):
    treated = wedge_pattern(2, 6)
    logit = link == "logit"
    turn = (lambda p: np.log(p / (1 - p))) if logit else (lambda p: p)
    start, end, reached = turn(0.2), turn(0.3), turn(0.4)
    linear = np.linspace(start, end, 3) + (reached - end) * treated
    mean = 1 / (1 + np.exp(-linear)) if logit else linear
    se = np.sqrt(marginal_variance(treated, 30, mean, 0.01, 0.005, logit))
    ours, published = (
        reference_json("power", "expected_py.json"),
        reference_json("power", "expected_swdpwr.json"),
    )
    shift = (reached - end) / se
    found = power_of_t(shift, Z, inf) - ndtr(-shift - Z)  # it counts findings in the right direction alone
    assert [found, se] == pytest.approx(ours[f"marg_{link}"], rel=1e-6)
    assert round(found, 3) == published[f"marg_{link}"]["power"]


@pytest.mark.parametrize(("sequences", "each", "effect"), [(6, 2, 0.07), (4, 2, 0.1), (6, 4, 0.05)])
def test_closed_form_of_the_wedge_lies_within_simulation_error(sequences, each, effect):
    layout = Layout(units=(each,) * sequences, periods_before=1, cases=50, baseline=0.3, icc=0.05, cac=0.8)
    closed, simulated = power(WEDGE, effect, layout), simulate_power(WEDGE, effect, layout, runs=2000)
    # 3 standard errors of the simulation, and 1 point that the t stands in for a permutation
    assert abs(closed.power - simulated.power) < 3 * simulated.standard_error + 0.01


def test_simulated_p_values_are_those_the_analysis_gives():
    plan = Plan("stepped_wedge", seed=4)
    layout = Layout(units=(2, 2, 2), periods_before=1, cases=40, baseline=0.3, icc=0.05)
    found = p_values(plan, layout, 0.1, 3)
    counts = draw_counts(
        layout, starts(layout), periods(layout), 0.1, 3, np.random.Generator(np.random.PCG64(4))
    )
    frame = draw_frame(layout, starts(layout), periods(layout), 0.1, np.random.default_rng(1))
    for turn in range(3):
        table = frame.assign(events=counts[..., turn].ravel())
        assert analyse(plan, table).primary.p_value == pytest.approx(found[turn])


@pytest.mark.parametrize("design", ["cluster_randomised", "difference_in_differences"])
@pytest.mark.parametrize("before", [2, 8])
def test_closed_form_of_two_groups_lies_within_simulation_error(design, before):
    layout = Layout(
        units=(8, 8), periods_before=before, periods_after=4, cases=40, baseline=0.3, icc=0.05, cac=0.8
    )
    closed = power(Plan(design), 0.12, layout)
    simulated = simulate_power(Plan(design), 0.12, layout, runs=200)
    assert abs(closed.power - simulated.power) < 3 * simulated.standard_error + 0.02


def test_smallest_detectable_effect_is_found_with_the_power_asked_for():
    for scale in ("risk_difference", "log_risk_ratio", "log_odds_ratio"):
        for better in ("higher", "lower"):
            plan = Plan("stepped_wedge", scale=scale, outcomes=(Outcome("a", better=better),))
            layout = Layout(units=(3, 3, 3, 3), periods_before=1, cases=80, baseline=0.4, icc=0.03)
            effect = smallest_detectable_effect(plan, layout)
            assert (effect > 0) == (better == "higher")
            assert power(plan, effect, layout).power == pytest.approx(0.8, abs=1e-6)


def test_more_units_help_and_more_cases_soon_stop_helping():
    def found(units, cases):
        layout = Layout(units=(units, units), periods_after=6, cases=cases, baseline=0.35, icc=0.05)
        return power(Plan("cluster_randomised"), 0.08, layout).power

    assert found(6, 50) < found(12, 50) < found(24, 50)
    assert found(6, 10_000) - found(6, 500) < 0.01


def test_several_arms_share_dunnetts_bound():
    two = Layout(units=(8, 8), periods_after=6, cases=50, baseline=0.35, icc=0.05)
    four = Layout(units=(8, 8, 8, 8), periods_after=6, cases=50, baseline=0.35, icc=0.05)
    plan = Plan("cluster_randomised")
    found = power(plan, 0.12, four)
    assert len(found.by_arm) == 3
    # Dunnett (1955), table 2b: two-sided 5 %, three treatments, 28 degrees of freedom lie between the
    # 2.49 of 30 and the 2.51 of 24
    assert 2.48 < all_powers()["cluster_randomised"].precision(plan, four).bound < 2.52
    assert found.power < power(plan, 0.12, Layout(units=(8, 8), **_rest(two))).power + 0.1


def _rest(layout):
    return {"periods_after": layout.periods_after, "cases": 50, "baseline": 0.35, "icc": 0.05}


def test_unlike_sizes_and_decaying_correlation_are_read():
    sizes = (10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120)
    even = Layout(units=(2,) * 6, periods_before=1, cases=65, baseline=0.3, icc=0.05, cac=0.8)
    uneven = Layout(units=(2,) * 6, periods_before=1, cases=sizes, baseline=0.3, icc=0.05, cac=0.8)
    decaying = Layout(units=(2,) * 6, periods_before=1, cases=65, baseline=0.3, icc=0.05, cac=0.0, decay=0.8)
    assert power(WEDGE, 0.07, uneven).power < power(WEDGE, 0.07, even).power
    assert power(WEDGE, 0.07, decaying).power != power(WEDGE, 0.07, even).power


def test_grid_holds_a_figure_for_every_layout_and_effect():
    layouts = [Layout(units=(n, n, n), periods_before=1, baseline=0.3, icc=0.05) for n in (2, 4)]
    grid = power_grid(WEDGE, layouts, [0.05, 0.1])
    assert [(row["units"], row["effect"]) for row in grid] == [(6, 0.05), (6, 0.1), (12, 0.05), (12, 0.1)]
    assert all(0 <= row["power"] <= 1 for row in grid)


def test_designs_without_a_test_and_impossible_layouts_are_refused_in_words():
    layout = Layout(units=(1,), periods_before=12, periods_after=12, baseline=0.3, icc=0.01, cac=0.0)
    with pytest.raises(InputRefused, match="makes no test"):
        power(Plan("before_after"), 0.1, layout)
    with pytest.raises(InputRefused, match="two sequences"):
        power(WEDGE, 0.1, layout)
    with pytest.raises(InputRefused, match="outside 0 to 1"):
        power(Plan("interrupted_series"), 0.8, layout)
    with pytest.raises(CannotEstimate):
        power(WEDGE, 0.1, Layout(units=(1, 1, 1), periods_before=1, baseline=0.3, icc=0.05))
    with pytest.raises(CannotEstimate):
        smallest_detectable_effect(
            WEDGE, Layout(units=(2, 2), periods_before=1, cases=1, baseline=0.9, icc=0.5)
        )


@pytest.mark.parametrize(
    "values", [{"units": (0, 2)}, {"cases": (1, 2, 3)}, {"icc": 1.0}, {"baseline": 0}, {"periods_before": -1}]
)
def test_layout_outside_its_rules_is_refused(values):
    with pytest.raises(InputRefused):
        Layout(**{"units": (4, 4), "baseline": 0.3, "icc": 0.05, **values})


def test_upper_limit_of_a_series_is_named_so():
    layout = Layout(
        units=(1,), periods_before=24, periods_after=24, cases=200, baseline=0.3, icc=0.01, cac=0.0
    )
    found = power(Plan("interrupted_series"), 0.1, layout)
    assert found.method.startswith("Upper limit")
    assert found.power > simulate_power(Plan("interrupted_series"), 0.1, layout, runs=100).power - 0.1


def test_one_cohort_has_the_power_of_a_difference_in_differences():
    layout = Layout(units=(9, 7), periods_before=3, periods_after=4, periods_per_step=4, cases=40, baseline=0.3,
                    icc=0.05, cac=0.8)  # fmt: skip
    methods = all_powers()
    staggered = methods["staggered_adoption"].precision(Plan("staggered_adoption"), layout)
    assert staggered.se == pytest.approx(
        methods["difference_in_differences"].precision(Plan("difference_in_differences"), layout).se, rel=1e-9
    )


def test_closed_form_of_staggered_starts_lies_within_simulation_error():
    layout = Layout(units=(8, 4, 4), periods_before=3, periods_per_step=3, cases=60, baseline=0.3, icc=0.05,
                    cac=0.8)  # fmt: skip
    plan = Plan("staggered_adoption")
    closed, simulated = power(plan, 0.1, layout), simulate_power(plan, 0.1, layout, runs=150)
    assert abs(closed.power - simulated.power) < 3 * simulated.standard_error + 0.03


def test_comparison_units_without_movement_of_their_own_leave_the_power_of_the_series():
    series = Layout(
        units=(2,), periods_before=24, periods_after=12, cases=200, baseline=0.3, icc=0.01, cac=0.0
    )
    sizes = (1e9,) * 40 + (200,) * 2
    many = Layout(units=(40, 2), periods_before=24, periods_after=12, cases=sizes, baseline=0.3, icc=0.0)
    alone = Layout(units=(2,), periods_before=24, periods_after=12, cases=200, baseline=0.3, icc=0.0)
    controlled = power(Plan("controlled_series"), 0.05, many).power
    assert controlled == pytest.approx(power(Plan("interrupted_series"), 0.05, alone).power, abs=1e-6)
    few = Layout(
        units=(2, 2), periods_before=24, periods_after=12, cases=200, baseline=0.3, icc=0.01, cac=0.0
    )
    assert (
        power(Plan("controlled_series"), 0.05, few).power
        < power(Plan("interrupted_series"), 0.05, series).power
    )
    assert power(Plan("controlled_series"), 0.05, few).method.startswith("Upper limit")


def test_power_of_single_cases_equals_statsmodels():
    layout = Layout(units=(1, 1), cases=(400, 500), baseline=0.3, icc=0.05)
    found = power(Plan("individually_randomised"), 0.08, layout).power
    effect = 0.08 / np.sqrt(0.34 * 0.66)
    wanted = NormalIndPower().power(effect, 400, 0.05, ratio=500 / 400)
    assert found == pytest.approx(wanted, rel=1e-8)
    simulated = simulate_power(Plan("individually_randomised"), 0.08, layout, runs=300)
    assert abs(found - simulated.power) < 3 * simulated.standard_error + 0.02


def test_more_arms_of_single_cases_cost_power():
    two, four = (Layout(units=(1,) * arms, cases=500, baseline=0.3, icc=0.0) for arms in (2, 4))
    plan = Plan("individually_randomised")
    assert power(plan, 0.08, four).power < power(plan, 0.08, two).power
    assert len(power(plan, 0.08, four).by_arm) == 3


def test_layouts_that_fit_no_such_design_are_refused_in_words():
    one = Layout(units=(4,), periods_before=12, periods_after=12, baseline=0.3, icc=0.05)
    with pytest.raises(InputRefused, match="never treated"):
        power(Plan("staggered_adoption"), 0.1, one)
    with pytest.raises(InputRefused, match="comparison units"):
        power(Plan("controlled_series"), 0.1, one)
    with pytest.raises(CannotEstimate):
        power(Plan("controlled_series"), 0.1, Layout(units=(4, 4), periods_before=3, baseline=0.3, icc=0.05))
