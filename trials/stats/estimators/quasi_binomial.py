"""The step at the start from a quasi-likelihood fit of the counts, errors taken as independent."""

from trials.stats.arithmetic.averaged_estimate import LINK_SCALES
from trials.stats.arithmetic.quasi import fit_quasi
from trials.stats.arithmetic.series import LEVEL
from trials.stats.arithmetic.student import t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """For the picture beside the primary: it ignores that neighbouring periods are alike."""
    fit = evidence.series_fit
    found = fit_quasi(fit.pooled.total, fit.pooled.size, fit.design, family="binomial")
    return t_estimate(
        scale=LINK_SCALES["proportion"],
        value=float(found.beta[LEVEL]),
        se=float(found.se[LEVEL]),
        df=found.df,
        alpha=evidence.plan.alpha,
        method="Step at the start; quasi-binomial segmented regression",
        details={"dispersion": found.dispersion},
    )


ESTIMATOR = Estimator(
    title="Quasi-binomial", needs=words("long_series", "proportion", "uncontrolled"), run=run
)
