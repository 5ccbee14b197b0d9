"""From a DataFrame of cells to a checked Panel, or a refusal that names the rule, the cell and the remedy."""

from typing import Any

import numpy as np
import pandas as pd

from trials.stats.errors import InputRefused
from trials.stats.kinds import CONTINUOUS, KINDS, Kind
from trials.stats.merging import merge_rows
from trials.stats.panel import Panel
from trials.stats.windows import find_windows

KEYS = ("unit", "period", "treated")
OPTIONAL = ("arm", "exposed", "entered", "screened", "stratum", "pair", "group", "officer")
CONSTANT_IN_UNIT = ("stratum", "pair")
LABELS = (*CONSTANT_IN_UNIT, "arm", "officer")
FLOW = ("exposed", "entered", "screened")
# Above this, doubles skip whole numbers, so a count would be changed in silence; below its inverse, squares
# of ratios leave the range of doubles.
LARGEST = 2**53
LAST_PERIOD = 100_000  # days of 270 years: a larger one is a date or a year and month run together
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
    cells = cells.sort_values(["row", "period"], kind="stable", ignore_index=True)
    covariates = [name for name in plan.covariates if name in cells]
    _check_cells(cells, kind, [*covariates, *(["group"] if "group" in cells else [])])
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


def _typed(frame: pd.DataFrame, kind: Kind, plan: Any) -> pd.DataFrame:
    """The cells with text units and labels and numeric columns."""
    cells = pd.DataFrame({"unit": _units(frame["unit"])})
    numeric = ["period", "treated", *kind.columns]
    more = [name for name in (*FLOW, *plan.covariates) if name in frame]
    for name in dict.fromkeys([*numeric, *more]):
        cells[name] = _numbers(frame, name)
    for name in (*LABELS, *(["group"] if plan.groups else [])):
        if name in frame:
            cells[name] = frame[name].astype(str).to_numpy()
    return cells


def _units(column: pd.Series) -> np.ndarray:
    if column.isna().any():
        raise InputRefused("a row has no unit", remedy="Name the unit in every row.")
    return column.astype(str).to_numpy(dtype=object)


def _numbers(frame: pd.DataFrame, name: str) -> np.ndarray:
    try:
        if np.iscomplexobj(frame[name].to_numpy()):
            raise TypeError
        values = frame[name].to_numpy(dtype=float)
    except (TypeError, ValueError, OverflowError):
        raise InputRefused(
            f"{name} holds something that is not a number", remedy="Give numbers only."
        ) from None
    bad = ~np.isfinite(values)
    if bad.any():
        row = frame.iloc[int(np.argmax(bad))]
        raise InputRefused(
            f"{name} is missing or infinite",
            where=f"unit {row['unit']}, period {row['period']}",
            remedy="Leave the row out where nothing was observed, or give the count.",
        )
    return values


def _check_cells(cells: pd.DataFrame, kind: Kind, parts: list[str]) -> None:
    whole = [name for name in ("period", "events", "cases", "n") if name in cells]
    for name in whole:
        _refuse_where(cells, cells[name] % 1 != 0, f"{name} is not a whole number", "Give whole counts.")
    _refuse_where(cells, cells["period"] < 1, "period is below 1", "Number periods 1, 2, 3 in time order.")
    for name in ("treated", *(["exposed"] if "exposed" in cells else [])):
        _refuse_where(cells, ~cells[name].isin((0, 1)), f"{name} is neither 0 nor 1", "Give 0 or 1.")
    for name in kind.columns:
        if name != "mean":
            _refuse_where(cells, cells[name] < 0, f"{name} is below 0", "Correct the count.")
    _check_range(cells)
    _check_parts(cells, kind)
    repeated = cells.duplicated(["row", "period", *parts], keep=False)
    _refuse_where(cells, repeated, "two rows for one unit and period", "Add their counts into one row.")
    _check_steady(cells)


def _check_range(cells: pd.DataFrame) -> None:
    """Numbers that double precision can hold, and square, without loss."""
    remedy = "Number periods 1, 2, 3 in time order."
    _refuse_where(cells, cells["period"] > LAST_PERIOD, f"period is above {LAST_PERIOD:,}", remedy)
    for name in cells.columns.difference(["unit", "row", "group", *KEYS, *LABELS]):
        size = cells[name].abs()
        beyond = (size > LARGEST) | ((size > 0) & (size < 1 / LARGEST))
        _refuse_where(cells, beyond, f"{name} is too large or too small to compute with", "Correct it.")


def _check_parts(cells: pd.DataFrame, kind: Kind) -> None:
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


def _check_steady(cells: pd.DataFrame) -> None:
    same_unit = cells["unit"].eq(cells["unit"].shift())
    same_row = cells["row"].eq(cells["row"].shift())
    fell = same_row & (cells["treated"] < cells["treated"].shift())
    remedy = "Once the nudge is in force in a unit it stays so in the plan's sense, whatever was delivered."
    _refuse_where(cells, fell, "treated falls back to 0", remedy)
    for name in CONSTANT_IN_UNIT:
        if name in cells:
            changed = same_unit & cells[name].ne(cells[name].shift())
            _refuse_where(cells, changed, f"{name} changes within a unit", f"Give each unit one {name}.")


def _refuse_where(cells: pd.DataFrame, bad: pd.Series, rule: str, remedy: str) -> None:
    if bad.any():
        row = cells[bad.to_numpy()].iloc[0]
        raise InputRefused(rule, where=f"unit {row['unit']}, period {row['period']:g}", remedy=remedy)


def _rows(cells: pd.DataFrame, split: list[str]) -> np.ndarray:
    """What a row of the matrices stands for: the unit, or the unit in one arm, with one officer ..."""
    row = cells["unit"]
    for name in split:
        row = row + "\x1f" + cells[name].astype(str)
    return row.to_numpy(dtype=object)


def _panel(cells: pd.DataFrame, kind: Kind, plan: Any, *, staggered: bool, baseline: bool) -> Panel:
    rows, first, row_index = np.unique(
        cells["row"].to_numpy(dtype=str), return_index=True, return_inverse=True
    )
    units = cells["unit"].to_numpy(dtype=str)[first]
    periods, period_index = np.unique(cells["period"].to_numpy(dtype=int), return_inverse=True)
    shape = (len(rows), len(periods))

    def matrix(values) -> np.ndarray:
        filled = np.full(shape, np.nan)
        filled[row_index, period_index] = values
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
        arms=_arms(cells),
        in_force=in_force,
        arm=_arm_of_rows(cells, first),
        labels={name: cells[name].to_numpy(dtype=str)[first] for name in LABELS if name in cells},
        flow={name: matrix(cells[name]) for name in (*FLOW, *plan.covariates) if name in cells},
    )


def _arm_of_rows(cells: pd.DataFrame, first: np.ndarray) -> np.ndarray | None:
    """The arm of each row of the matrices; None where there is no arm or it changes within a row."""
    if "arm" not in cells or cells.groupby("row")["arm"].nunique().gt(1).any():
        return None
    return cells["arm"].to_numpy(dtype=str)[first]


def _arms(cells: pd.DataFrame) -> tuple[str, ...]:
    return tuple(sorted(set(cells["arm"]))) if "arm" in cells else ()
