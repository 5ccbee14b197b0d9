"""Segmented regression of one series, fitted over a grid of autocorrelations, and averages over it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq

from trials.stats.arithmetic.ar1 import Ar1Fits, fit_ar1
from trials.stats.arithmetic.gaps import ShiftGap, StraightGap
from trials.stats.arithmetic.student import check_df, check_variation, critical, two_sided
from trials.stats.errors import CannotEstimate
from trials.stats.kinds import Kind
from trials.stats.pooled import LEAST_POINTS, Pooled

# STATISTICS section 3: the grid the estimate is averaged over.
RHOS = tuple(round(-0.20 + 0.05 * step, 2) for step in range(24))
# Halving the widest stretch of doubles down to two neighbours takes about 2,100 steps; brentq seldom takes 20.
HALVINGS = 3_000
FARTHEST_LOG = 512.0  # a log ratio whose exponential is still a double
# Season is fitted from two whole years on: one year cannot tell it from trend.
YEARS_FOR_SEASON = 2
LEVEL, SLOPE = 2, 3  # columns of the design: constant, time in years, step, time since the start


@dataclass(frozen=True)
class SeriesFit:
    """A segmented regression: the data on the link scale, its design, and one fit a rho."""

    pooled: Pooled
    kind: Kind
    y: np.ndarray
    design: np.ndarray
    fits: Ar1Fits
    pairs: int

    @property
    def unchanged(self) -> np.ndarray:
        """The design as it would be had nothing happened at the start."""
        design = self.design.copy()
        design[:, [LEVEL, SLOPE]] = 0
        return design

    @property
    def offset(self) -> np.ndarray | float:
        """What the comparison units show on the link scale; nought without them."""
        return 0.0 if self.pooled.offset is None else self.pooled.offset

    @property
    def mean_rho(self) -> float:
        """Autocorrelation, averaged over the grid."""
        return float(self.fits.weights @ self.fits.rho)

    @property
    def mean_beta(self) -> np.ndarray:
        """Coefficients averaged over the grid."""
        return self.fits.weights @ self.fits.beta


def fit_series(pooled: Pooled, start: int, plan: Any, kind: Kind) -> SeriesFit:
    """The fit of the series less its offset. CannotEstimate "c": a short side; "b": too few df; "a": no variation."""
    check_points(pooled)
    check_events(pooled, kind)
    y = kind.link(pooled.total, pooled.size) - (0.0 if pooled.offset is None else pooled.offset)
    design, pairs = segmented_design(pooled, start, plan)
    check_df(len(y) - design.shape[1])
    fits = fit_ar1(y, design, pooled.periods, RHOS)
    check_variation(float(np.sqrt(fits.variance.max())), float(np.abs(y).max()))
    return SeriesFit(pooled, kind, y, design, fits, pairs)


def check_points(pooled: Pooled) -> None:
    """Raise CannotEstimate "c" where a side of the start has too few points."""
    if pooled.fewest_points < LEAST_POINTS:
        after = int(pooled.after.sum())
        before = len(pooled.after) - after
        raise CannotEstimate(
            "c",
            missing=f"The series has {before} points before the start and {after} after it.",
            would_do=f"At least {LEAST_POINTS} on each side are needed: wait, or use shorter periods.",
        )


def check_events(pooled: Pooled, kind: Kind) -> None:
    """Raise CannotEstimate "a" where no case ever has the outcome, or every one.

    The link of nought events falls as cases rise, so a test would find the numbers of cases to have changed.
    """
    all_have = kind.name == "proportion" and bool((pooled.total == pooled.size).all())
    if kind.name != "continuous" and (all_have or not pooled.total.any()):
        raise CannotEstimate(
            "a",
            missing=f"{'Every' if all_have else 'No'} case has the outcome in any period, so nothing varies.",
            would_do="Check that the counts are the real ones: what never varies cannot be tested.",
        )


def segmented_design(pooled: Pooled, start: int, plan: Any) -> tuple[np.ndarray, int]:
    """Columns constant, time in years from the start, step, time after it, then seasonal pairs; and how many.

    A pair is fitted where two years are spanned and the year has periods enough to carry it.
    """
    time = (pooled.periods - start) / plan.periods_per_year
    columns = [np.ones_like(time), time, pooled.after * 1.0, pooled.after * time]
    pairs = 0
    if pooled.span >= YEARS_FOR_SEASON * plan.periods_per_year:
        for pair in range(1, plan.harmonics + 1):
            angle = 2 * np.pi * pair * pooled.periods / plan.periods_per_year
            wider = [*columns, np.sin(angle), np.cos(angle)]
            if np.linalg.matrix_rank(np.column_stack(wider)) == len(wider):
                columns, pairs = wider, pair
    return np.column_stack(columns), pairs


Gap = StraightGap | ShiftGap


def post_effect(fit: SeriesFit, scale: str) -> tuple[Gap, np.ndarray]:
    """Mean post effect at each rho, as the Gap to it, and the delta-method standard error of that gap.

    Fitted against counterfactual over the points from the start: their mean difference on the natural
    scale, the log ratio of their means, or their mean difference on the logit scale.
    """
    after = fit.pooled.after
    design, unchanged = fit.design[after], fit.unchanged[after]
    eta, eta0 = fit.fits.beta @ design.T, fit.fits.beta @ unchanged.T
    if fit.pooled.offset is not None:
        eta, eta0 = eta + fit.pooled.offset[after], eta0 + fit.pooled.offset[after]
    if scale == "log_odds_ratio":
        gradient = np.tile((design - unchanged).mean(axis=0), (len(eta), 1))
        gap = StraightGap((eta - eta0).mean(axis=1))
    else:
        gap = ShiftGap(fit.kind, fit.kind.inverse(eta).mean(axis=1), eta0, scale == "log_risk_ratio")
        gradient = _shift_gradient(gap, fit.kind.slope(eta) @ design, unchanged)
    se = np.sqrt(np.einsum("ri,rij,rj->r", gradient, fit.fits.covariance, gradient))
    return gap, se


def _shift_gradient(gap: ShiftGap, fitted: np.ndarray, unchanged: np.ndarray) -> np.ndarray:
    """How the shift that brings the unchanged curve to the fitted mean moves with the coefficients, (rhos, k)."""
    slopes = gap.slopes()
    whole = slopes.sum(axis=1, keepdims=True)
    usable = whole > 0  # elsewhere no number: the projection is at an edge, and refused as such
    return np.where(usable, (fitted - slopes @ unchanged) / np.where(usable, whole, 1.0), np.nan)


def coefficient(fit: SeriesFit, column: int) -> tuple[Gap, np.ndarray]:
    """A coefficient at each rho, as the Gap to it, and its standard error."""
    return StraightGap(fit.fits.beta[:, column]), np.sqrt(fit.fits.covariance[:, column, column])


@dataclass(frozen=True)
class Averaged:
    """An estimate averaged over rho: its p-value the weighted mean, its interval from inverting that."""

    value: float
    low: float
    high: float
    p_value: float


def average_over_rho(fits: Ar1Fits, gap: Gap, se: np.ndarray, alpha: float) -> Averaged:
    """The weighted mean of estimates and of p-values, and the values that p does not reject at alpha."""
    value = gap.value
    if not (np.isfinite([value, se, gap.to(0.0)]).all() and (se > 0).all()):
        raise _out_of_range()
    weights = fits.weights

    def p_value(tested: float) -> float:
        return float(weights @ two_sided(gap.to(tested) / se, fits.df))

    reach = critical(alpha, fits.df) * se
    centre = _most_compatible(p_value, float(weights @ value), value)
    return Averaged(
        value=float(weights @ value),
        low=_bound(p_value, alpha, centre, _far_out(p_value, alpha, centre, gap.reached(reach), -1)),
        high=_bound(p_value, alpha, centre, _far_out(p_value, alpha, centre, gap.reached(-reach), 1)),
        p_value=min(1.0, p_value(0.0)),
    )


def _out_of_range() -> CannotEstimate:
    return CannotEstimate(
        "a",
        missing="The series continued past the start leaves the range of numbers, so no p-value exists.",
        would_do="Check the counts near the start; shorten the time compared after it.",
    )


def _far_out(p_value: Callable, alpha: float, inside: float, reached: np.ndarray, side: int) -> float:
    """The farthest of the values every fit rejects; found by doubling where one of them is no finite ratio."""
    if np.isfinite(reached).all():
        return float(reached.min() if side < 0 else reached.max())
    step = 1.0
    while not p_value(inside + side * step) < alpha:
        step *= 2
        if step > FARTHEST_LOG:
            raise _out_of_range()
    return inside + side * step


def _most_compatible(p_value: Callable, mean: float, values: np.ndarray) -> float:
    """A value inside the interval: the mean, or where the fits disagree the best supported of them."""
    return max([mean, *values.tolist()], key=p_value)


def _bound(p_value: Callable, alpha: float, inside: float, outside: float) -> float:
    """Where p crosses alpha between a value inside the interval and one at which every fit rejects."""
    if p_value(outside) >= alpha:
        return outside
    return float(brentq(lambda tested: p_value(tested) - alpha, outside, inside, xtol=1e-14, rtol=1e-13,
                        maxiter=HALVINGS))  # fmt: skip
