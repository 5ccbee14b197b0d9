"""Difference of proportions of cases allocated one by one, with a band that holds at every look at once."""

from trials.stats.arithmetic.anytime import anytime_p, half_width, mixture_scale
from trials.stats.individual import information, lead, newcombe_difference
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

# Where the plan names no information the band is tightest at a standard error of 2.5 points, that of some 1,500
# cases. It moves the width of the band, not its error.
USUAL_INFORMATION = 0.025**-2


def run(evidence) -> Estimate:
    """The named contrast; valid whenever it is read. Wider than the interval of one planned look."""
    plan = evidence.sealed
    plain = lead(evidence, newcombe_difference)
    known = information(evidence, plain)
    scale = mixture_scale(plan.max_information or USUAL_INFORMATION, plan.alpha)
    half = half_width(known, scale, plan.alpha)
    return Estimate(
        scale="risk_difference",
        value=plain.value,
        low=plain.value - half,
        high=plain.value + half,
        p_value=anytime_p(plain.value, known, scale),
        df=None,
        method="Difference of proportions of allocated cases, band that holds at every look at once",
        reference="normal mixture, valid at any time",
        details={"information": known, "tightest_at": plan.max_information or USUAL_INFORMATION},
    )


ESTIMATOR = Estimator(
    title="Anytime-valid band", needs=words("arm_counts", "proportion", "risk_difference"), run=run
)
