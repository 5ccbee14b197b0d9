"""Rows of one unit and period that the plan's covariates part, put together to one cell."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from trials.stats.cell_rules import repeats
from trials.stats.kinds import CONTINUOUS, Kind

COUNTS = ("entered", "screened")


def merge_rows(cells: dict[str, np.ndarray], kind: Kind, covariates: Sequence[str]) -> dict[str, np.ndarray]:
    """One row a (row, period): counts added, covariates and delivery averaged by cases, sd of all cases together.

    Labels and `treated` are those of the first row: they do not differ within a unit and period.
    """
    if not repeats(cells, ["row", "period"]).any():
        return cells
    merged = _merged(pd.DataFrame(cells), kind, covariates)
    return {name: merged[name].to_numpy() for name in merged}


def _merged(cells: pd.DataFrame, kind: Kind, covariates: Sequence[str]) -> pd.DataFrame:
    keys = ["row", "period"]
    size = "n" if kind is CONTINUOUS else kind.columns[1]
    parts = cells.copy()
    averaged = [*covariates, *(["exposed"] if "exposed" in cells else [])]
    weighted = [name for name in (*averaged, *(("mean",) if kind is CONTINUOUS else ())) if name in cells]
    for name in weighted:
        parts[name] = cells[name] * cells[size]
    if kind is CONTINUOUS:
        parts["sd"] = np.maximum(cells["n"] - 1, 0) * cells["sd"] ** 2 + cells["n"] * cells["mean"] ** 2
    added = [*(name for name in (*kind.columns, *COUNTS) if name in cells), *averaged]
    how = dict.fromkeys((name for name in cells if name not in keys), "first") | dict.fromkeys(added, "sum")
    merged = parts.groupby(keys, as_index=False, sort=True).agg(how)
    whole = merged[size].where(merged[size] > 0, 1)
    for name in weighted:
        merged[name] = merged[name] / whole
    if kind is CONTINUOUS:
        squares = np.maximum(merged["sd"] - merged["n"] * merged["mean"] ** 2, 0)
        merged["sd"] = np.sqrt(squares / np.maximum(merged["n"] - 1, 1))
    return merged
