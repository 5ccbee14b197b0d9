"""Bounds of |z| at several looks that together reject a true null with probability alpha."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

# Gauss-Legendre nodes between the bounds of a look: bounds agree with those of 400 nodes to 1e-9.
NODES = 120
FARTHEST = 40.0  # a bound out here is crossed by no draw
# Of the information: under it the nodes would lie too far apart for the step's own spread.
LEAST_STEP = 0.01
LEAST_SPENT = 1e-15  # less than this is no chance at all in doubles


def obrien_fleming_spending(alpha: float, fraction: float) -> float:
    """Error spent up to an information fraction: 4 - 4 Phi(z_{alpha/4} / sqrt(t)).

    Lan and DeMets (1983) Biometrika 70:659, their O'Brien-Fleming function for either side at alpha/2.
    """
    return float(4 * ndtr(ndtri(alpha / 4) / np.sqrt(min(fraction, 1.0))))


def lan_demets_bounds(fractions: Sequence[float], alpha: float) -> tuple[float, ...]:
    """Bounds of |z| at rising information fractions; the last look spends the rest of alpha.

    Fractions are capped at 1 and never fall; a look without new information spends nothing and its bound
    cannot be crossed.
    """
    reached = np.maximum.accumulate(np.minimum(np.asarray(fractions, dtype=float), 1.0))
    spent = [obrien_fleming_spending(alpha, fraction) for fraction in reached]
    spent[-1] = alpha
    return _bounds(reached, np.diff([0.0, *spent]))


def interim_bounds(fractions: Sequence[float], alpha: float) -> tuple[float, ...]:
    """The same where further looks follow: the last of these spends only what its fraction allows."""
    reached = np.maximum.accumulate(np.minimum(np.asarray(fractions, dtype=float), 1.0))
    return _bounds(reached, np.diff([0.0, *(obrien_fleming_spending(alpha, each) for each in reached)]))


def next_bound(past: Sequence[tuple[float, float]], fraction: float, alpha: float, *, final: bool) -> float:
    """The bound of the look that follows `past`, pairs of (fraction, bound); the same as in the lists above.

    A final look that brought too little new information to compute with counts as LEAST_STEP more.
    """
    points, density, before = np.zeros(1), np.ones(1), 0.0
    for reached, bound in past:
        if reached > before:
            points, density = _carried(points, density, reached - before, bound * np.sqrt(reached))
            before = reached
    spent = obrien_fleming_spending(alpha, before) if past else 0.0
    chance = (alpha if final else obrien_fleming_spending(alpha, fraction)) - spent
    fraction = max(fraction, before + LEAST_STEP) if final else fraction
    if chance < LEAST_SPENT or fraction <= before:
        return FARTHEST
    return _solve(points, density, np.sqrt(fraction - before), np.sqrt(fraction), chance)


def constant_bounds(looks: int, alpha: float, shape: float) -> tuple[float, ...]:
    """Bounds c (k/K)^(shape - 1/2) at K equal steps: O'Brien-Fleming with shape 0, Pocock with 1/2.

    Wang and Tsiatis (1987) Biometrics 43:193.
    """
    fractions = np.arange(1, looks + 1) / looks

    def excess(constant: float) -> float:
        return _crossing(fractions, constant * fractions ** (shape - 0.5)) - alpha

    constant = brentq(excess, 0.5, 10, xtol=1e-11)
    return tuple(float(bound) for bound in constant * fractions ** (shape - 0.5))


def _bounds(fractions: np.ndarray, spending: np.ndarray) -> tuple[float, ...]:
    points, density, before, found = np.zeros(1), np.ones(1), 0.0, []
    for fraction, chance in zip(fractions, spending, strict=True):
        step = fraction - before
        if chance < LEAST_SPENT or step <= 0:
            found.append(FARTHEST)
        else:
            found.append(_solve(points, density, np.sqrt(step), np.sqrt(fraction), chance))
        if step > 0:
            points, density = _carried(points, density, step, found[-1] * np.sqrt(fraction))
            before = fraction
    return tuple(found)


def _solve(points, density, spread: float, root: float, chance: float) -> float:
    def excess(bound: float) -> float:
        return _outside(points, density, spread, bound * root) - chance

    return float(brentq(excess, 0.0, FARTHEST, xtol=1e-12)) if excess(0.0) > 0 else 0.0


def _outside(points: np.ndarray, density: np.ndarray, spread: float, edge: float) -> float:
    """Chance of leaving (-edge, edge) in the next step, having stayed inside so far."""
    return float(density @ (ndtr((-edge - points) / spread) + ndtr((points - edge) / spread)))


def _carried(points, density, step: float, edge: float) -> tuple[np.ndarray, np.ndarray]:
    """Weights of having stayed inside, at nodes between the bounds; further than 9 deviations lies nothing."""
    edge = min(edge, float(np.abs(points).max()) + 9 * np.sqrt(step))
    nodes, weights = _legendre()
    at = edge * nodes
    kernel = np.exp(-((at[:, None] - points) ** 2) / (2 * step)) / np.sqrt(2 * np.pi * step)
    return at, edge * weights * (kernel @ density)


@lru_cache(maxsize=1)
def _legendre() -> tuple[np.ndarray, np.ndarray]:
    return np.polynomial.legendre.leggauss(NODES)


def _crossing(fractions: np.ndarray, bounds: np.ndarray) -> float:
    """Chance that |z| crosses any of the bounds under the null."""
    points, density, before, total = np.zeros(1), np.ones(1), 0.0, 0.0
    for fraction, bound in zip(fractions, bounds, strict=True):
        edge = bound * np.sqrt(fraction)
        total += _outside(points, density, np.sqrt(fraction - before), edge)
        points, density = _carried(points, density, fraction - before, edge)
        before = fraction
    return total
