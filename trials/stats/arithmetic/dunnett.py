"""Several arms against one control: the distribution of the largest |t|. Source: Dunnett (1955) JASA 50:1096.

The correlation of the contrasts is taken as l_i l_j (one factor), which it is exactly for plain and balanced
trials of any number of arms and nearly always for two or three; where it is not, Holm's adjustment serves.
"""

from functools import lru_cache

import numpy as np
from scipy.optimize import brentq
from scipy.special import chdtri, ndtr

# Two correlations this close are one: they come out of an inverse of a small matrix.
SAME = 1e-8
# Nodes of both integrals: p-values agree with 400 nodes to 1e-10 from three degrees of freedom on.
NODES = 96
FARTHEST = 8.5  # a standard normal lies beyond it once in 10**16


def one_factor(correlation: np.ndarray) -> tuple[float, ...] | None:
    """The l_i with l_i l_j equal to every correlation, or None where there are none."""
    count = len(correlation)
    if count == 1:
        return (0.0,)
    if (correlation <= 0).any():
        return None
    if count == 2:
        return (float(np.sqrt(correlation[0, 1])),) * 2
    found = [
        np.sqrt(correlation[i, j] * correlation[i, k] / correlation[j, k])
        for i in range(count)
        for j, k in [tuple(other for other in range(count) if other != i)[:2]]
    ]
    apart = np.abs(np.outer(found, found) - correlation)[~np.eye(count, dtype=bool)].max()
    return tuple(float(value) for value in found) if apart < SAME and max(found) < 1 else None


def dunnett_p(statistic: float, df: float, factors: tuple[float, ...]) -> float:
    """P(largest |t| >= |statistic|), two-sided."""
    return float(np.clip(1 - _inside(abs(statistic), df, factors), 0.0, 1.0))


@lru_cache(maxsize=256)
def dunnett_critical(alpha: float, df: float, factors: tuple[float, ...]) -> float:
    """The |t| that the largest exceeds with probability alpha."""
    return float(brentq(lambda bound: dunnett_p(bound, df, factors) - alpha, 1e-6, 1e4, xtol=1e-10))


def _inside(bound: float, df: float, factors: tuple[float, ...]) -> float:
    """P(all |t| < bound): over the shared factor z and the scale s, both by Gauss-Legendre."""
    s, chance = _scale(df)
    z, density = _normal()
    within = {}  # balanced arms share a factor, and the normal integral is nearly all of the work
    for factor in set(factors):
        spread = np.sqrt(1 - factor**2)
        middle, reach = factor * z[None, :], bound * s[:, None]
        within[factor] = ndtr((middle + reach) / spread) - ndtr((middle - reach) / spread)
    product = np.ones((len(s), len(z)))
    for factor in factors:
        product *= within[factor]
    return float(chance @ product @ density)


@lru_cache(maxsize=64)
def _scale(df: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights of s = chi/sqrt(df)."""
    low, high = (np.sqrt(chdtri(df, tail) / df) for tail in (1 - 1e-15, 1e-15))
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    s = low + (high - low) * (nodes + 1) / 2
    logs = (df - 1) * np.log(s) - df * s**2 / 2
    density = weights * np.exp(logs - logs.max())
    return s, density / density.sum()


@lru_cache(maxsize=1)
def _normal() -> tuple[np.ndarray, np.ndarray]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    density = weights * np.exp(-((FARTHEST * nodes) ** 2) / 2)
    return FARTHEST * nodes, density / density.sum()
