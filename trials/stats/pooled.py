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


# A unit that is first seen after the first eighth of the periods before the start, or last before the last eighth
# of those after it, came late or left early: within an eighth (three months of two years) a single missing row
# leaves no unit out.
EDGE = 8
LEAST_POINTS = 8  # STATISTICS section 4, refusal (c)


def seen_throughout(panel: Panel) -> np.ndarray:
    """Rows seen at the beginning and at the end of the periods compared."""
    before, after = (np.flatnonzero(side) for side in (panel.windows.before, panel.windows.after))
    edges = before[: -(-len(before) // EDGE)], after[-max(1, -(-len(after) // EDGE)) :]
    return np.logical_and.reduce([panel.observed[:, edge].any(axis=1) for edge in edges])


def summed_rows(panel: Panel, side: np.ndarray) -> np.ndarray:
    """The rows of a side that one series adds up: those seen throughout, or all where none is.

    A unit that came late would shift the level of the sum at its own date, which is not the nudge's doing. All are
    added up also where those seen throughout have no case on one side of the start, or too few points for a
    series, and all together enough.
    """
    steady = side & seen_throughout(panel) & (np.nansum(panel.size, axis=1) > 0)
    if not steady.any():
        return side
    few, whole = _fewest_points(panel, steady, side), _fewest_points(panel, side, side)
    return side if any(few < wanted <= whole for wanted in (1, LEAST_POINTS)) else steady


def _fewest_points(panel: Panel, rows: np.ndarray, side: np.ndarray) -> int:
    """Periods with cases of those rows, and of the other side where there is one, on the shorter side of the start."""
    seen = (panel.size[rows] > 0).any(axis=0) & (side.all() or (panel.size[~side] > 0).any(axis=0))
    return int(min((seen & half).sum() for half in (panel.windows.before, panel.windows.after)))


def pool_treated(panel: Panel) -> Pooled:
    """The treated units' compared periods, counts summed over units; empty periods left out."""
    windows, rows = panel.windows, summed_rows(panel, panel.treated)
    total, size = np.nansum(panel.total[rows], axis=0), np.nansum(panel.size[rows], axis=0)
    used = (size > 0) & (windows.before | windows.after)
    return Pooled(periods=panel.periods[used], total=total[used], size=size[used], after=windows.after[used])


def pool_against_controls(panel: Panel) -> Pooled:
    """The treated units' series with that of all others summed as its offset, periods in which both have cases.

    Without untreated units there is no offset.
    """
    own = pool_treated(panel)
    if panel.treated.all():
        return own
    rows = summed_rows(panel, ~panel.treated)
    total, size = (
        np.nansum(matrix[rows], axis=0)[np.isin(panel.periods, own.periods)]
        for matrix in (panel.total, panel.size)
    )
    both = size > 0
    offset = np.zeros(len(size))
    offset[both] = panel.kind.link(total[both], size[both])
    return replace(own, offset=offset).keep(both)
