"""What a plan says about the arms of a layout: their names, the contrasts tested, the blocks they are drawn in."""

from typing import Any

import numpy as np

from trials.stats.arithmetic.dunnett import dunnett_critical
from trials.stats.arithmetic.student import critical
from trials.stats.errors import InputRefused
from trials.stats.layout import Layout


def arm_names(plan: Any, layout: Layout) -> tuple[str, ...]:
    """The layout's arms by name, the control first. InputRefused where the plan names another number of them."""
    if plan.arms is None:
        return ("control", *(f"arm {number}" for number in range(1, len(layout.units))))
    if len(plan.arms) != len(layout.units):
        raise InputRefused(
            f"the plan names {len(plan.arms)} arms and the layout has {len(layout.units)}",
            remedy="Give the number of units of every arm, the control's first.",
        )
    control = plan.control or plan.arms[0]
    return (control, *(name for name in plan.arms if name != control))


def contrasts_tested(plan: Any, layout: Layout) -> list[tuple[int, int]]:
    """(arm, base) by number: the contrast the plan names, which is tested alone, else each arm against control."""
    if plan.primary_contrast is None or len(layout.units) == 2:
        return [(arm, 0) for arm in range(1, len(layout.units))]
    names = arm_names(plan, layout)
    if len(plan.primary_contrast) != 2 or not set(plan.primary_contrast) <= set(names):
        raise InputRefused(
            f"the primary contrast {plan.primary_contrast!r} does not name two arms",
            remedy=f"Name two of: {', '.join(names)}.",
        )
    arm, base = map(names.index, plan.primary_contrast)
    return [(arm, base)]


def share_of_variance(layout: Layout, contrasts: list[tuple[int, int]]) -> tuple[float, ...]:
    """What a unit's variance is multiplied by in each contrast."""
    return tuple(1 / layout.units[arm] + 1 / layout.units[base] for arm, base in contrasts)


def bound_of(alpha: float, df: float, units: tuple[int, ...], contrasts: list[tuple[int, int]]) -> float:
    """Student's bound for one contrast, Dunnett's for several arms against one control."""
    if len(contrasts) == 1:
        return float(critical(alpha, df))
    control, *others = units
    return dunnett_critical(alpha, df, tuple(float(np.sqrt(arm / (arm + control))) for arm in others))


def blocks_planned(plan: Any, layout: Layout) -> np.ndarray:
    """A block number for each unit of the layout, arm after arm: the pairs or strata of the plan's allocation.

    Pairs hold one unit of every arm; strata as nearly alike in number as they come. All nought without any.
    """
    count = _blocks(plan.allocation, layout)
    return np.concatenate([np.arange(units) % count for units in layout.units])


def _blocks(allocation: Any, layout: Layout) -> int:
    if allocation is None:
        return 1
    if allocation.pairs or allocation.method == "matched_pairs":
        return min(layout.units)
    entries = allocation.strata
    named = all(isinstance(entry, tuple) and len(entry) == 2 for entry in entries)
    return len({entry[1] for entry in entries} if named else set(entries)) or 1
