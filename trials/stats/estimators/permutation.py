"""The long difference against every way the same number of units could have been treated."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.permutation import permuted_differences
from trials.stats.arithmetic.placebo import TIE
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Value and interval of the long difference; the p-value counts schemes at least as extreme."""
    base = evidence.estimate("cluster_long_difference")
    changes = evidence.changes
    drawn = permuted_differences(changes.change, int(changes.treated.sum()), evidence.plan.seed)
    slack = TIE * max(1.0, abs(base.value))
    as_extreme = int((np.abs(drawn.differences) >= abs(base.value) - slack).sum())
    p_value = (as_extreme + drawn.added) / (len(drawn.differences) + drawn.added)
    return replace(
        base,
        p_value=p_value,
        df=None,
        method="Difference of mean unit changes; permutation of which units were treated",
        reference=f"{'all' if not drawn.added else 'drawn'} {len(drawn.differences)} schemes",
        details={**base.details, "smallest_p": drawn.smallest_p, "schemes": len(drawn.differences)},
    )


ESTIMATOR = Estimator(title="Permutation", needs=words("changes", "several_treated"), run=run)
