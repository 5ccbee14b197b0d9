"""A table without some of its units: for checks that ask how much rests on one."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import numpy as np

from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.evidence import Evidence
from trials.stats.panel import Panel
from trials.stats.report import Estimate, Finding

MOST_LEFT_OUT = (
    60  # units left out in turn, the largest: each costs an analysis, and a small one carries little
)
# Standard errors the result may move, as in leave_one_unit_out.
MOST = 1.5


def keep_rows(panel: Panel, kept: np.ndarray) -> Panel:
    """The panel with the chosen rows alone; periods and windows stay."""
    found: dict[str, Any] = {}
    for field in fields(panel):
        held = getattr(panel, field.name)
        if field.name == "units":
            found["units"] = tuple(np.array(panel.units)[kept].tolist())
        elif isinstance(held, np.ndarray) and field.name != "periods":
            found[field.name] = held[kept]
        elif isinstance(held, Mapping):
            found[field.name] = {name: values[kept] for name, values in held.items()}
    return replace(panel, **found)


def largest_units(panel: Panel) -> list[str]:
    """Units by their cases, the largest first, at most `MOST_LEFT_OUT`; equal ones in the order of their names."""
    size: dict[str, float] = {}
    for name, row in zip(panel.units, np.nansum(panel.size, axis=1).tolist(), strict=True):
        size[name] = size.get(name, 0.0) + row
    return sorted(size, key=lambda name: (-size[name], name))[:MOST_LEFT_OUT]


def primary_without(evidence: Evidence, unit: str) -> Estimate | None:
    """The primary on all other units; None where they alone cannot be compared."""
    panel = keep_rows(evidence.panel, np.array(evidence.panel.units) != unit)
    try:
        evidence.design.check_frame(panel)
        own = Evidence(panel, evidence.plan, evidence.design)
        return own.estimate(evidence.design.primary(own))
    except (CannotEstimate, InputRefused):
        return None


def judge_moves(values: Mapping[str, float], moves: Mapping[str, float]) -> Finding:
    """Fails where leaving one unit out moves the result by more than `MOST` of the standard errors without it."""
    unit = max(sorted(moves), key=moves.get)
    facts = {
        "low": min(values.values()),
        "high": max(values.values()),
        "unit": unit,
        "moves": moves[unit],
        "left_out_in_turn": len(values),
    }
    if moves[unit] > MOST:
        return Finding("", "fails", f"The result rests heavily on one unit: {unit}.", facts)
    return Finding("", "passes", "No single unit carries the result.", facts)
