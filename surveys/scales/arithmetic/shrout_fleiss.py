"""Intraclass correlations of a complete table, subjects by judges.

Source: Shrout and Fleiss (1979) Psychol Bull 86:420.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtr, fdtri


@dataclass(frozen=True)
class Squares:
    """Mean squares of a two-way table: n subjects by k judges."""

    n: int
    k: int
    between: float
    judges: float
    error: float
    within: float


def mean_squares(table):
    n, k = table.shape
    middle = table.mean()
    rows = k * ((table.mean(axis=1) - middle) ** 2).sum()
    columns = n * ((table.mean(axis=0) - middle) ** 2).sum()
    error = ((table - middle) ** 2).sum() - rows - columns
    return Squares(
        n=n,
        k=k,
        between=float(rows / (n - 1)),
        judges=float(columns / (k - 1)),
        error=float(error / ((n - 1) * (k - 1))),
        within=float((columns + error) / (n * (k - 1))),
    )


def one_way(s, outside):
    """(value, low, high, p) of ICC(1): each subject judged by judges of its own."""
    df = s.n - 1, s.n * (s.k - 1)
    value, low, high = _ratio_interval(s.between / s.within, df, s.k, outside)
    return value, low, high, 1 - float(fdtr(*df, s.between / s.within))


def two_way_fixed(s, outside):
    """(value, low, high, p) of ICC(3): these judges and no others; their levels do not count."""
    df = s.n - 1, (s.n - 1) * (s.k - 1)
    value, low, high = _ratio_interval(s.between / s.error, df, s.k, outside)
    return value, low, high, 1 - float(fdtr(*df, s.between / s.error))


def two_way_random(s, outside):
    """(value, low, high, p) of ICC(2): judges drawn from many; their levels count as disagreement."""
    n, k = s.n, s.k
    value = (s.between - s.error) / (s.between + (k - 1) * s.error + k * (s.judges - s.error) / n)
    f = s.judges / s.error
    spread = n * (1 + (k - 1) * value) - k * value
    top = (k - 1) * (n - 1) * (k * value * f + spread) ** 2
    df = top / ((n - 1) * k**2 * value**2 * f**2 + spread**2)
    upper, lower = fdtri(n - 1, df, 1 - outside / 2), fdtri(df, n - 1, 1 - outside / 2)
    bound = k * s.judges + (k * n - k - n) * s.error
    low = n * (s.between - upper * s.error) / (upper * bound + n * s.between)
    high = n * (lower * s.between - s.error) / (bound + n * lower * s.between)
    return value, float(low), float(high), 1 - float(fdtr(n - 1, (n - 1) * (k - 1), s.between / s.error))


def of_the_mean(single, k):
    """The same for the mean of k judges, by Spearman and Brown; infinite where `single` is the least it can be."""
    return float(np.divide(k * single, 1 + (k - 1) * single))


def _ratio_interval(ratio, df, k, outside):
    low = ratio / fdtri(*df, 1 - outside / 2)
    high = ratio * fdtri(*df[::-1], 1 - outside / 2)
    return tuple(float((f - 1) / (f + k - 1)) for f in (ratio, low, high))


def is_degenerate(table):
    """Whether nothing varies between subjects or within them."""
    s = mean_squares(table)
    small = 1e-12 * max(1.0, float(np.abs(table).max()) ** 2)
    return s.error <= small or s.between <= small
