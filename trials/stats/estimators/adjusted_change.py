"""Difference of unit changes between treated and other units of like covariates."""

import numpy as np

from trials.stats.arithmetic.arm_regression import fit_arms, fit_weighted_arms
from trials.stats.arithmetic.long_difference import describe
from trials.stats.arithmetic.random_effects import known_variances
from trials.stats.arithmetic.student import t_estimate
from trials.stats.panel import row_means
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Least squares of changes on treatment and the plan's covariates before the start, by the plan's weights.

    The changes in the details are those of both sides at the mean of the covariates.
    """
    changes, plan = evidence.changes, evidence.plan
    treated, precise = changes.treated.astype(float), plan.weights == "precision"
    nuisance = np.column_stack([np.ones(len(treated)), covariates_before(evidence)])
    if precise:
        fit = fit_weighted_arms(changes.change, treated[:, None], nuisance, known_variances(changes.variance))
    else:
        fit = fit_arms(changes.change, treated[:, None], nuisance)
    value, se = fit.contrast(1)
    others = float((changes.change - value * treated).mean())
    weighed = "weighted by precision, Knapp-Hartung" if precise else "equal weights, equal-variance t"
    return t_estimate(
        scale=plan.scale,
        value=value,
        se=se,
        df=fit.df,
        alpha=plan.alpha,
        method=f"Difference of unit changes adjusted for {', '.join(plan.covariates)}, {weighed}",
        around=float(np.abs(np.concatenate([changes.before, changes.after])).max()),
        details={**describe(changes, others + value, others), "covariates": list(plan.covariates)},
    )


def covariates_before(evidence) -> np.ndarray:
    """(units, covariates): each unit's mean before the start, less the mean of all; in the order of the changes."""
    panel, changes = evidence.panel, evidence.changes
    place = {name: row for row, name in enumerate(panel.units)}
    rows = [place[unit] for unit in changes.units]
    before = panel.windows.before
    columns = np.column_stack(
        [row_means(panel.flow[name], before)[rows] for name in evidence.plan.covariates]
    )
    return columns - columns.mean(axis=0)


ESTIMATOR = Estimator(title="Adjusted change", needs=words("changes", "covariates"), run=run)
