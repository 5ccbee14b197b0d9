"""The treatment effect of a stepped wedge by GLS with planned weights; p by permuting sequences over units."""

from typing import Any

import numpy as np

from trials.stats.arithmetic.nested_gls import Variances, inverse_blocks
from trials.stats.arithmetic.sequence_permutation import allocation_space, build_frame, stand
from trials.stats.arithmetic.student import check_variation
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
from trials.stats.wedge import check_contrast, describe, sum_to_steps

# Where the plan names none: the planning ICC STATISTICS section 3 takes under twenty units, and the CAC
# most stepped wedges are planned with (Hooper et al. 2016). They move the power, not the error rate.
PLANNING_ICC, PLANNING_CAC = 0.05, 0.8


def run(evidence) -> Estimate:
    """Effect in force against not, steps taken out; (d) no step with both, (a) too few allocations."""
    wedge, plan = evidence.derive(sum_to_steps), evidence.plan
    check_contrast(wedge)
    check_variation(float(np.nanmax(np.nanstd(wedge.value, axis=0))), float(np.nanmax(np.abs(wedge.value))))
    space = allocation_space(wedge.sequence, wedge.stratum, plan.seed)
    standing = stand(
        build_frame(inverse_blocks(wedge.weight_size, planned(plan)), wedge.labels, space),
        np.nan_to_num(wedge.value),
        wedge.sequence,
    )
    _check_attainable(standing, plan.alpha)
    low, high = standing.interval(plan.alpha)
    return Estimate(
        scale=plan.scale,
        value=standing.estimate,
        low=low,
        high=high,
        p_value=standing.p_value(),
        df=None,
        method="Step effects taken out, planned nested-exchangeable weights; sequences permuted over units",
        reference=f"{'drawn' if space.added else 'all'} {len(space.sequences)} allocations of the sequences",
        details={**describe(wedge), "allocations": len(space.sequences), "smallest_p": standing.smallest_p},
    )


def planned(plan: Any) -> Variances:
    """The plan's ICC and CAC as shares of variance, or the defaults."""
    icc = PLANNING_ICC if plan.icc is None else plan.icc
    return Variances.planned(icc, PLANNING_CAC if plan.cac is None else plan.cac)


def _check_attainable(standing, alpha: float) -> None:
    if standing.smallest_p > alpha:
        raise CannotEstimate(
            "a",
            missing=f"With {len(standing.low)} possible allocations no p-value is under "
            f"{standing.smallest_p:.3g}, above {alpha:g}.",
            would_do="Allocate more units, or more sequences.",
        )


ESTIMATOR = Estimator(title="Permuted sequences", needs=words("steps"), run=run)
