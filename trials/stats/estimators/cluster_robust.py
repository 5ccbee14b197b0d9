"""Difference of arms with cases of one officer (or unit) allowed to be alike: CR2 and Satterthwaite."""

import numpy as np

from trials.stats.arithmetic.cr2 import fit_cr2
from trials.stats.arithmetic.student import t_estimate
from trials.stats.cluster_arms import arms_of, numbers_of
from trials.stats.errors import InputRefused
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Least squares of single cases on arm, clusters as the plan's `cluster` names them."""
    panel, plan = evidence.panel, evidence.plan
    names, arm = arms_of(panel, plan)
    labels = panel.labels.get(plan.cluster, np.array(panel.units) if plan.cluster == "unit" else None)
    if labels is None:
        raise InputRefused(
            f"the plan groups cases by {plan.cluster} and the table does not say which",
            remedy=f"Add the column {plan.cluster}.",
        )
    after = panel.windows.after
    size, total = np.nansum(panel.size[:, after], axis=1), np.nansum(panel.total[:, after], axis=1)
    used = size > 0
    design = (arm[used][:, None] == np.arange(len(names))).astype(float)
    own, base = numbers_of(plan, names)
    row = (np.arange(len(names)) == own).astype(float) - (np.arange(len(names)) == base)
    value, se, df = fit_cr2(total[used] / size[used], design, size[used], labels[used], row)
    return t_estimate(
        scale="risk_difference",
        value=value,
        se=se,
        df=df,
        alpha=plan.alpha,
        method=f"Difference of allocated cases, CR2 variance by {plan.cluster}, Satterthwaite",
        around=float(np.abs(total[used] / size[used]).max()),
        details={"clusters": len(np.unique(labels[used]))},
    )


ESTIMATOR = Estimator(
    title="Cluster-robust difference", needs=words("arm_counts", "cluster_named", "risk_difference"), run=run
)
