"""The treated units summed to one series over time."""

from dataclasses import dataclass

import numpy as np

from trials.stats.panel import Panel


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """One value of total and size a compared, non-empty period; `after` marks those from the start on."""

    periods: np.ndarray
    total: np.ndarray
    size: np.ndarray
    after: np.ndarray

    @property
    def fewest_points(self) -> int:
        """Points on the shorter side of the start."""
        return int(min(self.after.sum(), (~self.after).sum()))

    @property
    def span(self) -> int:
        """Periods from the first to the last point, both counted."""
        return int(self.periods[-1] - self.periods[0] + 1) if len(self.periods) else 0


def pool_treated(panel: Panel) -> Pooled:
    """The treated units' compared periods, counts summed over units; empty periods left out."""
    windows = panel.windows
    total = np.nansum(panel.total[panel.treated], axis=0)
    size = np.nansum(panel.size[panel.treated], axis=0)
    used = (size > 0) & (windows.before | windows.after)
    return Pooled(periods=panel.periods[used], total=total[used], size=size[used], after=windows.after[used])
