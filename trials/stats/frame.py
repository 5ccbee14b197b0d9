"""From a DataFrame of cells to a checked Panel, or a refusal that names the rule, the cell and the remedy."""

from typing import Any

import numpy as np
import pandas as pd

from trials.stats.cell_rules import CONSTANT_IN_UNIT, FLOW, KEYS, LABELS, check_cells
from trials.stats.columns import as_text, named, numbers
from trials.stats.errors import InputRefused
from trials.stats.kinds import CONTINUOUS, KINDS, Kind
from trials.stats.merging import merge_rows
from trials.stats.panel import Panel
from trials.stats.windows import find_windows

OPTIONAL = (*FLOW, *LABELS, "group")
# Above so many places of units by periods, one in so many must hold a row: ten million take seconds and 500 MB.
MOST_PLACES, LEAST_FILLED = 10_000_000, 20
BASELINE = "baseline"  # as a covariate: a unit's own value before the start, which no column need give


def read_frame(
    frame: Any, plan: Any, *, staggered: bool = False, baseline: bool = True, split: tuple[str, ...] = ()
) -> Panel:
    """The frame as a Panel: matrices of units by periods, and the plan's periods before and after.

    Rows may come in any order; `staggered` lets units start at different periods, `baseline` asks for
    periods before the start, `split` names columns that part the rows of one unit and period. Raises
    InputRefused for anything outside STATISTICS section 1.
    """
    if not isinstance(frame, pd.DataFrame):
        raise InputRefused(
            "the data are not a table", remedy="Give a DataFrame of counts per unit and period."
        )
    kind = _kind(frame)
    _check_columns(frame, kind, plan)
    if frame.empty:
        raise InputRefused(
            "the table has no rows", remedy="Give at least one unit, before and after the start."
        )
    cells = _typed(frame, kind, plan)
    cells["row"] = _rows(cells, [name for name in split if name in cells])
    order = np.lexsort((cells["period"], cells["row"]))
    cells = {name: column[order] for name, column in cells.items()}
    covariates = [name for name in plan.covariates if name in cells]
    check_cells(cells, kind, [*covariates, *(["group"] if "group" in cells else [])])
    cells = merge_rows(cells, kind, covariates)
    return _panel(cells, kind, plan, staggered=staggered, baseline=baseline)


def _kind(frame: pd.DataFrame) -> Kind:
    present = set(frame.columns)
    found = [kind for kind in KINDS if present.issuperset(kind.columns)]
    if len(found) != 1:
        wanted = "; or ".join(" and ".join(kind.columns) for kind in KINDS)
        problem = "does not say what was counted" if not found else "holds two kinds of measurement"
        raise InputRefused(
            f"the table {problem}", remedy=f"Give exactly one of these sets of columns: {wanted}."
        )
    return found[0]


def _check_columns(frame: pd.DataFrame, kind: Kind, plan: Any) -> None:
    columns = list(frame.columns)
    known = {*KEYS, *kind.columns, *OPTIONAL, *plan.covariates}
    missing = [name for name in (*KEYS, *plan.covariates) if name not in columns and name != BASELINE]
    unknown = [str(name) for name in columns if name not in known]
    if missing:
        raise InputRefused(f"the table lacks {', '.join(missing)}", remedy="Add the column, one value a row.")
    if unknown:
        raise InputRefused(f"unknown column {', '.join(unknown)}", remedy="Take it out of the table.")
    if len(set(columns)) != len(columns):
        raise InputRefused("two columns share a name", remedy="Keep one of them.")


def _typed(frame: pd.DataFrame, kind: Kind, plan: Any) -> dict[str, np.ndarray]:
    """The cells as arrays: text units and labels, numeric columns."""
    cells = {"unit": named(frame, "unit")}
    numeric = ["period", "treated", *kind.columns]
    more = [name for name in (*FLOW, *plan.covariates) if name in frame]
    for name in dict.fromkeys([*numeric, *more]):
        cells[name] = numbers(frame, name)
    for name in (*LABELS, *(["group"] if plan.groups else [])):
        if name in frame:
            whole = name in ("arm", "group", *CONSTANT_IN_UNIT)
            cells[name] = named(frame, name) if whole else as_text(frame[name])
    return cells


def _rows(cells: dict[str, np.ndarray], split: list[str]) -> np.ndarray:
    """What each row of the matrices stands for, numbered in the order of names.

    That is the unit, or the unit in one arm, with one officer ...
    """
    number, names = pd.factorize(cells["unit"], sort=True)
    for part in split:
        own, labels = pd.factorize(cells[part])
        joint, seen = pd.factorize(number * len(labels) + own)
        text = [f"{names[pair // len(labels)]}\x1f{labels[pair % len(labels)]}" for pair in seen]
        place = np.argsort(np.array(text, dtype=object), kind="stable")
        names, number = np.array(text, dtype=object)[place], np.argsort(place)[joint]
    return number


def _check_dense(rows: int, periods: int, cells: int) -> None:
    """Refuse a table whose matrices would hold hardly anything: they would not fit, and no series could be seen."""
    if rows * periods > MOST_PLACES and cells * LEAST_FILLED < rows * periods:
        raise InputRefused(
            f"{rows:,} units are hardly ever seen twice in {periods:,} periods",
            where=f"{cells:,} rows",
            remedy="Use longer periods, or larger units.",
        )


def _panel(cells: dict[str, np.ndarray], kind: Kind, plan: Any, *, staggered: bool, baseline: bool) -> Panel:
    row = cells["row"]
    first = np.flatnonzero(np.diff(row, prepend=-1))
    units = cells["unit"][first]
    periods, period = np.unique(cells["period"].astype(int), return_inverse=True)
    _check_dense(len(first), len(periods), len(row))
    shape = (len(first), len(periods))

    def matrix(values: np.ndarray) -> np.ndarray:
        filled = np.full(shape, np.nan)
        filled[row, period] = values
        return filled

    in_force = matrix(cells["treated"])
    size = matrix(cells[kind.columns[1] if kind is not CONTINUOUS else "n"])
    total = matrix(cells["n"] * cells["mean"] if kind is CONTINUOUS else cells["events"])
    spread = matrix(cells["sd"]) if kind is CONTINUOUS else np.zeros(shape)
    observed = ~np.isnan(size)
    empty = ~(size > 0)
    for values in (total, size, spread):
        values[empty] = np.nan
    return Panel(
        kind=kind,
        units=tuple(units.tolist()),
        periods=periods,
        total=total,
        size=size,
        spread=spread,
        observed=observed,
        treated=(in_force == 1).any(axis=1),
        windows=find_windows(in_force, units, periods, plan, staggered=staggered, baseline=baseline),
        arms=tuple(sorted(set(cells["arm"]))) if "arm" in cells else (),
        in_force=in_force,
        arm=_arm_of_rows(cells, first),
        labels={name: cells[name][first].astype(str) for name in LABELS if name in cells},
        flow={name: matrix(cells[name]) for name in (*FLOW, *plan.covariates) if name in cells},
    )


def _arm_of_rows(cells: dict[str, np.ndarray], first: np.ndarray) -> np.ndarray | None:
    """The arm of each row of the matrices; None where there is no arm or it changes within a row."""
    if "arm" not in cells:
        return None
    arms = cells["arm"][first].astype(str)
    return arms if (cells["arm"] == cells["arm"][first][cells["row"]]).all() else None
