"""Difference of two pooled proportions, with Newcombe's interval; description, so no p-value."""

from trials.stats.arithmetic.newcombe import newcombe
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """After minus before, all treated units' cases pooled."""
    after, before = evidence.counts
    low, high = newcombe(*after, *before, evidence.plan.alpha)
    shares = after[0] / after[1], before[0] / before[1]
    return Estimate(
        scale="risk_difference",
        value=shares[0] - shares[1],
        low=low,
        high=high,
        p_value=None,
        df=None,
        method="Difference of pooled proportions, Newcombe's interval",
        reference="binomial variation alone",
        details={
            "before": shares[1],
            "after": shares[0],
            "events_before": before[0],
            "cases_before": before[1],
            "events_after": after[0],
            "cases_after": after[1],
        },
    )


ESTIMATOR = Estimator(
    title="Newcombe risk difference", needs=words("counts", "proportion", "risk_difference"), run=run
)
