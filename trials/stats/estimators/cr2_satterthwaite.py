"""Regression of unit changes on treatment, CR2 variance and Satterthwaite degrees of freedom."""

import numpy as np

from trials.stats.arithmetic.long_difference import describe
from trials.stats.arithmetic.student import check_variation, t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Free of the assumption that treated and untreated units vary alike; two units a side at least.

    One change a unit, so clusters are single rows: for a complete panel this equals CR2 on the two-way
    fixed-effects regression of the cells.
    """
    changes = evidence.changes
    value, se, df = fit_cr2(changes.change, np.column_stack([changes.treated.astype(float)]))
    return t_estimate(
        scale=evidence.plan.scale,
        value=value,
        se=se,
        df=df,
        alpha=evidence.plan.alpha,
        method="Difference of mean unit changes, CR2 variance, Satterthwaite degrees of freedom",
        around=float(np.abs(np.concatenate([changes.before, changes.after])).max()),
        details=describe(changes, float(changes.own.mean()), float(changes.others.mean())),
    )


def fit_cr2(
    y: np.ndarray, design: np.ndarray, clusters: np.ndarray | None = None
) -> tuple[float, float, float]:
    """Value, standard error and df of the first column, by diff-diff (equal to clubSandwich)."""
    check_variation(float(np.ptp(y)), float(np.abs(y).max()))
    from diff_diff.linalg import LinearRegression  # slow to import; only this file needs it

    fit = LinearRegression(vcov_type="hc2_bm", cluster_ids=clusters, rank_deficient_action="silent")
    fit.fit(design, y)
    found = fit.get_inference(1)
    return float(found.coefficient), float(found.se), float(found.df)


ESTIMATOR = Estimator(title="CR2 with Satterthwaite", needs=words("changes", "several_a_side"), run=run)
