"""How alike cases of one unit in one step are: the intraclass correlation on the natural scale."""

from trials.stats.arithmetic.profile import MOST, icc_interval
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
from trials.stats.wedge import sum_to_steps
from trials.stats.wedge_model import constant_effect, model_cells


def run(evidence) -> Estimate:
    """Share of the variance that lies between units and steps, with its profile-likelihood interval."""
    wedge, fit = evidence.derive(sum_to_steps), evidence.derive(constant_effect)
    between = fit.variances.tau2 + fit.variances.gamma2
    icc = min(between / (between + fit.variances.sigma2), MOST)
    cells = model_cells(wedge, wedge.labels[..., None])
    low, high = icc_interval(cells, icc, evidence.plan.alpha)
    return Estimate(
        scale="correlation",
        value=icc,
        low=low,
        high=high,
        p_value=None,
        df=None,
        method="Intraclass correlation within a step, from REML variances",
        reference="profile likelihood",
    )


ESTIMATOR = Estimator(
    title="Intraclass correlation", needs=words("steps", "within"), run=run, every_outcome="icc"
)
