"""A projection far from its baseline errs alike on the log odds, not in points: the test follows it there."""

import warnings

import numpy as np
import pytest
from scipy.special import expit, logit

from trials.stats import Plan
from trials.stats.arithmetic.gaps import ShiftGap, StraightGap
from trials.stats.arithmetic.series import fit_series, post_effect
from trials.stats.arithmetic.student import two_sided
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
    """Share of 1,000 sound series of 56 months, 8 of them before the start, found at 5 % by either gap."""
    rng, found = np.random.default_rng(9), {"shift": 0, "points": 0}
    for _ in range(DRAWS):
        fit = fit_series(sound_series(rng, points=56, start=9), 9, Plan("interrupted_series"), PROPORTION)
        gap, se = post_effect(fit, "risk_difference")
        p_values = {
            "shift": fit.fits.weights @ two_sided(gap.to(0.0) / se, fit.fits.df),
            "points": fit.fits.weights @ two_sided(gap.value / in_points(fit), fit.fits.df),
        }
        for name, p_value in p_values.items():
            found[name] += p_value <= ALPHA
    return {name: count / DRAWS for name, count in found.items()}


def in_points(fit) -> np.ndarray:
    """The usual delta-method standard error of the mean difference in points, at each rho."""
    after = fit.pooled.after
    parts = [
        fit.kind.slope(fit.fits.beta @ design[after].T) @ design[after] / after.sum()
        for design in (fit.design, fit.unchanged)
    ]
    gradient = parts[0] - parts[1]
    return np.sqrt(np.einsum("ri,rij,rj->r", gradient, fit.fits.covariance, gradient))


def test_short_baseline_finds_nothing_more_often_than_it_says(rejected):
    assert 0.02 <= rejected["shift"] <= 0.07


def test_gap_in_points_would_find_it_too_often(rejected):
    assert rejected["points"] > 0.07


def curve(*means: float, kind=PROPORTION, spread: float = 0.0) -> np.ndarray:
    """One projected curve a mean, on the link scale, its points spread about it."""
    return kind.mean_link(np.array(means))[:, None] + spread * np.linspace(-1, 1, 5)[None, :]


def test_interval_never_implies_a_proportion_outside_nought_and_one():
    gap = ShiftGap(PROPORTION, np.array([0.3]), curve(0.1, spread=1.0))
    low, high = gap.reached(np.array([50.0])), gap.reached(np.array([-50.0]))
    assert low >= 0.3 - 1 and high <= 0.3
    assert np.isinf(gap.to(0.4)).all() and np.isinf(gap.to(-0.8)).all()


@pytest.mark.parametrize("ratio", [False, True])
@pytest.mark.parametrize("kind", [PROPORTION, RATE, CONTINUOUS])
def test_reached_value_lies_as_far_as_it_was_asked_to(kind, ratio):
    if kind is CONTINUOUS and ratio:
        return
    gap = ShiftGap(kind, np.array([0.3, 0.4]), curve(0.2, 0.5, kind=kind, spread=0.1), ratio)
    for asked in (-0.1, 0.0, 0.05):
        values = gap.reached(np.array([asked, asked]))
        lies = [gap.to(value)[index] for index, value in enumerate(values)]
        assert lies == pytest.approx([asked, asked], abs=1e-12)


def test_estimate_is_where_nothing_is_shifted():
    gap = ShiftGap(PROPORTION, np.array([0.3]), curve(0.2, spread=2.0))
    assert gap.to(float(gap.value[0])) == pytest.approx([0.0], abs=1e-12)
    assert gap.value == pytest.approx(0.3 - expit(curve(0.2, spread=2.0)).mean(axis=1))


@pytest.mark.parametrize("edge", [-800.0, 800.0])
def test_projection_at_the_edge_is_no_number_and_no_warning(edge):
    gap = ShiftGap(PROPORTION, np.array([0.3]), np.full((1, 5), edge))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert np.isnan(gap.to(0.0)).all()


def test_mean_without_a_range_has_the_straight_gap():
    shifted = ShiftGap(CONTINUOUS, np.array([0.3]), curve(0.2, kind=CONTINUOUS, spread=0.4))
    assert shifted.to(0.07) == pytest.approx(StraightGap(shifted.value).to(0.07))
