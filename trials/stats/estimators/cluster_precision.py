"""Difference of unit values weighted by how precisely each is known: random effects, Knapp-Hartung."""

import numpy as np

from trials.stats.arithmetic.arm_regression import orthonormal
from trials.stats.arithmetic.random_effects import known_variances, reml_between
from trials.stats.arithmetic.student import check_df, t_estimate
from trials.stats.cluster_contrast import describe_arms, named_contrast
from trials.stats.clusters import read_clusters
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """The plan's contrast; units with more cases count for more, the less so the more units truly differ."""
    clusters, plan = evidence.derive(read_clusters), evidence.plan
    evidence.estimate("cluster_t")  # what refuses the equal-weights contrast refuses this one
    design = np.column_stack([clusters.indicators, orthonormal(clusters.nuisance)])
    df = len(clusters.y) - design.shape[1]
    check_df(df)
    variance = known_variances(clusters.variance)
    between = reml_between(clusters.y, variance, design)
    weights = 1 / (between + variance)
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    beta = inverse @ (design.T @ (weights * clusters.y))
    inflation = float((weights * (clusters.y - design @ beta) ** 2).sum()) / df
    arm, base = named_contrast(plan, clusters)
    row = np.zeros(design.shape[1] + 1)
    row[arm], row[base] = 1.0, -1.0
    row = row[1:]
    return t_estimate(
        scale=plan.scale,
        value=float(row @ beta),
        se=float(np.sqrt(inflation * (row @ inverse @ row))),
        df=df,
        alpha=plan.alpha,
        method="Difference of unit values weighted by precision; random effects by REML, Knapp-Hartung",
        around=float(np.abs(clusters.y).max()),
        details={**describe_arms(evidence, arm, base), "between_unit_variance": between},
    )


ESTIMATOR = Estimator(title="Precision-weighted difference", needs=words("clusters"), run=run)
