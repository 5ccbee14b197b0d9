"""Difference of unit values weighted by how precisely each is known: random effects, Knapp-Hartung."""

from trials.stats.cluster_contrast import primary_contrast
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Units with more cases count for more, the less so the more units truly differ."""
    return primary_contrast(evidence, "precision")


ESTIMATOR = Estimator(title="Precision-weighted difference", needs=words("clusters"), run=run)
