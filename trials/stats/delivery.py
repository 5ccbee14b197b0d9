"""How far the nudge was delivered: the share of each unit's periods in which it was, whatever was allocated."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trials.stats.changes import unit_changes
from trials.stats.cluster_arms import numbers_of
from trials.stats.clusters import read_clusters
from trials.stats.panel import Panel, row_means


@dataclass(frozen=True)
class Delivery:
    """Units of the two arms compared: outcome value, share delivered, arm 1 or 0, columns held constant."""

    y: np.ndarray
    delivered: np.ndarray
    arm: np.ndarray
    nuisance: np.ndarray


def read_delivery(panel: Panel, plan: Any, design: Any) -> Delivery:
    """From the trial's clusters, or from changes where units were not allocated by chance."""
    cells = np.where(panel.size > 0, panel.flow["exposed"], np.nan)
    after = dict(zip(panel.units, row_means(cells, panel.windows.after).tolist(), strict=True))
    if "clusters" in design.offers:
        clusters = read_clusters(panel, plan)
        own, base = numbers_of(plan, clusters.arms)
        kept = np.isin(clusters.arm, (own, base))
        units = [unit for unit, chosen in zip(clusters.units, kept, strict=True) if chosen]
        delivered = np.array([after[unit] for unit in units])
        return Delivery(clusters.y[kept], delivered, (clusters.arm[kept] == own), clusters.nuisance[kept])
    changes = unit_changes(panel, plan.scale)
    before = dict(zip(panel.units, row_means(cells, panel.windows.before).tolist(), strict=True))
    delivered = np.array([after[unit] - before[unit] for unit in changes.units])
    return Delivery(changes.change, delivered, changes.treated, np.ones((len(delivered), 1)))
