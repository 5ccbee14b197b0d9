"""What cells must be: every rule of the input, refused by name with the cell that breaks it and the remedy.

Cells are arrays of one length by column, sorted by `row` (what a row of the matrices stands for) and period.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from trials.stats.errors import InputRefused
from trials.stats.kinds import Kind

KEYS = ("unit", "period", "treated")
CONSTANT_IN_UNIT = ("stratum", "pair")
LABELS = (*CONSTANT_IN_UNIT, "arm", "officer")
FLOW = ("exposed", "entered", "screened")
# Above this, doubles skip whole numbers, so a count would be changed in silence; below its inverse, squares
# of ratios leave the range of doubles.
LARGEST = 2**53
LAST_PERIOD = 100_000  # days of 270 years: a larger one is a date or a year and month run together

Cells = Mapping[str, np.ndarray]


def check_cells(cells: Cells, kind: Kind, parts: list[str]) -> None:
    """Raise InputRefused for the first rule broken; `parts` are columns that part a unit and period's cases."""
    for name in ("period", "events", "cases", "n"):
        if name in cells:
            _refuse_where(cells, cells[name] % 1 != 0, f"{name} is not a whole number", "Give whole counts.")
    _refuse_where(cells, cells["period"] < 1, "period is below 1", "Number periods 1, 2, 3 in time order.")
    for name in ("treated", *(["exposed"] if "exposed" in cells else [])):
        odd = (cells[name] != 0) & (cells[name] != 1)
        _refuse_where(cells, odd, f"{name} is neither 0 nor 1", "Give 0 or 1.")
    for name in kind.columns:
        if name != "mean":
            _refuse_where(cells, cells[name] < 0, f"{name} is below 0", "Correct the count.")
    _check_range(cells)
    _check_parts(cells, kind)
    repeated = repeats(cells, ["row", "period", *parts])
    _refuse_where(cells, repeated, "two rows for one unit and period", "Add their counts into one row.")
    _check_steady(cells)


def repeats(cells: Cells, keys: list[str]) -> np.ndarray:
    """Whether another row has the same values in all of `keys`, the first two of which rows are sorted by."""
    same = np.ones(len(cells[keys[0]]) - 1, dtype=bool)
    for name in keys[:2]:
        same &= cells[name][1:] == cells[name][:-1]
    again = np.append(same, False) | np.append(False, same)
    if len(keys) == 2 or not same.any():
        return again
    group = np.cumsum(np.append(True, ~same))
    for name in keys[2:]:
        own = pd.factorize(cells[name])[0]
        group = pd.factorize(group * (own.max() + 1) + own)[0]
    return np.bincount(group)[group] > 1


def _check_range(cells: Cells) -> None:
    """Numbers that double precision can hold, and square, without loss."""
    remedy = "Number periods 1, 2, 3 in time order."
    _refuse_where(cells, cells["period"] > LAST_PERIOD, f"period is above {LAST_PERIOD:,}", remedy)
    for name in sorted(set(cells) - {"row", "group", *KEYS, *LABELS}):
        size = np.abs(cells[name])
        beyond = (size > LARGEST) | ((size > 0) & (size < 1 / LARGEST))
        _refuse_where(cells, beyond, f"{name} is too large or too small to compute with", "Correct it.")


def _check_parts(cells: Cells, kind: Kind) -> None:
    """Numerators within denominators, and the flow screened, entered, cases never widening."""
    if "cases" in kind.columns:
        remedy = "Count in events only cases that are in cases."
        _refuse_where(cells, cells["events"] > cells["cases"], "events exceed cases", remedy)
    if "exposure" in kind.columns:
        empty = (cells["exposure"] == 0) & (cells["events"] > 0)
        _refuse_where(cells, empty, "events without exposure", "Give the exposure they arose from.")
    for smaller, larger in (("cases", "entered"), ("entered", "screened")):
        if smaller in cells and larger in cells:
            over = cells[smaller] > cells[larger]
            _refuse_where(cells, over, f"{smaller} exceed {larger}", f"{larger} includes {smaller}.")


def _check_steady(cells: Cells) -> None:
    fell = _from_row_before(cells, "row") & (np.diff(cells["treated"], prepend=0) < 0)
    remedy = "Once the nudge is in force in a unit it stays so in the plan's sense, whatever was delivered."
    _refuse_where(cells, fell, "treated falls back to 0", remedy)
    for name in CONSTANT_IN_UNIT:
        if name in cells:
            changed = _from_row_before(cells, "unit") & ~_from_row_before(cells, name)
            _refuse_where(cells, changed, f"{name} changes within a unit", f"Give each unit one {name}.")


def _from_row_before(cells: Cells, name: str) -> np.ndarray:
    """Whether the value is that of the row before."""
    return np.append(False, cells[name][1:] == cells[name][:-1])


def _refuse_where(cells: Cells, bad: np.ndarray, rule: str, remedy: str) -> None:
    if bad.any():
        row = int(np.argmax(bad))
        where = f"unit {cells['unit'][row]}, period {cells['period'][row]:g}"
        raise InputRefused(rule, where=where, remedy=remedy)
