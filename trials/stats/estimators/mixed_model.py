"""The stepped wedge's effect by the nested-exchangeable mixed model, REML and Satterthwaite."""

import numpy as np

from trials.stats.arithmetic.student import t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
from trials.stats.wedge import describe, sum_to_steps
from trials.stats.wedge_model import constant_effect


def run(evidence) -> Estimate:
    """As R's lmer on rows with (1 | unit) + (1 | unit:step): trusts the model for its error, so never primary."""
    wedge, fit = evidence.derive(sum_to_steps), evidence.derive(constant_effect)
    value, se, df = fit.contrast(np.eye(len(fit.beta))[-1])
    found = fit.variances
    return t_estimate(
        scale="risk_difference",
        value=value,
        se=se,
        df=min(df, wedge.size.sum()),
        alpha=evidence.plan.alpha,
        method="Mixed model of units and steps, variances by REML, Satterthwaite degrees of freedom",
        around=float(np.nanmax(np.abs(wedge.natural))),
        details={
            **describe(wedge),
            "variance_between_units": found.tau2,
            "variance_between_steps": found.gamma2,
            "variance_between_cases": found.sigma2,
        },
    )


ESTIMATOR = Estimator(title="Mixed model", needs=words("steps", "within"), run=run)
