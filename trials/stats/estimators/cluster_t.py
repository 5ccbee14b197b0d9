"""Difference of mean unit values of two allocated arms, equal-variance t within strata or pairs."""

from trials.stats.cluster_contrast import primary_contrast
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Every unit counts once, whatever its size; only periods from the start are read."""
    return primary_contrast(evidence, "equal")


ESTIMATOR = Estimator(title="Cluster t", needs=words("clusters"), run=run)
