"""Whether the average unit and the average case differ alike between allocated arms."""

import numpy as np

from trials.stats.arithmetic.arm_regression import orthonormal
from trials.stats.checks.weights_agree import FRACTION
from trials.stats.cluster_contrast import named_contrast
from trials.stats.clusters import read_clusters
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The unit-average difference against the one with units weighted by their cases."""
    clusters = evidence.derive(read_clusters)
    arm, base = named_contrast(evidence.plan, clusters)
    value, se = clusters.fit.contrast(arm, base)
    design = np.column_stack([clusters.indicators, orthonormal(clusters.nuisance)])
    root = np.sqrt(clusters.size)[:, None]
    beta = np.linalg.lstsq(design * root, clusters.y * root[:, 0], rcond=None)[0]
    effects = np.concatenate([[0.0], beta[: len(clusters.arms) - 1]])
    by_case = float(effects[arm] - effects[base])
    primary = estimates["cluster_t"]
    facts = {"unit_average": value, "case_average": by_case}
    if abs(by_case - value) > FRACTION * (primary.high - primary.low) / 2:
        text = "The average unit and the average case differ differently: the size of a unit is informative."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The average unit and the average case differ much alike.", facts)


CHECK = Check(question="Do large and small units respond alike?", needs=words("cluster_t"), run=run)
