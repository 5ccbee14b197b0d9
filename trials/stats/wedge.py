"""A stepped wedge as cells of units by steps: the months between two starts summed to one."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trials.stats.arithmetic.nested_gls import Variances
from trials.stats.arithmetic.power_of_t import wedge_variance
from trials.stats.changes import TRANSFORMS
from trials.stats.cluster_arms import blocks_of
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.panel import Panel

NEVER = np.inf


@dataclass(frozen=True, kw_only=True)
class Wedge:
    """Matrices are units by steps, NaN (`size`: 0) where a unit has no case in a step.

    `starts` are the periods at which sequences start, in time order; `sequence` is each unit's place
    among them, `len(starts)` for a unit that never starts. `labels` are the patterns of treatment of
    the sequences by step, one more than starts. `exposure` counts steps since the start, the first as 1.
    Units are ordered by their data alone, so that no name can move a random draw.
    """

    units: tuple[str, ...]
    starts: np.ndarray
    sequence: np.ndarray
    labels: np.ndarray
    value: np.ndarray
    natural: np.ndarray
    size: np.ndarray
    weight_size: np.ndarray
    within: np.ndarray
    stratum: np.ndarray

    @property
    def treated(self) -> np.ndarray:
        """1 where the nudge is in force."""
        return self.labels[self.sequence]

    @property
    def seen(self) -> np.ndarray:
        """Whether the unit has a case in the step."""
        return self.size > 0

    @property
    def exposure(self) -> np.ndarray:
        """Steps since the start, counted from 1; 0 before it."""
        return np.cumsum(self.treated, axis=1).astype(int)


def sum_to_steps(panel: Panel, plan: Any) -> Wedge:
    """The panel's compared cells summed to steps; each unit's washout and the excluded periods left out."""
    first = unit_starts(panel, plan.allocation)
    starts = np.unique(first[np.isfinite(first)])
    step = np.searchsorted(starts, panel.periods, side="right")
    used = compared_cells(panel, plan, first)
    if not used.any():
        raise InputRefused("no period compared has a case", remedy="Give periods with cases in them.")
    steps = np.unique(step[used.any(axis=0)])
    total, size, squares = (
        np.column_stack([np.nansum(np.where(used & (step == each), part, np.nan), axis=1) for each in steps])
        for part in (panel.total, panel.size, _squares(panel))
    )
    natural = np.where(size > 0, total / np.where(size > 0, size, 1), np.nan)
    order = _order(first, size, natural)
    order = order[size[order].sum(axis=1) > 0]  # a unit without a case tells nothing, whatever its start
    labels = np.array([(steps > place).astype(float) for place in range(len(starts))] + [0.0 * steps])
    return Wedge(
        units=tuple(np.array(panel.units)[order].tolist()),
        starts=starts.astype(int),
        sequence=np.searchsorted(starts, first)[order],
        labels=labels,
        value=_on_scale(panel, plan.scale, total, size, natural)[order],
        natural=natural[order],
        size=size[order],
        weight_size=_weight_size(panel, total, size)[order],
        within=np.where(size > 0, squares - total * np.nan_to_num(natural), 0.0)[order],
        stratum=_strata(panel, plan)[order],
    )


def unit_starts(panel: Panel, allocation: Any = None) -> np.ndarray:
    """Each unit's first treated period; infinite where it has none.

    Where rows are missing between a unit's last untreated and first treated period, the start is the
    allocation's own if that lies in the gap, else the last one in it at which another unit is seen to start.
    """
    on, off = panel.in_force == 1, panel.in_force == 0
    periods = panel.periods.astype(float)
    first = np.where(on, periods, NEVER).min(axis=1)
    last_off = np.where(off, periods, 0.0).max(axis=1)
    clear = on.any(axis=1) & np.isin(first, periods) & _neighbours(periods, last_off, first)
    known = np.unique(first[clear])
    for unit in np.flatnonzero(on.any(axis=1) & ~clear):
        inside = known[(known > last_off[unit]) & (known <= first[unit])]
        first[unit] = inside[-1] if inside.size else first[unit]
    return _as_allocated(panel, allocation, first, last_off)


def _as_allocated(panel: Panel, allocation: Any, first: np.ndarray, last_off: np.ndarray) -> np.ndarray:
    """The sealed start of each unit whose rows do not contradict it, else what the rows show."""
    sealed = {str(unit): float(start) for unit, start in (allocation.sequences if allocation else ())}
    own = np.array([sealed.get(name, np.nan) for name in panel.units])
    treated = np.where(panel.in_force == 1, panel.periods, NEVER).min(axis=1)
    fits = (own > last_off) & (own <= treated) & (own <= panel.periods[-1])
    return np.where(fits, own, first)


def _neighbours(periods: np.ndarray, last_off: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Whether no observed period of the table lies between a unit's last untreated and first treated."""
    between = (periods[None, :] > last_off[:, None]) & (periods[None, :] < first[:, None])
    return ~between.any(axis=1)


