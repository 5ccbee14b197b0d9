"""Difference of the means of arms to which cases were allocated one by one."""

from trials.stats.individual import lead, welch_difference
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Welch's t on single cases, from the n, mean and sd of the cells."""
    return lead(evidence, welch_difference)


ESTIMATOR = Estimator(title="Mean difference of arms", needs=words("arm_counts", "continuous"), run=run)
