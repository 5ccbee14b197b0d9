"""The primary's effect on the other scale: a ratio beside a difference, a difference beside a ratio."""

from dataclasses import replace

from trials.stats.evidence import Evidence
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The design's own primary, computed again: a reader needs both the absolute and the relative effect."""
    plan = evidence.plan
    other = "log_risk_ratio" if plan.scale == "risk_difference" else "risk_difference"
    own = Evidence(evidence.panel, replace(plan, scale=other), evidence.design)
    return own.estimate(evidence.design.primary(own))


ESTIMATOR = Estimator(
    title="On the other scale", needs=words("randomised", "relative"), run=run, every_outcome="other_scale"
)