def compared_cells(panel: Panel, plan: Any, first: np.ndarray) -> np.ndarray:
    """Cells that are compared and hold cases."""
    periods = panel.periods[None, :]
    washed = (periods >= first[:, None]) & (periods < first[:, None] + plan.washout)
    return (panel.size > 0) & ~washed & ~np.isin(panel.periods, plan.exclude_periods)[None, :]


def _squares(panel: Panel) -> np.ndarray:
    """Sum of squared outcomes of the cases in each cell: what the sum of squares within cells needs."""
    if panel.kind.name != "continuous":
        return panel.total
    return (panel.size - 1).clip(0) * panel.spread**2 + panel.total**2 / panel.size


def _on_scale(panel: Panel, scale: str, total: np.ndarray, size: np.ndarray, natural: np.ndarray):
    """Step values on the plan's scale; logarithms of smoothed values, so that 0/n stays finite."""
    if scale == "risk_difference":
        return natural
    smooth = (total + 0.5) / np.where(size > 0, size + (1 if panel.kind.name == "proportion" else 0), 1)
    return np.where(size > 0, TRANSFORMS[scale][0](np.where(size > 0, smooth, 0.5)), np.nan)


def _weight_size(panel: Panel, total: np.ndarray, size: np.ndarray) -> np.ndarray:
    """What the working variance divides by: cases, or for a rate the events expected from the exposure."""
    return size * (total.sum() / size.sum()) if panel.kind.name == "rate" and total.sum() else size


def _strata(panel: Panel, plan: Any) -> np.ndarray:
    """The stratum or pair each unit was allocated in, where the plan's allocation has any; else one for all."""
    if plan.allocation is None or not (plan.allocation.pairs or plan.allocation.strata):
        return np.zeros(len(panel.units), dtype=int)
    return np.unique(blocks_of(panel, plan)[1], return_inverse=True)[1]


def _order(first: np.ndarray, size: np.ndarray, natural: np.ndarray) -> np.ndarray:
    columns = np.column_stack([first, np.nan_to_num(natural, nan=-1.0), size])
    return np.lexsort(columns.T[::-1])


def check_contrast(wedge: Wedge) -> None:
    """Raise CannotEstimate "d" where no step holds units with and without the nudge."""
    seen, treated = wedge.seen, wedge.treated > 0
    if not ((seen & treated).any(axis=0) & (seen & ~treated).any(axis=0)).any():
        raise CannotEstimate(
            "d",
            missing="In no step were there cases both with and without the nudge: nothing to compare with.",
            would_do="Give the steps in which some units had not started yet.",
        )


def describe(wedge: Wedge) -> dict[str, Any]:
    """The figures a page prints beside a stepped wedge's effect."""
    on = wedge.seen & (wedge.treated > 0)
    off = wedge.seen & (wedge.treated == 0)
    return {
        "mean_with": float(wedge.natural[on].mean()),
        "mean_without": float(wedge.natural[off].mean()),
        "units": len(wedge.units),
        "steps": int(wedge.size.shape[1]),
        "sequences": len(np.unique(wedge.sequence)),
        "cases": float(wedge.size.sum()),
        **_sizes(wedge.size.sum(axis=1)),
    }


def _sizes(cases: np.ndarray) -> dict[str, float]:
    """Mean and coefficient of variation of the cases of a unit."""
    spread = float(cases.std(ddof=1)) if len(cases) > 1 else 0.0
    return {"size_mean": float(cases.mean()), "size_cv": spread / float(cases.mean())}


def information(wedge: Wedge, panel: Panel, plan: Any, planned: Variances) -> float:
    """1/SE² of the effect with the planned weights and correlations, and the outcome's own variance so far.

    As power is planned: effects between steps are those between periods, averaged over a step's.
    """
    step = np.searchsorted(wedge.starts, panel.periods, side="right")
    used = compared_cells(panel, plan, unit_starts(panel, plan.allocation)).any(axis=0)
    periods = np.array([int((step[used] == each).sum()) for each in np.unique(step[used])])
    steps = wedge.size.shape[1]
    true = np.full((len(wedge.units), steps, steps), planned.tau2)
    place = np.arange(steps)
    own = planned.gamma2 / periods + planned.sigma2 / np.where(wedge.seen, wedge.weight_size, 1)
    true[:, place, place] += own
    share = wedge_variance(wedge.treated, wedge.weight_size, planned, true)
    return 1 / (share * _variance(wedge, plan.scale, panel.kind.name))


def _variance(wedge: Wedge, scale: str, kind: str) -> float:
    """Variance of a single case (a rate: of one expected event) on the scale of the estimate."""
    whole = wedge.size.sum()
    level = float((np.nan_to_num(wedge.natural) * wedge.size).sum() / whole)
    if kind == "continuous":
        return float(wedge.within.sum() + np.nansum(wedge.size * (wedge.natural - level) ** 2)) / whole
    level = (level * whole + 0.5) / (whole + 1)
    own = level * (1 - level) if kind == "proportion" else level**2
    return own * float(TRANSFORMS[scale][1](level)) ** 2
