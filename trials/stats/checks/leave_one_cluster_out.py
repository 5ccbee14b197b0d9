"""Whether any one allocated unit carries the result."""

from dataclasses import replace

import numpy as np

from trials.stats.arithmetic.arm_regression import fit_arms
from trials.stats.checks.leave_one_unit_out import MOST
from trials.stats.cluster_contrast import named_contrast
from trials.stats.clusters import Clusters, read_clusters
from trials.stats.errors import CannotEstimate
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The difference with each unit left out in turn, a move measured in the standard error without it."""
    clusters = evidence.derive(read_clusters)
    contrast = named_contrast(evidence.plan, clusters)
    full = clusters.fit.contrast(*contrast)[0]
    without = {name: _without(clusters, index, contrast) for index, name in enumerate(clusters.units)}
    without = {name: found for name, found in without.items() if found is not None}
    if len(without) < len(clusters.units):
        return Finding("", "cannot tell", "Too few units in an arm to leave each out.", {})
    smallest = 1e-9 * max(1e-9, float(np.abs(clusters.y).max()))  # others that are all alike
    moves = {name: abs(full - value) / max(se, smallest) for name, (value, se) in without.items()}
    unit = max(sorted(moves), key=moves.get)
    values = [value for value, _ in without.values()]
    facts = {"low": min(values), "high": max(values), "unit": unit, "moves": moves[unit]}
    if moves[unit] > MOST:
        return Finding("", "fails", f"The result rests heavily on one unit: {unit}.", facts)
    return Finding("", "passes", "No single unit carries the result.", facts)


def _without(clusters: Clusters, index: int, contrast: tuple[int, int]) -> tuple[float, float] | None:
    keep = np.arange(len(clusters.y)) != index
    if len(np.unique(clusters.arm[keep])) < len(clusters.arms):
        return None
    fewer = replace(
        clusters, arm=clusters.arm[keep], block=clusters.block[keep], covariates=clusters.covariates[keep]
    )
    try:
        return fit_arms(clusters.y[keep], fewer.indicators, fewer.nuisance).contrast(*contrast)
    except CannotEstimate:
        return None


CHECK = Check(question="Does one unit carry the result?", needs=words("cluster_t"), run=run)
