"""Power of a parallel cluster trial: t on unit means, with the baseline as covariate where that is the default."""

import numpy as np

from trials.stats.arithmetic.student import check_df
from trials.stats.frame import BASELINE
from trials.stats.layout import Layout
from trials.stats.planned_arms import blocks_planned, bound_of, contrasts_tested, share_of_variance
from trials.stats.precision import PowerMethod, Precision, both_sides, check_arms, one_start

# STATISTICS section 3: from these on the baseline proportion is the planned covariate.
LEAST_BASELINE_PERIODS, LEAST_UNITS = 6, 10


def precision(plan, layout: Layout) -> Precision:
    """Variance of a unit's mean after the start, less what the baseline explains.

    df = units - arms - covariates - (blocks - 1). What pairs, strata or further covariates explain is not known
    beforehand and not counted: they cost degrees of freedom alone.
    """
    check_arms(layout)
    before = layout.periods_before
    covers = layout.covariances(both_sides(layout))
    variance = covers[:, before:, before:].mean(axis=(1, 2))
    spent = int(_reads_baseline(plan, layout))
    if spent:
        shared = covers[:, before:, :before].mean(axis=(1, 2))
        own = covers[:, :before, :before].mean(axis=(1, 2))
        variance = variance - shared.mean() ** 2 / own.mean()
    spent += len(set(plan.covariates) - {BASELINE})
    blocks = len(np.unique(blocks_planned(plan, layout)))
    df = layout.count - len(layout.units) - spent - (blocks - 1)
    check_df(df)
    # units are allocated at random, so each arm is expected to hold the average unit
    inflation = 1 + spent / max(df - 1, 1)  # what a chance imbalance of the covariates costs
    contrasts = contrasts_tested(plan, layout)
    shares = share_of_variance(layout, contrasts)
    se = tuple(float(np.sqrt(variance.mean() * inflation * share)) for share in shares)
    return Precision(se=se, df=df, bound=bound_of(plan.alpha, df, layout.units, contrasts))


def _reads_baseline(plan, layout: Layout) -> bool:
    """Whether a unit's own past is a covariate: by the plan's word, or by default where there is enough of it."""
    default = layout.periods_before >= LEAST_BASELINE_PERIODS and layout.count >= LEAST_UNITS
    return bool(layout.periods_before) and (default or BASELINE in plan.covariates)


POWER = PowerMethod(precision=precision, starts=one_start, periods=both_sides)
