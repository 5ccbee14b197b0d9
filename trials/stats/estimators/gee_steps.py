"""The stepped wedge's log odds ratio by GEE, Mancl-DeRouen variance and t."""

import numpy as np

from trials.stats.arithmetic.nested_gls import step_columns
from trials.stats.arithmetic.step_gee import fit_gee
from trials.stats.arithmetic.student import check_df, t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
from trials.stats.wedge import check_contrast, describe, sum_to_steps


def run(evidence) -> Estimate:
    """Odds of the average case with against without the nudge in the same step; t on units less two."""
    wedge = evidence.derive(sum_to_steps)
    check_contrast(wedge)
    check_df(len(wedge.units) - 2)
    design = np.concatenate([step_columns(*wedge.size.shape), wedge.treated[..., None]], axis=2)
    events = np.round(np.nan_to_num(wedge.natural) * wedge.size)
    fit = fit_gee(events, wedge.size, design)
    return t_estimate(
        scale="log_odds_ratio",
        value=float(fit.beta[-1]),
        se=float(np.sqrt(fit.mancl_derouen[-1, -1])),
        df=len(wedge.units) - 2,
        alpha=evidence.plan.alpha,
        method="Logistic GEE, one correlation within a unit, Mancl-DeRouen variance",
        details={**describe(wedge), "correlation": fit.correlation},
    )


ESTIMATOR = Estimator(title="GEE over steps", needs=words("steps", "proportion"), run=run)
