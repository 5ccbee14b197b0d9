"""Units that start at different periods, none by chance: cell values, cohorts, and where comparison ends."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trials.stats.changes import TRANSFORMS
from trials.stats.errors import CannotEstimate
from trials.stats.panel import Panel
from trials.stats.wedge import unit_starts


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """`value` (units, periods), NaN where empty; `starts` by cohort, infinite for those never treated last.

    `cohort` is each unit's place among the starts. `cut` is the period from which nobody is untreated and
    nothing is compared, or None. Units are ordered by their data alone.
    """

    units: tuple[str, ...]
    periods: np.ndarray
    value: np.ndarray
    starts: np.ndarray
    cohort: np.ndarray
    cut: int | None

    @property
    def patterns(self) -> np.ndarray:
        """Treatment of each cohort by period: 1 from its start on."""
        return (self.periods[None, :] >= self.starts[:, None]).astype(float)


def read_adoption(panel: Panel, plan: Any) -> Adoption:
    """The compared cells. CannotEstimate "d": no period has units both treated and not."""
    first = unit_starts(panel)
    used = ~np.isin(panel.periods, plan.exclude_periods)
    cut = None
    if np.isfinite(first).all():
        cut = int(first.max())  # from here on nobody is untreated: the last to start serve as untreated
        used &= panel.periods < cut
        first = np.where(first == cut, np.inf, first)
    value = _on_scale(panel, plan.scale)
    washed = (panel.periods >= first[:, None]) & (panel.periods < first[:, None] + plan.washout)
    value = np.where(washed, np.nan, value)[:, used]
    periods = panel.periods[used]
    kept = _usable(value, periods, first)
    treated = ~np.isnan(value[kept]) & (periods >= first[kept, None])
    if not treated.any() or np.isfinite(first[kept]).all():
        raise CannotEstimate(
            "d",
            missing="No period holds units both with and without the nudge: nothing to compare with.",
            would_do="Add units where nothing changed, or earlier periods.",
        )
    order = np.flatnonzero(kept)
    order = order[np.lexsort(np.column_stack([np.nan_to_num(value[order], nan=-9.0), first[order]]).T)]
    starts = np.unique(first[order])
    return Adoption(
        units=tuple(np.array(panel.units)[order].tolist()),
        periods=periods,
        value=value[order],
        starts=starts,
        cohort=np.searchsorted(starts, first[order]),
        cut=cut,
    )


def _usable(value: np.ndarray, periods: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Units seen before their start; those treated from the first period on show no change."""
    return (~np.isnan(value) & (periods < first[:, None])).any(axis=1)


def _on_scale(panel: Panel, scale: str) -> np.ndarray:
    if scale == "risk_difference":
        return panel.values
    return TRANSFORMS[scale][0](panel.smoothed)
