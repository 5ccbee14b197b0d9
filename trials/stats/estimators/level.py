"""The step at the start on the link scale: segmented AR(1), rho averaged out."""

from trials.stats.arithmetic.averaged_estimate import LINK_SCALES, averaged_estimate
from trials.stats.arithmetic.series import LEVEL, coefficient
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The step at the start on the log odds (proportions), log (rates) or natural scale (means)."""
    gap, se = coefficient(evidence.series_fit, LEVEL)
    return averaged_estimate(
        evidence, gap, se, LINK_SCALES[evidence.panel.kind.name], "The step at the start"
    )


ESTIMATOR = Estimator(title="Level", needs=words("long_series"), run=run)
