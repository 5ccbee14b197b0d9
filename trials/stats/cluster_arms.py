"""Which arm, stratum and pair each unit was allocated to, from the table and the sealed allocation."""

from typing import Any

import numpy as np

from trials.stats.errors import InputRefused
from trials.stats.panel import Panel


def arms_of(panel: Panel, plan: Any) -> tuple[tuple[str, ...], np.ndarray]:
    """(names, the control first; the number of each unit's arm). InputRefused where they contradict."""
    if not panel.arms:
        return _two_names(plan), panel.treated.astype(int)
    if panel.arm is None:
        raise InputRefused("arm changes within a unit", remedy="Give each unit the arm it was allocated to.")
    control = plan.control or _never_treated(panel)
    _check_names(panel, plan, control)
    planned = [name for name in plan.arms or panel.arms if name != control]
    names = (control, *planned)
    arm = np.array([names.index(name) for name in panel.arm.tolist()])
    # a treated arm's unit lost before the start was never seen treated, and contradicts nothing
    idle = (panel.in_force[:, panel.windows.after] == 0).any(axis=1)
    wrong = np.where(arm > 0, idle, panel.treated)
    if wrong.any():
        raise InputRefused(
            "arm and treated contradict each other",
            where=f"unit {panel.units[int(np.argmax(wrong))]}",
            remedy=f"treated is 1 from the start in every arm but the control, {control}.",
        )
    return names, arm


def numbers_of(plan: Any, names: tuple[str, ...]) -> tuple[int, int]:
    """(arm, base) the verdict rests on: the plan's own contrast, else the first arm against control."""
    if plan.primary_contrast is None:
        return 1, 0
    unknown = [name for name in plan.primary_contrast if name not in names]
    if unknown or len(set(plan.primary_contrast)) != 2 or len(plan.primary_contrast) != 2:
        raise InputRefused(
            f"the primary contrast {plan.primary_contrast!r} does not name two arms",
            remedy=f"Name two of: {', '.join(names)}.",
        )
    arm, base = (names.index(name) for name in plan.primary_contrast)
    return arm, base


def _two_names(plan: Any) -> tuple[str, str]:
    if plan.arms is None or len(plan.arms) != 2:
        if plan.arms is not None:
            raise InputRefused(
                "the table has no column arm", remedy="Name each unit's arm: the plan has several."
            )
        return ("control", "treated")
    control = plan.control or plan.arms[0]
    return (control, next(name for name in plan.arms if name != control))


def _never_treated(panel: Panel) -> str:
    idle = sorted({name for name, treated in zip(panel.arm, panel.treated, strict=True) if not treated})
    if len(idle) != 1:
        raise InputRefused("the plan names no control arm", remedy="Name the control in the plan.")
    return str(idle[0])


def _check_names(panel: Panel, plan: Any, control: str) -> None:
    known = set(plan.arms or panel.arms) | {control}
    unknown = sorted(set(panel.arms) - known)
    if unknown:
        raise InputRefused(f"the plan has no arm {', '.join(unknown)}", remedy="Correct arm in the table.")


def blocks_of(panel: Panel, plan: Any) -> tuple[str, np.ndarray]:
    """("pair", "stratum" or "", the label of each unit's block): from the allocation, else the table."""
    pairs, strata = _named(plan.allocation, "pairs"), _named(plan.allocation, "strata")
    if pairs:
        names = {unit: f"pair {number}" for number, pair in enumerate(pairs) for unit in pair}
        return "pair", _labels(panel, names)
    if strata:
        return "stratum", _labels(panel, dict(strata))
    for name in ("pair", "stratum"):
        if name in panel.labels:
            return name, panel.labels[name]
    if plan.allocation is not None and (plan.allocation.pairs or plan.allocation.strata):
        raise InputRefused(
            "units were allocated within strata or pairs and nothing says which",
            remedy="Add the column stratum or pair, or name them unit by unit in the allocation.",
        )
    return "", np.full(len(panel.units), "")


def _named(allocation: Any, field: str) -> tuple:
    """An allocation's pairs (unit, unit ...) or strata (unit, stratum); none where it holds only their names."""
    entries = () if allocation is None else getattr(allocation, field)
    return entries if all(isinstance(entry, tuple) for entry in entries) else ()


def _labels(panel: Panel, names: dict) -> np.ndarray:
    unknown = [unit for unit in panel.units if unit not in names]
    if unknown:
        raise InputRefused(
            "the allocation names no stratum or pair for a unit",
            where=f"unit {unknown[0]}",
            remedy="Take the unit out, or correct its name: only allocated units are compared.",
        )
    return np.array([str(names[unit]) for unit in panel.units])


def two_arms(evidence: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """(events, cases) from the start on of the arm compared and of its base, all units pooled."""
    panel, after = evidence.panel, evidence.panel.windows.after
    names, arm = arms_of(panel, evidence.plan)
    chosen = numbers_of(evidence.plan, names)
    total, size = (np.nansum(matrix[:, after], axis=1) for matrix in (panel.total, panel.size))
    return tuple((float(total[arm == side].sum()), float(size[arm == side].sum())) for side in chosen)
