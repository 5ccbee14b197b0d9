"""Difference of proportions of allocated cases with the score interval."""

from scipy.special import ndtr

from trials.stats.arithmetic.score_difference import score_interval, score_statistic
from trials.stats.individual import read_totals
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The plan's contrast, unadjusted for several arms."""
    totals, alpha = evidence.derive(read_totals), evidence.plan.alpha
    arm, base = totals.contrast
    counts = tuple(map(float, (totals.total[arm], totals.size[arm], totals.total[base], totals.size[base])))
    low, high = score_interval(*counts, alpha, enlarged=True)
    z = score_statistic(*counts, 0.0, enlarged=True)
    return Estimate(
        scale="risk_difference",
        value=counts[0] / counts[1] - counts[2] / counts[3],
        low=low,
        high=high,
        p_value=float(2 * ndtr(-abs(z))),
        df=None,
        method="Difference of proportions, Miettinen and Nurminen's score interval",
        reference="normal",
        details={"z": z},
    )


ESTIMATOR = Estimator(
    title="Score interval", needs=words("arm_counts", "proportion", "risk_difference"), run=run
)
