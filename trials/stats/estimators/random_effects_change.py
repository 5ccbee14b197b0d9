"""Difference of unit changes weighted by precision: random effects by REML, Knapp-Hartung interval."""

import numpy as np

from trials.stats.arithmetic.long_difference import describe
from trials.stats.arithmetic.random_effects import fit_random_effects, known_variances
from trials.stats.arithmetic.student import check_df, t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Units with more cases count for more, the less so the more units truly differ."""
    changes = evidence.changes
    check_df(len(changes.change) - 2)
    variance = known_variances(changes.variance)
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


ESTIMATOR = Estimator(title="Random-effects change", needs=words("changes"), run=run)
