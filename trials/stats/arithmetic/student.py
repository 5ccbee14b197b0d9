"""From an estimate and its standard error to an Estimate on Student's t."""

from collections.abc import Mapping

import numpy as np
from scipy.special import stdtr, stdtrit

from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate

# Relative to the values compared, a standard error this small is rounding of nought: differences of
# doubles of order one leave about 1e-16.
NO_VARIATION = 1e-13


def two_sided(statistic, df):
    """Two-sided p-value of a t statistic."""
    return 2 * stdtr(df, -np.abs(statistic))


def critical(alpha, df):
    """The value of t that leaves alpha in both tails together."""
    return -stdtrit(df, alpha / 2)


def check_df(df: float) -> None:
    """Raise CannotEstimate "b" under two residual degrees of freedom."""
    if df < 2:
        raise CannotEstimate(
            "b",
            missing=f"Only {max(df, 0):g} residual degrees of freedom are left; a test needs two.",
            would_do="Add units, or points in time, on either side.",
        )


def check_variation(se: float, around: float) -> None:
    """Raise CannotEstimate "a" where nothing varies: no p-value can be computed from it."""
    if not se > NO_VARIATION * max(around, 1e-300):
        raise CannotEstimate(
            "a",
            missing="The values do not vary, so no p-value and no interval can be computed from them.",
            would_do="Check that the counts are the real ones: what never varies cannot be tested.",
        )


def t_estimate(
    *,
    scale: str,
    value: float,
    se: float,
    df: float,
    alpha: float,
    method: str,
    details: Mapping,
    around: float = 1.0,
) -> Estimate:
    """Estimate with t interval and p-value; `around` is the size of the values compared."""
    check_df(df)
    check_variation(se, around)
    half = critical(alpha, df) * se
    return Estimate(
        scale=scale,
        value=float(value),
        low=float(value - half),
        high=float(value + half),
        p_value=float(two_sided(value / se, df)),
        df=float(df),
        method=method,
        reference=f"Student's t on {df:.4g} degrees of freedom",
        details={"standard_error": float(se), **details},
    )
