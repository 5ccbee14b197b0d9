"""Cronbach's alpha, its interval, and the correlations of each item with the rest, from a covariance matrix."""

import numpy as np
from scipy.special import fdtri


def covariances(values):
    """Covariance matrix (NaN where fewer than two rows have both), each cell from the rows that have both items.

    As R's cov(use = "pairwise"). Rows are responses, NaN is missing.
    """
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0) - np.where(there, np.nanmean(values, axis=0), 0.0)
    both = there.T.astype(float) @ there
    first = filled.T @ there  # sum of item i over rows where j is there too
    cross = filled.T @ filled - np.divide(first * first.T, both, out=np.zeros_like(both), where=both > 0)
    return np.divide(cross, both - 1, out=np.full_like(both, np.nan), where=both > 1)


def pairs_there(values):
    """How many rows have both items, for every pair."""
    there = ~np.isnan(values)
    return there.T.astype(int) @ there.astype(int)


def alpha(covariance):
    """k/(k - 1) (1 - trace/sum). Source: Cronbach (1951) Psychometrika 16:297, equation 2."""
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def feldt_interval(value, n, k, outside):
    """(low, high) of alpha from n responses to k items. Source: Feldt (1965) Psychometrika 30:357.

    (1 - alpha) F, F on n - 1 and (n - 1)(k - 1) degrees of freedom. `outside` is what both tails leave out together.
    """
    df1, df2 = n - 1, (n - 1) * (k - 1)
    low = 1 - (1 - value) * fdtri(df1, df2, 1 - outside / 2)
    high = 1 - (1 - value) * fdtri(df1, df2, outside / 2)
    return float(low), float(high)


def item_rest(covariance):
    """Correlation of each item with the sum of the others: corrected for the item's own part in the sum."""
    own = np.diag(covariance)
    total = covariance.sum(axis=1)
    rest = covariance.sum() - 2 * total + own
    return (total - own) / np.sqrt(own * rest)


def without_each(covariance):
    """Alpha with each item left out; needs three items."""
    keep = [np.delete(np.arange(len(covariance)), i) for i in range(len(covariance))]
    return tuple(alpha(covariance[np.ix_(rows, rows)]) for rows in keep)


def correlations(values):
    """Correlation matrix, each cell with means and deviations of the rows that have both; as R's cor(use = "pairwise").

    NaN where an item does not vary over those rows.
    """
    there = ~np.isnan(values)
    both = there.T.astype(float) @ there
    filled = np.where(there, values - np.nanmean(values, axis=0), 0.0)
    first, second = filled.T @ there, (filled**2).T @ there
    cross = filled.T @ filled - first * first.T / both
    own = second - first**2 / both  # of item i, over the rows where j is there too
    size = np.sqrt(own * own.T)
    return np.divide(cross, size, out=np.full_like(size, np.nan), where=size > 1e-12)


def spearman_brown(r):
    """Reliability of the sum of two items that correlate r. Source: Spearman (1910), Brown (1910) Br J Psychol 3."""
    return 2 * r / (1 + r)
