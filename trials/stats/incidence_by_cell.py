"""Cumulative incidence where units start at different times: each cell's own curves, compared within their period."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from trials.stats.arithmetic.aalen_johansen import incidence
from trials.stats.arithmetic.permuted_figures import PermutedFigures
from trials.stats.arithmetic.unit_bootstrap import DRAWS
from trials.stats.cells_in_time import CellsInTime
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.incidence import Incidence, check_units, leading_cause, to_common_end
from trials.stats.panel import Panel
from trials.stats.timing import CENSORED

# Counts held at once (cells, causes and lags): 400 MB. A larger table shows its curves alone.
MOST_COUNTS = 5 * 10**7
SIDES = (("without", 0), ("with", 1))


@dataclass(frozen=True, kw_only=True)
class IncidenceByCell(Incidence):
    """`cells` (units, columns, causes and censored last, lags), read through `reading` as the primary is.

    The sides are all cells with and all without the nudge, for the chart; the difference is not theirs but the
    design's own effect on each cell's share with the outcome by each lag, so that calendar time is taken out.
    """

    cells: np.ndarray
    alpha: float
    reading: CellsInTime

    @cached_property
    def figures(self) -> PermutedFigures:
        """The effect on every cause and lag, flattened, with those of other allocations."""
        curves = incidence(self.cells[..., :-1, :], self.cells[..., -1, :])[0]
        size = self.cells.sum(axis=(2, 3))
        return self.reading.figures(curves.reshape(*size.shape, -1), size, DRAWS)

    @cached_property
    def differences(self) -> np.ndarray:
        """(causes, lags)."""
        return self.figures.own.reshape(len(self.causes), len(self.lags))

    @property
    def drawn(self) -> PermutedFigures | None:
        """The figures under other ways to hand out the starts; None where too few to reach alpha."""
        return self.figures if self.figures.attains(self.alpha) else None

    @property
    def way(self) -> tuple[str, str, float | None]:
        """How sides were compared, and what the interval refers to."""
        within = f", within {self.reading.column_name}s of time"
        return within, f"{len(self.figures.shift)} ways to hand out the starts", None


def too_large(cases: pd.DataFrame, reading: CellsInTime) -> bool:
    """Whether every cell's own curves would not fit in memory."""
    return reading.treated.size * (cases["cause"].nunique() + 1) * cases["lag_days"].nunique() > MOST_COUNTS


def read_by_cell(cases: pd.DataFrame, panel: Panel, plan: Any, reading: CellsInTime) -> IncidenceByCell:
    """From typed rows with a `period`. Cells that the counts do not compare are not read."""
    causes = tuple(sorted(set(cases["cause"]) - {CENSORED}))
    cause = leading_cause(plan.primary.key, causes)
    cases = _placed(cases[cases["count"] > 0], panel, reading)
    lags, lag = np.unique(cases["lag_days"].to_numpy(), return_inverse=True)
    cells = np.zeros((*reading.treated.shape, len(causes) + 1, len(lags)))
    kind = cases["cause"].map([*causes, CENSORED].index).to_numpy(dtype=int)
    np.add.at(cells, (cases["row"], cases["column"], kind, lag), cases["count"].to_numpy())
    _check_compared(cells.sum(axis=(2, 3)) > 0, reading.treated > 0)
    filled = cells.sum(axis=(0, 2, 3)) > 0
    kept, lags = to_common_end(cells[:, filled], lags, np.ones(int(filled.sum())))
    cells = np.zeros((*reading.treated.shape, *kept.shape[2:]))
    cells[:, filled] = kept
    on = (reading.treated > 0)[:, :, None, None]
    found = IncidenceByCell(
        lags=lags,
        causes=causes,
        cause=cause,
        window=plan.primary.follow_up_days,
        sides=SIDES,
        signs=np.array([-1.0, 1.0]),
        counts=np.stack([np.where(on, 0.0, cells).sum(axis=1), np.where(on, cells, 0.0).sum(axis=1)], axis=1),
        stratum=np.zeros(len(cells), dtype=int),
        seed=plan.seed,
        cells=cells,
        alpha=plan.alpha,
        reading=reading,
    )
    try:
        found.figures  # noqa: B018 - computed once, here, so that nothing later meets the refusal
        return found
    except CannotEstimate:  # some period holds both, and yet the effect cannot be told: curves alone
        return replace(found, signs=np.zeros(2))


def _placed(cases: pd.DataFrame, panel: Panel, reading: CellsInTime) -> pd.DataFrame:
    """The rows of compared cells with their places; `treated` must be that of the counts."""
    check_units(cases, panel.units)
    names = {name: row for row, name in enumerate(panel.units)}
    row = cases["unit"].map(names).to_numpy(dtype=int)
    period = cases["period"].to_numpy()
    place = np.minimum(np.searchsorted(panel.periods, period), len(panel.periods) - 1)
    known = panel.periods[place] == period
    wrong = known & (panel.in_force[row, place] == 1 - cases["treated"].to_numpy())
    if wrong.any():
        raise InputRefused(
            "treated in the timing table contradicts the counts",
            where=f"unit {cases['unit'].iloc[int(np.argmax(wrong))]}, period {period[int(np.argmax(wrong))]:g}",
            remedy="Give treated 1 in the timing table for the same units and periods as in the counts.",
        )
    unit, column = reading.places(row, place)
    kept = known & (unit >= 0) & (column >= 0)
    return cases.assign(row=unit, column=column)[kept]


def _check_compared(seen: np.ndarray, on: np.ndarray) -> None:
    if not ((seen & on).any(axis=0) & (seen & ~on).any(axis=0)).any():
        raise InputRefused(
            "the timing table holds no period with cases both with and without the nudge",
            remedy="Give the timing of all units over the periods compared.",
        )
