"""What stands beside every outcome of an allocated design, and the reading of a reader who doubts."""

import numpy as np
import pytest

from tests.trials.stats.arms import arm_frame
from tests.trials.stats.wedges import as_mean, as_rate, wedge_frame
from trials.stats import InputRefused, Outcome, Plan, Report, analyse

OUTCOMES = (
    Outcome("oocr"),
    Outcome("again", role="secondary"),
    Outcome("harm", role="guardrail", margin=0.1),
)


def tables(make):
    return {outcome.key: make(seed) for seed, outcome in enumerate(OUTCOMES, start=1)}


def by_design(design, seed):
    if design == "stepped_wedge":
        return wedge_frame(units=8, sequences=4, months=1, seed=seed)
    return arm_frame({"control": 8, "a": 8}, after=4, seed=seed)


@pytest.mark.parametrize("design", ["cluster_randomised", "stepped_wedge"])
def test_every_outcome_carries_both_correlations_and_both_scales(design):
    report = analyse(Plan(design, outcomes=OUTCOMES), tables(lambda seed: by_design(design, seed)))
    again = Report.from_json(report.to_json())
    for key in ("again", "harm"):
        beside = again.outcomes[key].beside
        assert set(beside) == {"icc", "cac", "other_scale"}
        for name in ("icc", "cac"):
            assert beside[name].low <= beside[name].value <= beside[name].high <= 1
        assert beside["other_scale"].scale == "log_risk_ratio"
    assert report.to_json() == again.to_json()


@pytest.mark.parametrize("design", ["cluster_randomised", "stepped_wedge", "individually_randomised"])
def test_other_scale_is_what_a_plan_on_it_would_give(design):
    frame = by_design(design, 3)
    ratio = analyse(Plan(design, scale="log_risk_ratio"), frame)
    beside = analyse(Plan(design), frame).estimates["other_scale"]
    assert (beside.value, beside.low, beside.high) == (
        ratio.primary.value,
        ratio.primary.low,
        ratio.primary.high,
    )
    assert ratio.estimates["other_scale"].scale == "risk_difference"


def test_rates_have_a_ratio_and_no_correlation_and_means_neither_ratio():
    plan = Plan("stepped_wedge")
    rate = analyse(plan, as_rate(by_design("stepped_wedge", 1)))
    assert "other_scale" in rate.estimates and "wedge_icc" not in rate.estimates
    mean = analyse(plan, as_mean(by_design("stepped_wedge", 1)))
    assert "other_scale" not in mean.estimates and "wedge_icc" in mean.estimates


def test_what_lasts_from_period_to_period_is_found():
    rng = np.random.default_rng(4)
    frame = arm_frame({"control": 20, "a": 20}, after=6, seed=1, cases=400)
    unit = frame["unit"].str[1:].astype(int).to_numpy()
    lasting, passing = rng.normal(0, 0.06, 40)[unit], rng.normal(0, 0.06, len(frame))
    for noise, low, high in ((lasting, 0.85, 1.0), (passing, 0.0, 0.3), (lasting + passing, 0.3, 0.75)):
        drawn = frame.assign(events=rng.binomial(400, np.clip(0.4 + noise, 0.02, 0.98)))
        found = analyse(Plan("cluster_randomised"), drawn).estimates["cac"]
        assert low <= found.value <= high and found.low <= found.value <= found.high


def test_one_period_says_nothing_of_what_lasts():
    report = analyse(Plan("cluster_randomised"), arm_frame({"control": 6, "a": 6}, after=1))
    assert report.refusals["cac"].code == "b" and "One period" in report.refusals["cac"].missing


def test_doubting_readers_figures_are_those_of_integration():
    frame = by_design("cluster_randomised", 2)
    found = analyse(Plan("cluster_randomised", sceptical_sd=0.03), frame)
    own, primary = found.estimates["sceptical_reading"], found.primary
    error = (primary.high - primary.low) / 2 / 1.959963984540054
    grid = np.linspace(-0.5, 0.5, 200_001)
    weight = np.exp(-0.5 * ((primary.value - grid) / error) ** 2 - 0.5 * (grid / 0.03) ** 2)
    weight /= weight.sum()
    assert own.value == pytest.approx(weight @ grid, abs=1e-9)
    below = np.cumsum(weight)
    assert own.low == pytest.approx(grid[np.searchsorted(below, 0.025)], abs=1e-5)
    assert own.high == pytest.approx(grid[np.searchsorted(below, 0.975)], abs=1e-5)
    assert own.details["probability_better"] == pytest.approx(weight[grid > 0].sum(), abs=1e-4)
    assert abs(own.value) < abs(primary.value) and own.p_value is None
    assert own.method not in found.verdict


def test_the_side_called_good_decides_what_is_probably_better():
    frame = by_design("cluster_randomised", 2)
    higher, lower = (
        analyse(Plan("cluster_randomised", sceptical_sd=0.03, outcomes=(Outcome("x", better=side),)), frame)
        for side in ("higher", "lower")
    )
    sure = [found.estimates["sceptical_reading"].details["probability_better"] for found in (higher, lower)]
    assert sum(sure) == pytest.approx(1)


def test_without_a_named_prior_there_is_no_such_reading_and_the_seal_stays():
    report = analyse(Plan("cluster_randomised"), by_design("cluster_randomised", 2))
    assert "sceptical_reading" not in report.estimates
    assert "sceptical_sd" not in Plan("cluster_randomised").as_dict()
    named = Plan("cluster_randomised", sceptical_sd=0.05)
    assert Plan.from_json(named.to_json()) == named and named.seal() != Plan("cluster_randomised").seal()
    for wrong in (0, -1, float("inf"), "much"):
        with pytest.raises(InputRefused, match="sceptical_sd"):
            Plan("cluster_randomised", sceptical_sd=wrong)
