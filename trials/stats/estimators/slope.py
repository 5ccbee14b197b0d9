"""The change of slope per year, on the link scale: segmented AR(1), rho averaged out."""

from trials.stats.arithmetic.averaged_estimate import LINK_SCALES, averaged_estimate
from trials.stats.arithmetic.series import SLOPE, coefficient
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The change of slope per year, on the log odds (proportions), log (rates) or natural scale (means)."""
    gap, se = coefficient(evidence.series_fit, SLOPE)
    return averaged_estimate(
        evidence, gap, se, LINK_SCALES[evidence.panel.kind.name], "The change of slope per year,"
    )


ESTIMATOR = Estimator(title="Slope", needs=words("long_series"), run=run)
