"""How alike one unit's steps are: the cluster autocorrelation on the natural scale."""

from trials.stats.arithmetic.profile import cac_interval
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
from trials.stats.wedge import sum_to_steps
from trials.stats.wedge_model import constant_effect, model_cells


def run(evidence) -> Estimate:
    """Share of the variance between units that lasts from step to step, with its profile interval."""
    wedge, fit = evidence.derive(sum_to_steps), evidence.derive(constant_effect)
    between = fit.variances.tau2 + fit.variances.gamma2
    if not between > 0:
        raise CannotEstimate(
            "a",
            missing="Units do not differ beyond chance, so what lasts of their differences has no value.",
            would_do="Plan with an autocorrelation from earlier data.",
        )
    cac = fit.variances.tau2 / between
    cells = model_cells(wedge, wedge.labels[..., None])
    low, high = cac_interval(cells, cac, evidence.plan.alpha)
    return Estimate(
        scale="correlation",
        value=cac,
        low=low,
        high=high,
        p_value=None,
        df=None,
        method="Cluster autocorrelation between steps, from REML variances",
        reference="profile likelihood",
    )


ESTIMATOR = Estimator(
    title="Cluster autocorrelation", needs=words("steps", "within"), run=run, every_outcome="cac"
)
