"""A projection far from its baseline errs alike on the log odds, not in points: the test follows it there."""

import warnings

import numpy as np
import pytest
from scipy.special import expit, logit

from trials.stats import Plan
from trials.stats.arithmetic.gaps import BoundedGap, StraightGap
from trials.stats.arithmetic.series import average_over_rho, fit_series, post_effect
from trials.stats.kinds import CONTINUOUS, PROPORTION, RATE
from trials.stats.pooled import Pooled

DRAWS = 1000
ALPHA = 0.05


def sound_series(rng, *, points: int, start: int) -> Pooled:
    """Nothing starts: monthly proportions about 30 % with AR(1) errors of 0.15 on the log odds."""
    errors = np.empty(points)
    errors[0] = 0.15 * rng.standard_normal()
    for month in range(1, points):
        errors[month] = 0.3 * errors[month - 1] + 0.15 * np.sqrt(1 - 0.3**2) * rng.standard_normal()
    size = rng.poisson(80, points) + 5.0
    period = np.arange(1, points + 1)
    events = rng.binomial(size.astype(int), expit(logit(0.3) + errors)).astype(float)
    return Pooled(periods=period, total=events, size=size, after=period >= start)


@pytest.fixture(scope="module")
def rejected() -> dict[str, float]:
    """Share of 1,000 sound series of 24 months, 8 of them before the start, found at 5 % by either gap."""
    rng, found = np.random.default_rng(9), {"bounded": 0, "straight": 0}
    for _ in range(DRAWS):
        fit = fit_series(sound_series(rng, points=24, start=9), 9, Plan("interrupted_series"), PROPORTION)
        gap, se = post_effect(fit, "risk_difference")
        for name, tried in (("bounded", gap), ("straight", StraightGap(gap.value))):
            found[name] += average_over_rho(fit.fits, tried, se, ALPHA).p_value <= ALPHA
    return {name: count / DRAWS for name, count in found.items()}


def test_short_baseline_finds_nothing_more_often_than_it_says(rejected):
    assert 0.02 <= rejected["bounded"] <= 0.07


def test_straight_gap_would_find_it_too_often(rejected):
    assert rejected["straight"] > 0.07


def test_interval_never_implies_a_proportion_outside_nought_and_one():
    gap = BoundedGap(PROPORTION, fitted=np.array([0.3]), unchanged=np.array([0.1]))
    low, high = gap.reached(np.array([5.0])), gap.reached(np.array([-5.0]))
    assert low >= 0.3 - 1 and high <= 0.3
    assert np.isinf(gap.to(0.4)).all() and np.isinf(gap.to(-0.8)).all()


@pytest.mark.parametrize("kind", [PROPORTION, RATE, CONTINUOUS])
def test_reached_value_lies_as_far_as_it_was_asked_to(kind):
    gap = BoundedGap(kind, fitted=np.array([0.3, 0.4]), unchanged=np.array([0.2, 0.5]))
    for asked in (-0.1, 0.0, 0.05):
        values = gap.reached(np.array([asked, asked]))
        lies = [gap.to(value)[index] for index, value in enumerate(values)]
        assert lies == pytest.approx([asked, asked], abs=1e-12)


@pytest.mark.parametrize("edge", [0.0, 1e-18, 1.0])
def test_projection_at_the_edge_is_no_number_and_no_warning(edge):
    gap = BoundedGap(PROPORTION, fitted=np.array([0.3]), unchanged=np.array([edge]))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(gap.to(0.0)).all()


def test_mean_without_a_range_has_the_straight_gap():
    bounded = BoundedGap(CONTINUOUS, fitted=np.array([0.3]), unchanged=np.array([0.2]))
    assert bounded.to(0.07) == pytest.approx(StraightGap(bounded.value).to(0.07))
