"""Confidence sets of an effect where trends may part after the start at most M times as far as they did before.

Rambachan and Roth (2023) REStud 90:2555, Delta^RM, by their hybrid of the conditional and the least favourable
test (C-LF; Andrews, Roth and Pakes 2023 REStud 90:2763), as R's HonestDiD computes it. Their linear programme over
the effects of single periods needs no solver here: those effects enter only through their differences, one a
constraint, so that its dual has a corner for either side of the effect and one for each period after the start.
All of them are linear in two numbers, the effect's estimate and one departure before the start.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

FIRST_STAGE = 0.1  # of alpha is spent on the least favourable test, as in R's HonestDiD
ANGLES = np.linspace(-np.pi, np.pi, 4001)[:-1]  # the integral over them is exact to 1e-8
GRID = 801  # effects looked at before the ends are refined
FARTHEST = 12.0  # standard errors beyond the identified set that are looked at


@dataclass(frozen=True)
class Corners:
    """The dual's corners: statistic j is slope_j · (estimate - tested, departure); `spread` their sd."""

    slope: np.ndarray
    covariance: np.ndarray

    @property
    def spread(self) -> np.ndarray:
        """Standard deviation of each corner's statistic."""
        return np.sqrt(np.einsum("ji,ik,jk->j", self.slope, self.covariance, self.slope))


def confidence_set(
    beta: np.ndarray, covariance: np.ndarray, before: int, weights: np.ndarray, multiple: float, alpha: float
) -> tuple[float, float]:
    """(low, high) of weights·(effects after the start), the largest over all places of the largest departure.

    `beta` are the event study's coefficients in time order without the reference period just before the start,
    `before` of them before it; `multiple` is M, above 0.
    """
    effect = float(weights @ beta[before:])
    ends = [
        end
        for place in range(before)
        for sign in (1.0, -1.0)
        for end in _one_place(beta, covariance, before, weights, multiple, alpha, place, sign)
    ]
    return (min(ends), max(ends)) if ends else (effect, effect)


def _one_place(beta, covariance, before, weights, multiple, alpha, place, sign) -> list[float]:
    """Ends of the set where the largest departure is that one, upward or downward; none where it is empty."""
    steps = _differences(before, len(beta) - before)
    reach = np.cumsum(weights[::-1])[::-1]  # what a departure in one period adds to the effect
    departure = sign * steps[place]
    effect = np.concatenate([np.zeros(before), weights])
    both = np.vstack([effect, departure])
    values = both @ beta
    corners = _corners(steps[before:], departure, reach, multiple, covariance, both)
    bound = _least_favourable(corners, FIRST_STAGE * alpha)

    def rejected(tested: np.ndarray) -> np.ndarray:
        return _rejects(corners, values, np.atleast_1d(tested), bound, alpha)

    around = abs(values[1]) * multiple * np.abs(reach).sum()
    se = float(np.sqrt(effect @ covariance @ effect))
    wide = around + FARTHEST * (
        se + multiple * np.abs(reach).sum() * float(np.sqrt(departure @ covariance @ departure))
    )
    grid = values[0] + np.linspace(-wide, wide, GRID)
    inside = np.flatnonzero(~rejected(grid))
    if not inside.size:
        return []
    return [
        _edge(rejected, grid[inside[0]], grid[max(inside[0] - 1, 0)]),
        _edge(rejected, grid[inside[-1]], grid[min(inside[-1] + 1, GRID - 1)]),
    ]


def _differences(before: int, after: int) -> np.ndarray:
    """Rows that take the coefficients to their changes from period to period, the reference at nought."""
    whole = np.diff(np.eye(before + 1 + after), axis=0)
    return np.delete(whole, before, axis=1)


def _corners(after, departure, reach, multiple, covariance, both) -> Corners:
    """Both sides of the effect, and for each period after the start that the departure is not negative."""
    up, down = (np.sqrt(np.einsum("ti,ij,tj->t", rows, covariance, rows)) for rows in (
        after - multiple * departure, -after - multiple * departure))  # fmt: skip
    slopes = []
    for side in (1.0, -1.0):
        scale = (np.abs(reach) * np.where(side * reach > 0, up, down)).sum()
        slopes.append(np.array([side, -multiple * np.abs(reach).sum()]) / scale)
    slopes += [np.array([0.0, -2 * multiple]) / total for total in up + down]
    return Corners(np.array(slopes), both @ covariance @ both.T)


def _least_favourable(corners: Corners, size: float) -> float:
    """What the largest statistic exceeds in `size` of draws where every constraint just holds.

    In polar coordinates of the two numbers: along each angle the largest statistic is its reach there times a
    Rayleigh radius.
    """
    root = np.linalg.cholesky(corners.covariance + 1e-15 * np.trace(corners.covariance) * np.eye(2))
    reach = (corners.slope @ root @ np.vstack([np.cos(ANGLES), np.sin(ANGLES)])).max(axis=0)
    reach = np.maximum(reach, 1e-300)

    def excess(bound: float) -> float:
        return float(np.exp(-0.5 * np.minimum(bound / reach, 60.0) ** 2).mean()) - size

    return float(brentq(excess, 0.0, 60.0 * reach.max(), xtol=1e-14))


def _rejects(
    corners: Corners, values: np.ndarray, tested: np.ndarray, bound: float, alpha: float
) -> np.ndarray:
    """Whether the hybrid test rejects each tested effect."""
    data = np.column_stack([values[0] - tested, np.full(len(tested), values[1])])
    statistics = data @ corners.slope.T
    best = statistics.argmax(axis=1)
    largest = statistics[np.arange(len(tested)), best]
    low, high = _truncation(corners, statistics, best)
    spread = corners.spread[best]
    below, above = ndtr(low / spread), ndtr(np.minimum(high, bound) / spread)
    share = (alpha - FIRST_STAGE * alpha) / (1 - FIRST_STAGE * alpha)
    critical = np.maximum(ndtri(above - share * (above - below)), 0.0)
    return (largest > bound) | ((largest / spread > critical) & (largest <= high))


def _truncation(corners: Corners, statistics: np.ndarray, best: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Between which values the largest statistic stays the largest, the rest of the data held as it is."""
    shared = corners.slope @ corners.covariance @ corners.slope.T
    ratio = (shared / np.diag(shared)[:, None])[best]
    rest = statistics - ratio * statistics[np.arange(len(best)), best][:, None]
    room = 1 - ratio
    with np.errstate(divide="ignore", invalid="ignore"):
        edge = rest / room
    low = np.where(room > 1e-10, edge, -np.inf).max(axis=1)
    return low, np.where(room < -1e-10, edge, np.inf).min(axis=1)


def _edge(rejected, inside: float, outside: float) -> float:
    """Where the test begins to reject, between a value that it does not and one that it does."""
    for _ in range(60):
        middle = (inside + outside) / 2
        if middle in (inside, outside):
            break
        inside, outside = (inside, middle) if rejected(middle)[0] else (middle, outside)
    return float(inside)
