"""What a force's own past says a study should be planned with: level, sizes, and how alike cases are."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from trials.stats.arithmetic.nested_cells import Cells
from trials.stats.arithmetic.nested_reml import fit_reml
from trials.stats.arithmetic.profile import MOST, cac_interval, icc_interval
from trials.stats.arithmetic.student import check_df, check_variation
from trials.stats.cell_rules import LARGEST
from trials.stats.columns import named, numbers
from trials.stats.errors import InputRefused

# STATISTICS section 3: under twenty units the planning ICC is not taken below this.
FEW_UNITS, LEAST_ICC = 20, 0.05
UPPER_LIMIT = 0.80  # one-sided confidence of the ICC power is also printed at
WANTED = "Give unit, period, events and cases, one row for each unit and period."
COLUMNS = ("unit", "period", "events", "cases")


@dataclass(frozen=True, kw_only=True)
class History:
    """Planning values: `icc` is the one to plan with, `icc_estimate` what was found, `icc_high` its upper limit.

    `cases` is the mean number a unit has in a period, by unit, in the order of `units`.
    """

    units: tuple[str, ...]
    cases: tuple[float, ...]
    baseline: float
    icc: float
    icc_estimate: float
    icc_high: float
    cac: float


def read_history(frame: pd.DataFrame) -> History:
    """Planning values from proportions by unit and period, nobody treated; periods as fixed effects, REML.

    Raises InputRefused for a table of another shape, CannotEstimate where nothing varies or too little is seen.
    """
    return _values(*_counts(frame))


def correlation_intervals(frame: pd.DataFrame, alpha: float = 0.05) -> dict[str, tuple[float, float]]:
    """{"icc": (low, high), "cac": (low, high)}: profile-likelihood intervals of what `read_history` estimates.

    Refuses what `read_history` refuses. They take a second or so for 24 units over 24 periods.
    """
    cells = _cells(*_counts(frame)[1:])
    icc, cac = _correlations(cells)
    return {"icc": icc_interval(cells, icc, alpha), "cac": cac_interval(cells, cac, alpha)}


def _counts(frame: pd.DataFrame) -> tuple[tuple[str, ...], np.ndarray, np.ndarray]:
    """Units by name, events and cases (units, periods)."""
    if not isinstance(frame, pd.DataFrame):
        raise InputRefused("the history is not a table", remedy=WANTED)
    lacking = [name for name in COLUMNS if name not in frame]
    if lacking or len(set(frame.columns)) != len(frame.columns) or not len(frame):
        raise InputRefused(
            f"this is no history of units by period{': it lacks ' + ', '.join(lacking) if lacking else ''}",
            remedy=WANTED,
        )
    frame = pd.DataFrame(
        {"unit": named(frame, "unit"), **{name: numbers(frame, name) for name in COLUMNS[1:]}}
    )
    if frame.duplicated(["unit", "period"]).any():
        raise InputRefused("two rows for one unit and period", remedy="Add their counts into one row.")
    if (frame[["events", "cases"]] > LARGEST).any(axis=None):
        raise InputRefused("a count is too large to compute with", remedy="Correct it.")
    events, size = (
        frame.pivot(index="unit", columns="period", values=name).fillna(0.0).to_numpy(float)
        for name in ("events", "cases")
    )
    if not ((events >= 0) & (events <= size)).all() or not (size.sum(axis=0) > 0).all():
        raise InputRefused("events exceed cases, or a period is empty", remedy="Correct the counts.")
    return tuple(sorted(frame["unit"].unique())), events, size


def _cells(events: np.ndarray, size: np.ndarray) -> Cells:
    value = np.where(size > 0, events / np.where(size > 0, size, 1), np.nan)
    check_df(int((size > 0).sum()) - size.shape[1] - 1)
    check_variation(float(np.nanmax(value) - np.nanmin(value)), 1.0)
    within = float((events - events * np.nan_to_num(value)).sum())
    return Cells(value, size, np.zeros(len(size), dtype=int), np.empty((1, size.shape[1], 0)), within)


def _correlations(cells: Cells) -> tuple[float, float]:
    """(ICC, CAC) by REML."""
    found = fit_reml(cells).variances
    between = found.tau2 + found.gamma2
    icc = min(between / (between + found.sigma2), MOST)
    return icc, found.tau2 / between if between > 0 else 1.0


def _values(units: tuple[str, ...], events: np.ndarray, size: np.ndarray) -> History:
    cells = _cells(events, size)
    icc, cac = _correlations(cells)
    return History(
        units=units,
        cases=tuple(size.mean(axis=1).tolist()),
        baseline=float(events.sum() / size.sum()),
        icc=max(icc, LEAST_ICC) if len(units) < FEW_UNITS else icc,
        icc_estimate=icc,
        icc_high=icc_interval(cells, icc, 2 * (1 - UPPER_LIMIT))[1],
        cac=cac,
    )
