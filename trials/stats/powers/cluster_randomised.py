"""Power of a parallel cluster trial: t on unit means, with the baseline as covariate where that is the default."""

import numpy as np

from trials.stats.arithmetic.dunnett import dunnett_critical
from trials.stats.arithmetic.student import check_df, critical
from trials.stats.layout import Layout
from trials.stats.precision import PowerMethod, Precision, both_sides, one_start

# STATISTICS section 3: from these on the baseline proportion is the planned covariate.
LEAST_BASELINE_PERIODS, LEAST_UNITS = 6, 10


def precision(plan, layout: Layout) -> Precision:
    """Variance of a unit's mean after the start, less what the baseline explains; df = units - arms."""
    before, after = layout.periods_before, layout.periods_after
    covers = layout.covariances(before + after)
    variance = covers[:, before:, before:].mean(axis=(1, 2))
    spent = 0
    if before >= LEAST_BASELINE_PERIODS and layout.count >= LEAST_UNITS:
        shared = covers[:, before:, :before].mean(axis=(1, 2))
        own = covers[:, :before, :before].mean(axis=(1, 2))
        variance, spent = variance - shared.mean() ** 2 / own.mean(), 1
    df = layout.count - len(layout.units) - spent
    check_df(df)
    # units are allocated at random, so each arm is expected to hold the average unit
    inflation = 1 + spent / max(df - 1, 1)  # what a chance imbalance of the covariate costs
    control, *others = layout.units
    se = tuple(float(np.sqrt(variance.mean() * inflation * (1 / control + 1 / arm))) for arm in others)
    return Precision(se=se, df=df, bound=bound_of(plan.alpha, df, layout.units))


def bound_of(alpha: float, df: float, units: tuple[int, ...]) -> float:
    """Student's bound for two arms, Dunnett's for several against one control."""
    control, *others = units
    if len(others) == 1:
        return float(critical(alpha, df))
    return dunnett_critical(alpha, df, tuple(float(np.sqrt(arm / (arm + control))) for arm in others))


POWER = PowerMethod(precision=precision, starts=one_start, periods=both_sides)
