"""Intracluster correlation on the natural scale, by analysis of variance, with its interval."""

from dataclasses import dataclass

import numpy as np
from scipy.special import fdtri


@dataclass(frozen=True)
class Icc:
    """The correlation with the interval from the F distribution; mean and CV of the cluster sizes."""

    value: float
    low: float
    high: float
    mean_size: float
    size_cv: float


def anova_icc(
    mean: np.ndarray, size: np.ndarray, within: np.ndarray, arm: np.ndarray, alpha: float
) -> Icc | None:
    """From unit means, sizes and sums of squares within units, pooled over arms; None where undefined.

    Interval exact for equal sizes, by the mean size n0 for unequal ones. Source: Shrout and Fleiss (1979)
    Psychol Bull 86:420, ICC(1,1); Donner (1986) Int Stat Rev 54:67 for unequal sizes and arms.
    """
    arms = np.unique(arm)
    df1, df2 = len(mean) - len(arms), float(size.sum() - len(mean))
    if df1 < 1 or df2 < 1 or np.isnan(within).any() or not within.sum() > 0:
        return None
    middle = np.array([np.average(mean[arm == a], weights=size[arm == a]) for a in arms])
    between = float((size * (mean - middle[np.searchsorted(arms, arm)]) ** 2).sum() / df1)
    inner = float(within.sum() / df2)
    squares = sum((size[arm == a] ** 2).sum() / size[arm == a].sum() for a in arms)
    n0 = float((size.sum() - squares) / df1)
    ratio = between / inner
    bounds = ratio / fdtri(df1, df2, 1 - alpha / 2), ratio * fdtri(df2, df1, 1 - alpha / 2)
    value, low, high = ((f - 1) / (f + n0 - 1) for f in (ratio, *bounds))
    return Icc(value, float(low), float(high), float(size.mean()), float(size.std(ddof=1) / size.mean()))
