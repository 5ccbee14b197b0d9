"""The schemes an allocation could have drawn, for a randomisation test of one arm against another."""

from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod
from typing import Any

import numpy as np

from trials.stats.allocating import request_of
from trials.stats.allocation_method import all_methods
from trials.stats.arithmetic.permutation import DRAWS, MOST_ENUMERATED, MOST_HELD
from trials.stats.clusters import Clusters


@dataclass(frozen=True)
class Space:
    """Rows of 0 and 1 (the unit is in the arm); `added` is 1 where they are draws beside the observed one."""

    schemes: np.ndarray
    added: int


def schemes_for(clusters: Clusters, plan: Any, arm: int, base: int) -> Space:
    """What the plan's allocation method could have drawn; by default every exchange within blocks.

    Units of other arms stay in place. Exchanges hold the counts in each block at the observed ones, so the
    test is exact whatever drew them; over 50,000 they are a seeded draw.
    """
    listed = _listed(clusters, plan, arm, base)
    return _exchanges(clusters, plan, arm, base) if listed is None else listed


def _listed(clusters: Clusters, plan: Any, arm: int, base: int) -> Space | None:
    """The schemes of a method that lists its own, where others' units are where they were; else None."""
    allocation = plan.allocation
    method = all_methods().get(allocation.method) if allocation is not None else None
    if method is None or method.space is None or allocation.constraint is None:
        return None
    request = request_of(allocation.constraint)
    strange = sorted(set(clusters.units) - set(request.units) | set(clusters.arms) - set(request.arms))
    if strange:
        return None  # `allocation_kept` says so; what was drawn is then no guide to what is compared
    schemes, added = method.space(request, plan.seed)
    columns = [request.units.index(unit) for unit in clusters.units]
    numbers = np.array([clusters.arms.index(name) if name in clusters.arms else -1 for name in request.arms])
    placed = numbers[np.asarray(schemes)[:, columns]]
    compared = np.isin(clusters.arm, (arm, base))
    same = (np.isin(placed, (arm, base)) == compared).all(axis=1) & (placed[:, compared] == arm).any(axis=1)
    return Space((placed[same] == arm).astype(np.int8), added) if same.any() else None


def _exchanges(clusters: Clusters, plan: Any, arm: int, base: int) -> Space:
    compared = np.isin(clusters.arm, (arm, base))
    own = clusters.arm == arm
    members = [np.flatnonzero(compared & (clusters.block == b)) for b in np.unique(clusters.block)]
    members = [block for block in members if len(block)]
    chosen = [int(own[block].sum()) for block in members]
    count = prod(comb(len(block), k) for block, k in zip(members, chosen, strict=True))
    if count <= MOST_ENUMERATED:
        return Space(_all(members, chosen, len(own)), 0)
    return Space(_drawn(members, chosen, len(own), plan.seed), 1)


def _all(members: list[np.ndarray], chosen: list[int], units: int) -> np.ndarray:
    """Every combination within each block, crossed over blocks."""
    parts = []
    for block, k in zip(members, chosen, strict=True):
        picks = list(combinations(range(len(block)), k))
        rows = np.zeros((len(picks), len(block)), dtype=np.int8)
        rows[np.repeat(np.arange(len(picks)), k), np.array(picks, dtype=int).ravel()] = 1
        parts.append(rows)
    index = np.array(list(product(*(range(len(rows)) for rows in parts))), dtype=int)
    schemes = np.zeros((len(index), units), dtype=np.int8)
    for column, (block, rows) in enumerate(zip(members, parts, strict=True)):
        schemes[:, block] = rows[index[:, column]]
    return schemes


def _drawn(members: list[np.ndarray], chosen: list[int], units: int, seed: int) -> np.ndarray:
    """Seeded draws. The smaller side is drawn, so that exchanging the arms' names changes no p-value."""
    rng = np.random.default_rng(seed)
    schemes = np.zeros((DRAWS, units), dtype=np.int8)
    for block, k in zip(members, chosen, strict=True):
        few, at_once = min(k, len(block) - k), max(1, MOST_HELD // len(block))
        for begun in range(0, DRAWS, at_once):  # some draws at a time: the stream of numbers is the same
            own = slice(begun, min(begun + at_once, DRAWS))
            rows = np.zeros((own.stop - begun, len(block)), dtype=np.int8)
            picked = np.argpartition(rng.random(rows.shape), few, axis=1)[:, :few]
            np.put_along_axis(rows, picked, 1, axis=1)
            schemes[own, block] = rows if few == k else 1 - rows
    return schemes
