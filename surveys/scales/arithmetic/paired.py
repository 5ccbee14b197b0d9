"""Changes within persons, in standard deviations of the change, and beyond what error of measurement gives."""

import numpy as np
from scipy.optimize import brentq
from scipy.special import nctdtr

BEYOND = 1.96  # Jacobson and Truax: a change that error alone exceeds in one of twenty


def d_z(changes, outside):
    """(mean/sd, low, high) of changes, by inversion of the noncentral t; None where they do not vary.

    Source: Cohen (1988), section 2.3; Steiger and Fouladi (1997) for the interval.
    """
    n, sd = len(changes), float(np.std(changes, ddof=1))
    if not sd > 0:
        return None
    t = float(np.mean(changes)) / sd * np.sqrt(n)
    low = _ncp(t, n - 1, 1 - outside / 2)
    high = _ncp(t, n - 1, outside / 2)
    return t / np.sqrt(n), low / np.sqrt(n), high / np.sqrt(n)


def _ncp(t, df, probability):
    """The noncentrality at which a t this small has that probability."""
    width = 6 * np.sqrt(1 + t**2 / (2 * df))  # six standard errors of the noncentrality, either way

    def excess(ncp):
        # no number comes back far out, where the probability is nought or one
        return float(np.nan_to_num(nctdtr(df, ncp, t), nan=float(ncp < t))) - probability

    return float(brentq(excess, t - width, t + width, xtol=1e-10))


def reliable_changes(before, after, reliability):
    """(standard error of a difference, each response's index).

    S_diff = sd(before) sqrt(2 (1 - reliability)); index = change / S_diff. Source: Jacobson and Truax (1991)
    J Consult Clin Psychol 59:12.
    """
    error = float(np.std(before, ddof=1)) * np.sqrt(2 * (1 - reliability))
    return error, (after - before) / error
