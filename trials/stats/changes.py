"""Each unit's change from before to after: what every difference-in-differences estimator starts from."""

from dataclasses import dataclass

import numpy as np

from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.panel import Panel, row_means, variance_of_mean

TRANSFORMS = {
    "risk_difference": (lambda p: p, np.ones_like),
    "log_risk_ratio": (np.log, lambda p: 1 / p),
    "log_odds_ratio": (lambda p: np.log(p / (1 - p)), lambda p: 1 / (p * (1 - p))),
}


@dataclass(frozen=True, kw_only=True)
class Changes:
    """Units with a value on both sides, treated first, each group by size of change.

    The order depends on the data alone, so that neither the order of rows nor the names of units
    can move a random draw.
    """

    units: tuple[str, ...]
    treated: np.ndarray
    before: np.ndarray
    after: np.ndarray
    change: np.ndarray
    variance: np.ndarray
    size: np.ndarray
    dropped: tuple[str, ...]

    @property
    def own(self) -> np.ndarray:
        """Changes of the treated units."""
        return self.change[self.treated]

    @property
    def others(self) -> np.ndarray:
        """Changes of the untreated units."""
        return self.change[~self.treated]


def unit_changes(panel: Panel, scale: str) -> Changes:
    """Changes on the plan's scale; on a logarithmic scale from smoothed cell values.

    A unit's value over periods is the unweighted mean over its non-empty cells. Raises
    CannotEstimate "d" without untreated units, InputRefused without a treated unit seen on both sides.
    """
    cells = panel.values if scale == "risk_difference" else panel.smoothed
    transform, derivative = TRANSFORMS[scale]
    before, after = (row_means(cells, side) for side in (panel.windows.before, panel.windows.after))
    complete = ~np.isnan(before) & ~np.isnan(after)
    _check_groups(panel.treated, complete)
    before, after, treated = before[complete], after[complete], panel.treated[complete]
    change = transform(after) - transform(before)
    names = np.array(panel.units)[complete]
    size = np.nansum(panel.size[complete][:, panel.windows.before | panel.windows.after], axis=1)
    variance = sum(
        variance_of_mean(panel.variances[complete], side) * derivative(value) ** 2
        for side, value in ((panel.windows.before, before), (panel.windows.after, after))
    )
    order = np.lexsort((names, size, change, ~treated))
    return Changes(
        units=tuple(names[order].tolist()),
        treated=treated[order],
        before=before[order],
        after=after[order],
        change=change[order],
        variance=variance[order],
        size=size[order],
        dropped=tuple(np.array(panel.units)[~complete].tolist()),
    )


def _check_groups(treated: np.ndarray, complete: np.ndarray) -> None:
    if not (~treated & complete).any():
        raise CannotEstimate(
            "d",
            missing="No untreated unit was observed on both sides of the start: nothing to compare with.",
            would_do="Add units where nothing changed, or use the interrupted series and its weaker reading.",
        )
    if not (treated & complete).any():
        raise InputRefused(
            "no treated unit has cases both before and after the start",
            remedy="Give a treated unit's counts on both sides of the start.",
        )
