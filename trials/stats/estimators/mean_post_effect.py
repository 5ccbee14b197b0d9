"""Fitted minus counterfactual, averaged over the periods from the start; AR(1), rho averaged out."""

from trials.stats.arithmetic.averaged_estimate import averaged_estimate
from trials.stats.arithmetic.series import post_effect
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """In points (or on the plan's scale); needs eight points on either side."""
    fit, scale = evidence.series_fit, evidence.plan.scale
    gap, se = post_effect(fit, scale)
    return averaged_estimate(evidence, gap, se, scale, "Mean change after the start, fitted minus projected")


ESTIMATOR = Estimator(title="Mean change after the start", needs=words("series"), run=run)
