"""Ratio of two pooled proportions on the log scale; description, so no p-value."""

import math

from trials.stats.arithmetic.ratios import log_ratio_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Log of after over before, all treated units' cases pooled."""
    return log_ratio_estimate(
        evidence, "log_risk_ratio", _log_ratio, "Log ratio of pooled proportions, Katz's interval"
    )


def _log_ratio(events1, cases1, events0, cases0) -> tuple[float, float]:
    value = math.log(events1 / cases1) - math.log(events0 / cases0)
    return value, math.sqrt(1 / events1 - 1 / cases1 + 1 / events0 - 1 / cases0)


ESTIMATOR = Estimator(title="Risk ratio", needs=words("counts", "proportion"), run=run)
