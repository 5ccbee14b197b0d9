"""Difference of the rates of arms to which cases were allocated one by one."""

from trials.stats.individual import lead, rate_difference
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Events over exposure, pooled over units and periods from the start."""
    return lead(evidence, rate_difference)


ESTIMATOR = Estimator(
    title="Rate difference of arms", needs=words("arm_counts", "rate", "risk_difference"), run=run
)
