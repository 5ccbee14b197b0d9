"""Odds ratio of two pooled proportions on the log scale; description, so no p-value."""

import math

from trials.stats.arithmetic.ratios import log_ratio_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Log odds after minus log odds before, all treated units' cases pooled."""
    return log_ratio_estimate(
        evidence, "log_odds_ratio", _log_odds, "Log odds ratio of pooled counts, Woolf's interval"
    )


def _log_odds(events1, cases1, events0, cases0) -> tuple[float, float]:
    rest1, rest0 = cases1 - events1, cases0 - events0
    value = math.log(events1 / rest1) - math.log(events0 / rest0)
    return value, math.sqrt(1 / events1 + 1 / rest1 + 1 / events0 + 1 / rest0)


ESTIMATOR = Estimator(title="Odds ratio", needs=words("counts", "proportion"), run=run)
