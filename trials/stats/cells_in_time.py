"""Cells of units that start at different times, ready for figures other than the primary's own.

A design with staggered starts says how its effect is read from cells; here the same reading is given to other
numbers of the same cells: the share with an outcome by each day, a group's own cases, the table without a unit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from trials.stats.adoption import read_adoption
from trials.stats.arithmetic.imputation import att_weights
from trials.stats.arithmetic.nested_gls import inverse_blocks
from trials.stats.arithmetic.permuted_figures import PermutedFigures, thinned
from trials.stats.arithmetic.sequence_permutation import Space, allocation_space, build_frame, scores
from trials.stats.changes import TRANSFORMS
from trials.stats.errors import CannotEstimate
from trials.stats.estimators.sequence_permutation import planned
from trials.stats.panel import Panel
from trials.stats.wedge import compared_cells, sum_to_steps, unit_starts

# Products for all allocations together: a table of 40 units, 60 periods and 1,000 figures has 3e9 of them, some three
# seconds. Larger tables look at fewer allocations, and say where those are too few.
MOST_WORK = 10**10


@dataclass(frozen=True)
class CellsInTime:
    """`rows` are the panel's rows in a fixed order, `column` each panel period's place, -1 where not compared.

    `column_name` is what a column stands for, "step" or "period".
    `used` (panel rows, panel periods) marks the cells compared; `treated` (units, columns) those in force.
    `figures(values, size, most)` are the effects on values (units, columns, figures) of cells of that size, with
    those of at most `most` other allocations.
    """

    units: tuple[str, ...]
    column_name: str
    rows: np.ndarray
    column: np.ndarray
    used: np.ndarray
    treated: np.ndarray
    figures: Callable[[np.ndarray, np.ndarray, int], PermutedFigures]

    def gather(self, matrix: np.ndarray) -> np.ndarray:
        """Sums over the compared cells of (panel rows, panel periods, ...), to (units, columns, ...)."""
        shape = (*self.used.shape, *(1,) * (matrix.ndim - 2))
        kept = np.where(self.used.reshape(shape), np.nan_to_num(matrix), 0.0)
        found = np.zeros((len(self.rows), self.treated.shape[1], *matrix.shape[2:]))
        for place, column in enumerate(self.column):
            if column >= 0:
                found[:, column] += kept[self.rows, place]
        return found

    def places(self, row: np.ndarray, period: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(unit, column) of panel rows and panel periods by their numbers; -1 where the cell is not compared."""
        unit = np.full(len(self.used), -1)
        unit[self.rows] = np.arange(len(self.rows))
        return np.where(self.used[row, period], unit[row], -1), self.column[period]


def wedge_cells(panel: Panel, plan: Any) -> CellsInTime:
    """Units by steps; effects by the planned weights, sequences handed out again within strata."""
    wedge = sum_to_steps(panel, plan)
    used = compared_cells(panel, plan, unit_starts(panel, plan.allocation))
    step = np.searchsorted(wedge.starts, panel.periods, side="right")
    steps = np.unique(step[used.any(axis=0)])
    space = allocation_space(wedge.sequence, wedge.stratum, plan.seed)
    df = len(wedge.units) - 1 - len(np.unique(wedge.stratum))

    def figures(values: np.ndarray, size: np.ndarray, most: int) -> PermutedFigures:
        chosen, blocks = thinned(space, most, plan.seed), inverse_blocks(size, planned(plan))
        both = np.concatenate(
            [np.where(size > 0, wedge.treated, 0.0)[..., None], np.nan_to_num(values)], axis=2
        )
        found, own = (
            _gls_effects(build_frame(blocks, wedge.labels, part), both)
            for part in (chosen, Space(wedge.sequence[None, :], 0))
        )
        return _as_figures(own[0], found, chosen.added, df)

    return CellsInTime(
        units=wedge.units,
        column_name="step",
        rows=_rows_of(panel, wedge.units),
        column=np.where(np.isin(step, steps), np.searchsorted(steps, step), -1),
        used=used,
        treated=wedge.treated,
        figures=figures,
    )


def adoption_cells(panel: Panel, plan: Any) -> CellsInTime:
    """Units by periods; effects by imputation from untreated cells, cohorts handed out again."""
    adoption = read_adoption(panel, plan)
    rows, place = _rows_of(panel, adoption.units), np.searchsorted(panel.periods, adoption.periods)
    used, column = np.zeros(panel.size.shape, dtype=bool), np.full(len(panel.periods), -1)
    used[np.ix_(rows, place)] = ~np.isnan(adoption.value)
    column[place] = np.arange(len(place))
    treated = adoption.patterns[adoption.cohort]
    space = allocation_space(adoption.cohort, np.zeros(len(rows), dtype=int), plan.seed)

    def figures(values: np.ndarray, size: np.ndarray, most: int) -> PermutedFigures:
        seen = size > 0
        each = seen.size * (seen.shape[1] + values.shape[2] + 1)
        chosen = thinned(space, min(most, MOST_WORK // each), plan.seed)
        both = np.concatenate([(treated * seen)[..., None], np.nan_to_num(values)], axis=2)
        flat = both.reshape(-1, both.shape[2])
        found = np.array([
            att_weights(seen, adoption.patterns[order]).ravel() @ flat
            for order in (adoption.cohort, *chosen.sequences)
        ])  # fmt: skip
        return _as_figures(found[0], found[1:], chosen.added, len(rows) - 2)

    return CellsInTime(adoption.units, "period", rows, column, used, treated, figures)


def values_on_scale(evidence: Any, total: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(values, weights) of cells on the plan's scale, nought where there is no case; logarithms of smoothed values.

    A rate weighs by the events its exposure lets expect.
    """
    scale, kind, seen = evidence.plan.scale, evidence.panel.kind.name, size > 0
    weight = size * (total.sum() / size.sum()) if kind == "rate" and total.sum() else size
    if scale == "risk_difference":
        return np.where(seen, total / np.where(seen, size, 1), 0.0), weight
    smooth = (total + 0.5) / np.where(seen, size + (1 if kind == "proportion" else 0), 1)
    return np.where(seen, TRANSFORMS[scale][0](np.where(seen, smooth, 0.5)), 0.0), weight


def _gls_effects(frame, values: np.ndarray) -> np.ndarray:
    """x'My / x'Mx of each allocation; 0 where an allocation lets nothing be compared."""
    information = frame.information[:, None]
    usable = information > 1e-9 * information.max(initial=0.0)
    return np.where(usable, scores(frame, values) / np.where(usable, information, 1.0), 0.0)


def _as_figures(own: np.ndarray, others: np.ndarray, added: int, df: int) -> PermutedFigures:
    """The first figure is treatment itself; the rest are told as multiples of what it gives where observed."""
    if not own[0] > 1e-6:
        raise CannotEstimate(
            "d",
            missing="These cells hold no period with units both with and without the nudge.",
            would_do="Give the cases of more units or periods.",
        )
    return PermutedFigures(own[1:] / own[0], others[:, 1:] / own[0], others[:, 0] / own[0], added, df)


def _rows_of(panel: Panel, units: tuple[str, ...]) -> np.ndarray:
    place = {name: row for row, name in enumerate(panel.units)}
    return np.array([place[name] for name in units])
