"""Randomisation inference of a cluster trial: ours from cells, 9,999 draws with the interval, scipy's p-value alone.

For information. scipy is given the unit values, and takes all draws at once, its fastest way.
"""

import numpy as np
from scipy.stats import permutation_test

from tests.load.stats.case_rows import cluster_trial
from tests.load.stats.turns import REPEATS, in_turn, table
from trials.stats import Plan
from trials.stats.clusters import read_clusters
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

PLAN = Plan("cluster_randomised", seed=11)
DRAWS = 9_999


def exchanged(cells):
    """Our estimate with its randomisation p-value and interval."""
    return read_evidence(PLAN, all_designs()["cluster_randomised"], cells).estimate("randomisation")


def by_scipy(own: np.ndarray, others: np.ndarray) -> float:
    """scipy's two-sided p of the difference of means, all draws at once."""

    def apart(x, y, axis):
        return x.mean(axis=axis) - y.mean(axis=axis)

    rng = np.random.default_rng(1)
    return float(permutation_test((own, others), apart, n_resamples=DRAWS, vectorized=True, rng=rng).pvalue)


def measured(repeats: int = REPEATS) -> dict:
    """Times and both p-values."""
    cells = cluster_trial(units=20, months=8, cases=60, effect=0.05, seed=1)
    clusters = read_clusters(read_evidence(PLAN, all_designs()["cluster_randomised"], cells).panel, PLAN)
    own, others = clusters.y[clusters.arm == 1], clusters.y[clusters.arm == 0]
    ways = {"ours": lambda: exchanged(cells) and None, "scipy": lambda: by_scipy(own, others) and None}
    p_values = {"ours": exchanged(cells).p_value, "scipy": by_scipy(own, others)}
    return table("exchanges", in_turn(ways, repeats), {}, p_values=p_values)
