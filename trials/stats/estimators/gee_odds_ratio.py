"""Log odds ratio of two allocated arms by estimating equations, with a small-sample standard error."""

import numpy as np

from trials.stats.arithmetic.cluster_gee import fit_exchangeable
from trials.stats.arithmetic.student import t_estimate
from trials.stats.cluster_contrast import named_contrast
from trials.stats.clusters import read_clusters
from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

# STATISTICS section 3: with fewer the standard error is not to be trusted, whatever its correction.
LEAST_AN_ARM = 5


def run(evidence) -> Estimate:
    """Standard error the mean of Kauermann-Carroll's and Mancl-DeRouen's, t on units less coefficients.

    Source: Ford and Westgate (2017) Biom J 59:478 for the mean of the two.
    """
    clusters, plan = evidence.derive(read_clusters), evidence.plan
    _check_enough(clusters)
    blocks = (clusters.block[:, None] == np.unique(clusters.block)).astype(float)
    paired = clusters.block_kind == "pair"  # one coefficient a pair would spend half the data
    first = np.ones((len(clusters.y), 1)) if paired else blocks
    design = np.column_stack([first, clusters.indicators])
    fit = fit_exchangeable(clusters.total, clusters.size, design)
    arm, base = named_contrast(plan, clusters)
    row = np.zeros(len(clusters.arms))
    row[arm], row[base] = 1.0, -1.0
    row = np.concatenate([np.zeros(first.shape[1]), row[1:]])
    kc, md = (float(np.sqrt(row @ covariance @ row)) for covariance in (fit.kc, fit.md))
    return t_estimate(
        scale="log_odds_ratio",
        value=float(row @ fit.beta),
        se=(kc + md) / 2,
        df=len(clusters.y) - design.shape[1],
        alpha=plan.alpha,
        method="Log odds ratio by exchangeable estimating equations, mean of the KC and MD standard errors",
        details={"working_correlation": fit.alpha, "se_kc": kc, "se_md": md},
    )


def _check_enough(clusters) -> None:
    fewest = int(np.bincount(clusters.arm).min())
    if fewest < LEAST_AN_ARM:
        raise CannotEstimate(
            "b",
            missing=f"An arm has {fewest} units; the odds ratio by estimating equations needs {LEAST_AN_ARM}.",
            would_do="Read the difference of mean unit values, which is sound at every number of units.",
        )


ESTIMATOR = Estimator(title="GEE log odds ratio", needs=words("clusters", "proportion"), run=run)
