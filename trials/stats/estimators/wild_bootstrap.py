"""The long difference against a wild bootstrap of unit changes with the null imposed."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.wild import wild_p_value
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Value and interval of the long difference; the p-value counts draws at least as extreme."""
    base = evidence.estimate("cluster_long_difference")
    changes = evidence.changes
    order = np.lexsort(
        (changes.units, changes.size, changes.before, changes.change)
    )  # whichever side is called treated
    p_value, draws = wild_p_value(changes.change[order], changes.treated[order], evidence.plan.seed)
    return replace(
        base,
        p_value=p_value,
        df=None,
        method="Difference of mean unit changes; wild bootstrap, null imposed, Rademacher signs",
        reference=f"{draws} draws of signs",
        details={**base.details, "draws": draws},
    )


ESTIMATOR = Estimator(title="Wild bootstrap", needs=words("changes", "several_a_side"), run=run)
