"""Subgroups of cases within the same units: what the nudge did in each, unit by unit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.frame import read_frame
from trials.stats.panel import Panel
from trials.stats.unit_effects import UnitEffects


@dataclass(frozen=True, kw_only=True)
class GroupValues:
    """`values` (units, groups) on the plan's scale, of units that have all groups.

    `arm` is 1 in the arm compared and 0 in its base; None where each value is a difference of both arms in one
    unit already. `left_out` are groups with too few cases in an arm, `incomplete` units without some group.
    """

    units: tuple[str, ...]
    groups: tuple[str, ...]
    values: np.ndarray
    arm: np.ndarray | None
    left_out: tuple[str, ...]
    incomplete: tuple[str, ...]


def read_groups(table: Any, plan: Any, design: Any, panel: Panel) -> Mapping[str, Panel]:
    """{group: its own Panel, with the periods of the whole}; empty where the table names no group."""
    if not plan.groups or "group" not in table:
        return {}
    names = table["group"].astype(str)
    known = sorted(set(names))
    chosen = _chosen(plan, known)
    alone = replace(plan, groups=(), start=panel.windows.start)
    split = (*design.split, *(plan.covariates if design.split else ()))
    found = {}
    for name in chosen:
        part = table[(names == name).to_numpy()].drop(columns="group")
        try:
            found[name] = read_frame(
                part, alone, staggered=design.staggered, baseline=design.baseline, split=split
            )
        except InputRefused:  # the whole table is sound, so this group has no case where some are needed
            found[name] = None
    return found


def _chosen(plan: Any, known: list[str]) -> list[str]:
    """The plan names the groups compared, or what they are groups of ("age band"): then all are."""
    absent = [name for name in plan.groups if name not in known]
    if not absent:
        return sorted(plan.groups)
    if len(plan.groups) == 1:
        return known
    raise InputRefused(
        f"no case of the table is in the group {', '.join(absent)}",
        remedy=f"Name groups of the table: {', '.join(known)}.",
    )


def group_values(evidence: Any) -> GroupValues:
    """Unit values of each group with `min_cell` cases an arm or more."""
    parts = {name: _of_one(evidence, panel) for name, panel in evidence.groups.items()}
    found = {name: part for name, part in parts.items() if part is not None}
    every = sorted({unit for part in found.values() for unit in part.units})
    values = np.full((len(every), len(found)), np.nan)
    arm = np.zeros(len(every), dtype=int)
    for column, part in enumerate(found.values()):
        rows = np.searchsorted(every, part.units)
        values[rows, column] = part.values
        arm[rows] = 0 if part.arm is None else part.arm
    whole = ~np.isnan(values).any(axis=1) if found else np.zeros(0, dtype=bool)
    order = np.flatnonzero(whole)[np.lexsort((*values[whole].T, arm[whole]))] if whole.any() else []
    paired = any(part.arm is None for part in found.values())
    return GroupValues(
        units=tuple(every[row] for row in order),
        groups=tuple(found),
        values=values[order],
        arm=None if paired else arm[order],
        left_out=tuple(name for name, part in parts.items() if part is None),
        incomplete=tuple(unit for unit, complete in zip(every, whole, strict=True) if not complete),
    )


def _of_one(evidence: Any, panel: Panel | None) -> UnitEffects | None:
    """One group's unit values; None where an arm has under `min_cell` cases or none at all."""
    if panel is None:
        return None
    try:
        found = evidence.design.unit_effects(panel, replace(evidence.plan, groups=()))
    except (InputRefused, CannotEstimate):
        return None
    return found if found.fewest >= evidence.plan.min_cell else None
