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

ALL_IN_TURN = (
    500  # above, the units that by their residuals move the contrast most each way are left out in turn
)
MOST_IN_TURN = 50


def run(evidence, estimates) -> Finding:
    """The difference with each unit left out in turn, a move measured in the standard error without it."""
    clusters = evidence.derive(read_clusters)
    contrast = named_contrast(evidence.plan, clusters)
    full = clusters.fit.contrast(*contrast)[0]
    chosen = _chosen(clusters, contrast)
    without = {clusters.units[index]: _without(clusters, index, contrast) for index in chosen}
    without = {name: found for name, found in without.items() if found is not None}
    if len(without) < len(chosen):
        return Finding("", "cannot tell", "Too few units in an arm to leave each out.", {})
    smallest = 1e-9 * max(1e-9, float(np.abs(clusters.y).max()))  # others that are all alike
    moves = {name: abs(full - value) / max(se, smallest) for name, (value, se) in without.items()}
    unit = max(sorted(moves), key=moves.get)
    values = [value for value, _ in without.values()]
    facts = {"low": min(values), "high": max(values), "unit": unit, "moves": moves[unit]}
    if moves[unit] > MOST:
        return Finding("", "fails", f"The result rests heavily on one unit: {unit}.", facts)
    return Finding("", "passes", "No single unit carries the result.", facts)


def _chosen(clusters: Clusters, contrast: tuple[int, int]) -> list[int]:
    """All units, or of many those at the ends of how far the contrast moves without each (Belsley et al. 1980)."""
    count = len(clusters.units)
    if count <= ALL_IN_TURN:
        return list(range(count))
    design = np.column_stack([clusters.indicators, clusters.nuisance])
    inverse = np.linalg.pinv(design.T @ design)
    weights = np.zeros(design.shape[1])
    for arm, sign in zip(contrast, (1.0, -1.0), strict=True):
        if arm:
            weights[arm - 1] = sign
    turned = design @ inverse
    residual = clusters.y - turned @ (design.T @ clusters.y)
    left = np.maximum(1 - (turned * design).sum(axis=1), 1e-12)
    order = np.argsort(turned @ weights * residual / left, kind="stable")
    return sorted({*order[:MOST_IN_TURN].tolist(), *order[-MOST_IN_TURN:].tolist()})


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
