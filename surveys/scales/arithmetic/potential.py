"""Association of two columns, and headroom times association, each with its interval; nothing is drawn."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from trials.stats.arithmetic.student import critical

LEAST_PAIRS = 10  # under it Fisher's interval of r spans most of -1 to 1 whatever is found


@dataclass(frozen=True)
class Association:
    """Pearson's r of n pairs with Fisher's interval, as R's cor.test."""

    n: int
    r: float
    low: float
    high: float


@dataclass(frozen=True)
class Potential:
    """Headroom (share of the scale above the mean) times r, with a t interval from its standard error."""

    value: float
    low: float
    high: float
    se: float


def association(x, y, outside):
    """The Association of the rows that have both; None under ten pairs or where one does not vary.

    Source: Fisher (1915) Biometrika 10:507 for the interval on atanh r.
    """
    both = ~(np.isnan(x) | np.isnan(y))
    n = int(both.sum())
    if n < LEAST_PAIRS or not _varies(x[both]) or not _varies(y[both]):
        return None
    r = float(np.clip(np.corrcoef(x[both], y[both])[0, 1], -1, 1))
    if abs(r) > 1 - 1e-12:
        return Association(n, round(r), round(r), round(r))
    half = -float(ndtri(outside / 2)) / np.sqrt(n - 3)
    return Association(n, r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half)))


def potential(x, y, found, low, high, outside):
    """The Potential of column x for y on a scale from low to high; headroom over all rows that have x.

    Standard error by leaving each row out of both figures, so that a row which tells of headroom only counts for
    that one; t on n - 2 of the pairs. Source: Efron and Tibshirani (1993), An introduction to the bootstrap,
    chapter 11. The delta method's own error covered 89 % of 95 at 30 responses, this one 93.
    """
    here = ~np.isnan(x)
    x, y = x[here], y[here]
    rows, span = len(x), high - low
    headroom = (high - float(x.mean())) / span
    without = (high - (x.sum() - x) / (rows - 1)) / span * _without_each(x, y, found.r)
    without = without[~np.isnan(without)]  # a row without which nothing varies tells of no other figure
    se = float(np.sqrt((rows - 1) / rows * ((without - without.mean()) ** 2).sum()))
    half = float(critical(outside, found.n - 2)) * se
    value = headroom * found.r
    return Potential(value, value - half, value + half, se)


def _without_each(x, y, r):
    """Pearson's r with each row left out: r itself where the row is no pair, NaN where nothing varies without it."""
    both = ~np.isnan(y)
    a, b = x[both] - x[both].mean(), y[both] - y[both].mean()
    n = len(a)
    # sums of squares about the mean lose n/(n - 1) of the product of the row's own deviations
    loss = n / (n - 1)
    cross, own, other = (u @ v - loss * u * v for u, v in ((a, b), (a, a), (b, b)))
    size = np.sqrt(np.maximum(own, 0) * np.maximum(other, 0))
    found = np.full(len(x), r)
    found[both] = np.divide(cross, size, out=np.full(n, np.nan), where=size > 1e-9)
    return found


def _varies(values):
    return values.std() > 1e-12 * max(1.0, float(np.abs(values).max()))
