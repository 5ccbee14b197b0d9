"""What a unit contributes to a comparison, one value a unit: for contrasts between groups of its cases."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trials.stats.changes import TRANSFORMS, unit_changes
from trials.stats.cluster_arms import arms_of, numbers_of
from trials.stats.clusters import read_clusters
from trials.stats.panel import Panel, row_means


@dataclass(frozen=True)
class UnitEffects:
    """`arm` is 1 in the arm compared, 0 in its base, or None; `fewest` the cases of the smaller of both."""

    units: tuple[str, ...]
    values: np.ndarray
    arm: np.ndarray | None
    fewest: float


def unit_levels(panel: Panel, plan: Any) -> UnitEffects:
    """Unit values from the start on, of the two arms the plan compares."""
    clusters = read_clusters(panel, plan)
    own, base = numbers_of(plan, clusters.arms)
    kept = np.isin(clusters.arm, (own, base))
    arm = (clusters.arm[kept] == own).astype(int)
    units = tuple(np.array(clusters.units)[kept].tolist())
    return UnitEffects(units, clusters.y[kept], arm, _fewest(clusters.size[kept], arm))


def unit_moves(panel: Panel, plan: Any) -> UnitEffects:
    """Each unit's change from before to after."""
    changes = unit_changes(panel, plan.scale)
    arm = changes.treated.astype(int)
    return UnitEffects(changes.units, changes.change, arm, _fewest(changes.size, arm))


def unit_own_moves(panel: Panel, plan: Any) -> UnitEffects:
    """Each unit's own change from before to after, with no other to compare it with: no arms."""
    cells = panel.values if plan.scale == "risk_difference" else panel.smoothed
    before, after = (row_means(cells, side) for side in (panel.windows.before, panel.windows.after))
    kept = ~np.isnan(before) & ~np.isnan(after)
    transform = TRANSFORMS[plan.scale][0]
    fewest = min(
        float(np.nansum(panel.size[:, side])) for side in (panel.windows.before, panel.windows.after)
    )
    units = tuple(np.array(panel.units)[kept].tolist())
    return UnitEffects(units, transform(after[kept]) - transform(before[kept]), None, fewest)


def unit_gaps(panel: Panel, plan: Any) -> UnitEffects:
    """Within each unit the arm's value less its base's, cases pooled from the start on."""
    names, arm = arms_of(panel, plan)
    own, base = numbers_of(plan, names)
    units, row = np.unique(panel.units, return_inverse=True)
    after = panel.windows.after
    sides = [_pooled(panel, after, row, len(units), arm == number) for number in (own, base)]
    (own_total, own_size), (base_total, base_size) = sides
    kept = (own_size > 0) & (base_size > 0)
    levels = [_level(panel, plan.scale, total[kept], size[kept]) for total, size in sides]
    fewest = float(min(own_size.sum(), base_size.sum()))
    return UnitEffects(tuple(units[kept].tolist()), levels[0] - levels[1], None, fewest)


def _pooled(panel: Panel, after: np.ndarray, row: np.ndarray, count: int, chosen: np.ndarray) -> tuple:
    parts = (np.nansum(matrix[:, after], axis=1) * chosen for matrix in (panel.total, panel.size))
    return tuple(np.bincount(row, weights=part, minlength=count) for part in parts)


def _level(panel: Panel, scale: str, total: np.ndarray, size: np.ndarray) -> np.ndarray:
    if scale == "risk_difference":
        return total / size
    smooth = (total + 0.5) / (size + (1 if panel.kind.name == "proportion" else 0))
    return TRANSFORMS[scale][0](smooth)


def _fewest(size: np.ndarray, arm: np.ndarray) -> float:
    return float(min(size[arm == 1].sum(), size[arm == 0].sum()))
