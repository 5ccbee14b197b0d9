"""Difference of unit changes weighted by precision: random effects by REML, Knapp-Hartung interval."""

import numpy as np

from trials.stats.arithmetic.long_difference import describe
from trials.stats.arithmetic.random_effects import fit_random_effects
from trials.stats.arithmetic.student import check_df, t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Units with more cases count for more, the less so the more units truly differ."""
    changes = evidence.changes
    check_df(len(changes.change) - 2)
    variance = _positive(changes.variance)
    fit = fit_random_effects(changes.change, variance, changes.treated)
    own, others = (
        float(np.average(changes.change[mask], weights=fit.weights[mask]))
        for mask in (changes.treated, ~changes.treated)
    )
    return t_estimate(
        scale=evidence.plan.scale,
        value=fit.value,
        se=fit.se,
        df=len(changes.change) - 2,
        alpha=evidence.plan.alpha,
        method="Difference of unit changes weighted by precision; random effects by REML, Knapp-Hartung",
        around=float(np.abs(np.concatenate([changes.before, changes.after])).max()),
        details={**describe(changes, own, others), "between_unit_variance": fit.between},
    )


def _positive(variance: np.ndarray) -> np.ndarray:
    """Sampling variances with noughts (means whose sd is 0) raised to the smallest that is not.

    Where all are nought every unit is known equally well and weighs the same.
    """
    known = variance[variance > 0]
    return np.where(variance > 0, variance, known.min() if known.size else 1e-12)


ESTIMATOR = Estimator(title="Random-effects change", needs=words("changes"), run=run)
