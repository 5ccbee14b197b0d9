"""What is left of the effect for a reader who began by doubting that there was any."""

from scipy.special import ndtr, ndtri

from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Normal prior about nought, the primary as normal likelihood; never the verdict.

    The likelihood's standard error is the primary interval's half-width over the normal quantile, so that what few
    units add to the interval stays in. `probability_better` is that the effect lies on the side the plan calls good.
    """
    primary, plan = evidence.estimate(evidence.design.primary(evidence)), evidence.plan
    if primary.low is None or primary.high is None:
        raise CannotEstimate(
            "b",
            missing="The primary estimate has no interval, so there is no error to weigh a doubt against.",
            would_do="Read the primary estimate alone.",
        )
    z = -float(ndtri(plan.alpha / 2))
    error, prior = ((primary.high - primary.low) / 2 / z) ** 2, plan.sceptical_sd**2
    kept = prior / (prior + error)
    middle, spread = (primary.low + primary.high) / 2, (kept * error) ** 0.5
    value, better = kept * middle, 1 if plan.primary.better == "higher" else -1
    sure = float(ndtr(better * value / spread)) if spread > 0 else float(better * value > 0)
    return Estimate(
        scale=primary.scale,
        value=value,
        low=value - z * spread,
        high=value + z * spread,
        p_value=None,
        df=None,
        method=f"Bayesian reading under a sceptical prior, normal about nought with sd {plan.sceptical_sd:g}",
        reference="posterior, never the verdict",
        details={"prior_sd": plan.sceptical_sd, "kept": kept, "probability_better": sure},
    )


ESTIMATOR = Estimator(title="Sceptical reading", needs=words("sceptical"), run=run)
