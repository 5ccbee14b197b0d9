"""Power of staggered starts: the extended two-way fixed effects as a weighted sum of cells."""

import numpy as np

from trials.stats.arithmetic.student import check_df, critical
from trials.stats.errors import InputRefused
from trials.stats.layout import Layout
from trials.stats.precision import PowerMethod, Precision


def precision(plan, layout: Layout) -> Precision:
    """Variance of the effect's own weights under the planned correlations; df = units - 1.

    `Layout.units` holds the units never treated first, then each cohort in the order it starts. Units of unlike
    size are taken in the order given. Under thirty units the default permutes cohorts; t stands in for that.
    """
    treated = starts(layout)[:, None] <= np.arange(1, periods(layout) + 1)
    weights = effect_weights(treated)
    covers = layout.covariances(periods(layout))
    df = layout.count - 1
    check_df(df)
    variance = float(np.einsum("uj,ujk,uk->", weights, covers, weights))
    return Precision(se=(float(np.sqrt(variance)),), df=df, bound=float(critical(plan.alpha, df)))


def effect_weights(treated: np.ndarray) -> np.ndarray:
    """What each cell (units, periods) counts in the mean over treated cells less their unit and period effects.

    Borusyak, Jaravel and Spiess (2024) REStud 91:3253: effects come from the untreated cells alone.
    """
    unit, period = np.indices(treated.shape)
    dummies = np.column_stack(
        [np.eye(treated.shape[0])[unit.ravel()], np.eye(treated.shape[1])[period.ravel()]]
    )
    on = treated.ravel()
    share = np.where(on, 1 / on.sum(), 0.0)
    pull = np.linalg.pinv(dummies[~on]).T @ (dummies[on].T @ share[on])
    share[~on] = -pull
    return share.reshape(treated.shape)


def starts(layout: Layout) -> np.ndarray:
    """Each unit's first treated period; infinite for the first group."""
    if len(layout.units) < 2 or not layout.periods_before:
        raise InputRefused(
            "staggered starts need units never treated, cohorts and periods before the first start",
            remedy="Give the units never treated first, then each cohort, and the periods before.",
        )
    first = layout.periods_before + layout.periods_per_step * np.arange(len(layout.units) - 1) + 1.0
    return np.repeat([np.inf, *first], layout.units)


def periods(layout: Layout) -> int:
    """Periods in all: those before, then one step after each start."""
    return layout.periods_before + layout.periods_per_step * (len(layout.units) - 1)


POWER = PowerMethod(
    precision=precision,
    starts=starts,
    periods=periods,
    words="Closed form: the estimate's weights under the planned correlations, t",
)
