"""What a force's own past says of an outcome that is a mean: how far cases lie apart, how alike those of a unit are."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from trials.stats.arithmetic.nested_cells import Cells
from trials.stats.arithmetic.nested_reml import fit_reml
from trials.stats.arithmetic.profile import MOST
from trials.stats.arithmetic.student import check_df, check_variation
from trials.stats.columns import named, numbers
from trials.stats.errors import InputRefused
from trials.stats.history import FEW_UNITS, LEAST_ICC

COLUMNS = ("unit", "period", "n", "total", "squares")
WANTED = "Give unit, period, n, total and squares, one row for each unit and period."


@dataclass(frozen=True, kw_only=True)
class MeanHistory:
    """Planning values of a mean: `mean` and `sd` of cases, `icc` to plan with (`icc_estimate` as found), `cac`.

    `cases` is the mean number a unit has in a period, in the order of `units`.
    """

    units: tuple[str, ...]
    cases: tuple[float, ...]
    mean: float
    sd: float
    icc: float
    icc_estimate: float
    cac: float


def read_mean_history(frame: Any) -> MeanHistory:
    """Planning values from counts, sums and sums of squares by unit and period, nobody treated; periods fixed, REML.

    Raises InputRefused for a table of another shape, CannotEstimate where nothing varies or too little is seen.
    """
    units, n, total, squares = _sums(frame)
    value = np.where(n > 0, total / np.where(n > 0, n, 1), np.nan)
    check_df(int((n > 0).sum()) - n.shape[1] - 1)
    check_variation(float(np.nanmax(value) - np.nanmin(value)), 1.0)
    within = float(np.maximum(squares - n * np.nan_to_num(value) ** 2, 0.0).sum())
    cells = Cells(value, n, np.zeros(len(n), dtype=int), np.empty((1, n.shape[1], 0)), within)
    found = fit_reml(cells).variances
    between = found.tau2 + found.gamma2
    icc = min(between / (between + found.sigma2), MOST)
    return MeanHistory(
        units=units,
        cases=tuple(n.mean(axis=1).tolist()),
        mean=float(total.sum() / n.sum()),
        sd=float(np.sqrt(between + found.sigma2)),
        icc=max(icc, LEAST_ICC) if len(units) < FEW_UNITS else icc,
        icc_estimate=icc,
        cac=found.tau2 / between if between > 0 else 1.0,
    )


def _sums(frame: Any) -> tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray]:
    """Units by name; n, total and squares (units, periods)."""
    if not isinstance(frame, pd.DataFrame) or not {*COLUMNS} <= {*frame.columns} or not len(frame):
        raise InputRefused("this is no history of a mean by unit and period", remedy=WANTED)
    frame = pd.DataFrame(
        {"unit": named(frame, "unit"), **{name: numbers(frame, name) for name in COLUMNS[1:]}}
    )
    if frame.duplicated(["unit", "period"]).any():
        raise InputRefused("two rows for one unit and period", remedy="Add their sums into one row.")
    n, total, squares = (
        frame.pivot(index="unit", columns="period", values=name).fillna(0.0).to_numpy(float)
        for name in COLUMNS[2:]
    )
    if (n < 0).any() or not (n.sum(axis=0) > 0).all():
        raise InputRefused("a period is empty, or a count is below nought", remedy="Correct the counts.")
    return tuple(sorted(frame["unit"].unique())), n, total, squares
