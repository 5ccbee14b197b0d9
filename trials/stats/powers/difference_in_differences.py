"""Power of a difference in differences: t on unit changes."""

import numpy as np

from trials.stats.arithmetic.student import check_df, critical
from trials.stats.errors import InputRefused
from trials.stats.layout import Layout
from trials.stats.precision import PowerMethod, Precision, both_sides, one_start


def precision(plan, layout: Layout) -> Precision:
    """Variance of a unit's mean after less its mean before, in each group; df = units - 2."""
    if len(layout.units) != 2 or not layout.periods_before or not layout.periods_after:
        raise InputRefused(
            "a difference in differences has two groups and periods on both sides of the start",
            remedy="Give units of the comparison and of the treated group, and periods before and after.",
        )
    contrast = np.concatenate(
        [
            np.full(layout.periods_before, -1 / layout.periods_before),
            np.full(layout.periods_after, 1 / layout.periods_after),
        ]
    )
    each = np.einsum("j,ujk,k->u", contrast, layout.covariances(len(contrast)), contrast)
    control, treated = layout.units
    own = np.array([each[:control].mean(), each[control:].mean()])
    df = layout.count - 2
    check_df(df)
    true = own[0] / control + own[1] / treated
    pooled = (own * [control - 1, treated - 1]).sum() / df * (1 / control + 1 / treated)
    # the t of the default takes both groups to vary alike: where sizes differ its error is off by this much
    bound = float(critical(plan.alpha, df) * np.sqrt(pooled / true))
    return Precision(se=(float(np.sqrt(true)),), df=df, bound=bound)


POWER = PowerMethod(precision=precision, starts=one_start, periods=both_sides)
