"""Difference of proportions of cases allocated one by one, with Newcombe's interval."""

from trials.stats.individual import lead, newcombe_difference
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """All units and periods from the start pooled; p inverts the interval."""
    return lead(evidence, newcombe_difference)


ESTIMATOR = Estimator(
    title="Newcombe risk difference of arms",
    needs=words("arm_counts", "proportion", "risk_difference"),
    run=run,
)
