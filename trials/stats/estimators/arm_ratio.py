"""Log ratio of proportions, odds or rates of cases allocated one by one."""

from trials.stats.errors import InputRefused
from trials.stats.individual import lead, ratio_difference
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """On the plan's logarithmic scale."""
    if evidence.plan.scale == "risk_difference":
        raise InputRefused(
            "a ratio was asked for on a difference's scale", remedy="Choose a logarithmic scale."
        )
    return lead(evidence, ratio_difference)


ESTIMATOR = Estimator(title="Log ratio of arms", needs=words("arm_counts", "ratio"), run=run)
