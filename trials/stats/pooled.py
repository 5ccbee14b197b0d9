"""The treated units summed to one series over time."""

from dataclasses import dataclass, fields, replace

import numpy as np

from trials.stats.panel import Panel


@dataclass(frozen=True, kw_only=True)
class Pooled:
    """One value of total and size a compared, non-empty period; `after` marks those from the start on.

    `offset` is what the comparison units show in the same periods, on the link scale; None without them.
    """

    periods: np.ndarray
    total: np.ndarray
    size: np.ndarray
    after: np.ndarray
    offset: np.ndarray | None = None

    def keep(self, chosen: np.ndarray) -> "Pooled":
        """The chosen periods alone."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return Pooled(**{name: None if part is None else part[chosen] for name, part in parts.items()})

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


def pool_against_controls(panel: Panel) -> Pooled:
    """The treated units' series with that of all others summed as its offset, periods in which both have cases.

    Without untreated units there is no offset.
    """
    own = pool_treated(panel)
    if panel.treated.all():
        return own
    total, size = (
        np.nansum(matrix[~panel.treated], axis=0)[np.isin(panel.periods, own.periods)]
        for matrix in (panel.total, panel.size)
    )
    both = size > 0
    offset = np.zeros(len(size))
    offset[both] = panel.kind.link(total[both], size[both])
    return replace(own, offset=offset).keep(both)
