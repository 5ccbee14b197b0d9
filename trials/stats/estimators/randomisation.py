"""The cluster t against every scheme the allocation could have drawn, with the interval that inverts it."""

from dataclasses import replace

import numpy as np

from trials.stats.allocation_space import schemes_for
from trials.stats.arithmetic.arm_regression import orthonormal
from trials.stats.arithmetic.randomisation import randomisation_test
from trials.stats.arithmetic.student import t_estimate
from trials.stats.cluster_contrast import describe_arms, named_contrast
from trials.stats.clusters import read_clusters
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The plan's contrast; units of other arms stay where they are."""
    clusters, plan = evidence.derive(read_clusters), evidence.plan
    arm, base = named_contrast(plan, clusters)
    value, se = clusters.fit.contrast(arm, base)
    plain = t_estimate(
        scale=plan.scale,
        value=value,
        se=se,
        df=clusters.fit.df,
        alpha=plan.alpha,
        around=float(np.abs(clusters.y).max()),
        method="",
        details=describe_arms(evidence, arm, base),
    )
    chosen = np.isin(clusters.arm, (arm, base))
    space = schemes_for(clusters, plan, arm, base)
    tested = randomisation_test(
        clusters.y[chosen],
        (clusters.arm[chosen] == arm).astype(float),
        space.schemes[:, chosen],
        orthonormal(clusters.nuisance[chosen]),
        added=space.added,
        alpha=plan.alpha,
    )
    drawn = "drawn" if space.added else "all"
    return replace(
        plain,
        low=tested.low,
        high=tested.high,
        p_value=tested.p_value,
        df=None,
        method="Difference of mean unit values; randomisation test over the schemes the allocation allowed",
        reference=f"{drawn} {len(space.schemes)} schemes",
        details={**plain.details, "smallest_p": tested.smallest_p, "schemes": len(space.schemes)},
    )


ESTIMATOR = Estimator(title="Randomisation test", needs=words("clusters"), run=run)
