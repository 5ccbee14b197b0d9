"""What the nudge did where it was delivered because it was allocated: secondary, never the primary."""

from scipy.special import stdtr

from trials.stats.arithmetic.arm_regression import orthonormal
from trials.stats.arithmetic.ratio_of_effects import ratio_of_effects
from trials.stats.arithmetic.student import check_df, check_variation, critical
from trials.stats.delivery import read_delivery
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The difference of arms over the difference in the share of periods in which it was delivered."""
    found = read_delivery(evidence.panel, evidence.plan, evidence.design)
    df = len(found.y) - orthonormal(found.nuisance).shape[1] - 1
    check_df(df)
    check_variation(float(found.y.std()), float(abs(found.y).max()))
    reach = float(critical(evidence.plan.alpha, df))
    ratio = ratio_of_effects(found.y, found.delivered, found.arm, found.nuisance, reach, df)
    if ratio is None:
        raise CannotEstimate(
            "d",
            missing="The nudge was delivered as often in one arm as in the other: nothing to compare with.",
            would_do="Check the column exposed, or read the comparison as allocated.",
        )
    bounded = "" if ratio.low is not None else "; delivery differed too little for an interval"
    return Estimate(
        scale=evidence.plan.scale,
        value=ratio.value,
        low=ratio.low,
        high=ratio.high,
        p_value=float(2 * stdtr(df, -abs(ratio.statistic))),
        df=float(df),
        method=f"Difference per full delivery (allocation as instrument), interval of Anderson and Rubin{bounded}",
        reference=f"Student's t on {df} degrees of freedom: the test of the comparison as allocated",
        details={"delivery_difference": ratio.delivery, "units": len(found.y)},
    )


ESTIMATOR = Estimator(title="Where delivered", needs=words("exposed", "compared_units"), run=run)
