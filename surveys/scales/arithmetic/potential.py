"""Association of two columns, and headroom times association, each with its interval, in closed form."""

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

    Delta method: each row's influence on headroom and on r (Hampel 1974 JASA 69:383), so that rows which tell of
    only one of the two count for that one. t on n - 2 of the pairs.
    """
    rows, here = len(x), ~np.isnan(x)
    both = here & ~np.isnan(y)
    headroom = (high - float(x[here].mean())) / (high - low)
    on_headroom = np.zeros(rows)
    on_headroom[here] = -(x[here] - x[here].mean()) / (high - low) * rows / here.sum()
    zx, zy = _standard(x[both]), _standard(y[both])
    on_r = np.zeros(rows)
    on_r[both] = (zx * zy - found.r * (zx**2 + zy**2) / 2) * rows / found.n
    influence = found.r * on_headroom + headroom * on_r
    se = float(np.sqrt((influence**2).sum()) / rows)
    half = float(critical(outside, found.n - 2)) * se
    value = headroom * found.r
    return Potential(value, value - half, value + half, se)


def _varies(values):
    return values.std() > 1e-12 * max(1.0, float(np.abs(values).max()))


def _standard(values):
    return (values - values.mean()) / values.std()
