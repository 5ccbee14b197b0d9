"""Whether the arms hold units of a size, as chance would have dealt them."""

import numpy as np

from trials.stats.arithmetic.unit_test_of_arms import arms_differ
from trials.stats.clusters import read_clusters
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Sound trials alarm in one of a hundred. At 0.001, as for numbers of cases, arms made of the larger and the smaller
# half of twelve units passed unseen in 63 % of 400 simulated trials; at 0.01 in 7 %.
ALPHA = 0.01


def run(evidence, estimates) -> Finding:
    """t (F with several arms) on the units' log numbers of cases from the start on."""
    clusters = evidence.derive(read_clusters)
    found = arms_differ(np.log(clusters.size), clusters.arm)
    if found is None:
        return Finding("", "cannot tell", "Too few units to compare the sizes of the arms' units.", {})
    p_value, means = found
    facts = {"p_value": p_value, "mean_log_size": dict(zip(clusters.arms, means, strict=True))}
    if p_value < ALPHA:
        text = f"The arms hold units of different size (p = {p_value:.2g}), which chance would seldom have dealt them."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "The arms hold units of much the same size.", facts)


CHECK = Check(
    question="Do the arms hold units of a size?", needs=words("clusters"), run=run, grade=one_step_if_failed
)
