"""Mean change of the treated units minus mean change of the others, equal-variance t."""

import numpy as np

from trials.stats.arithmetic.long_difference import long_difference
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Every unit counts once, whatever its size."""
    changes = evidence.changes
    return long_difference(
        changes,
        np.ones(len(changes.change)),
        evidence.plan,
        method="Difference of mean unit changes, equal weights, equal-variance t",
    )


ESTIMATOR = Estimator(title="Cluster long difference", needs=words("changes"), run=run)
