"""Plain lists for charts: what was observed by period, and which periods were compared."""

import numpy as np

from trials.stats.arithmetic.placebo import placebo_statistics
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.pooled import summed_rows


def pooled_series(evidence) -> dict:
    """The treated units summed, as they are analysed: value and size of every observed period."""
    panel = evidence.panel
    rows = summed_rows(panel, panel.treated)
    total, size = np.nansum(panel.total[rows], axis=0), np.nansum(panel.size[rows], axis=0)
    return {
        **frame_of(panel),
        "treated": as_list(np.where(size > 0, total / np.where(size > 0, size, 1), np.nan)),
        "treated_total": as_list(total),
        "treated_size": as_list(size),
    }


def group_series(evidence) -> dict:
    """Mean of unit values by period, treated and others; every unit's values; changes; placebo statistics."""
    panel = evidence.panel
    return {
        **frame_of(panel),
        "treated": as_list(_mean(panel.values[panel.treated])),
        "others": as_list(_mean(panel.values[~panel.treated])),
        "units": {name: as_list(row) for name, row in zip(panel.units, panel.values, strict=True)},
        "treated_units": [name for name, own in zip(panel.units, panel.treated, strict=True) if own],
        **_changes(evidence),
    }


def _changes(evidence) -> dict:
    try:
        changes = evidence.changes
    except (CannotEstimate, InputRefused):  # nothing to compare with: the chart shows what was observed
        return {}
    found = {"changes": dict(zip(changes.units, changes.change.tolist(), strict=True))}
    if "one_treated" in evidence.offers and len(changes.change) > 2:
        statistics = placebo_statistics(changes.change).tolist()
        found["placebo"] = dict(zip(changes.units, statistics, strict=True))
    return found


def frame_of(panel) -> dict:
    """The periods and which of them were compared."""
    windows = panel.windows
    return {
        "periods": panel.periods.tolist(),
        "start": windows.start,
        "before": panel.periods[windows.before].tolist(),
        "after": panel.periods[windows.after].tolist(),
        "left_out": panel.periods[~windows.before & ~windows.after].tolist(),
    }


def _mean(rows: np.ndarray) -> np.ndarray:
    count = (~np.isnan(rows)).sum(axis=0)
    return np.where(count > 0, np.nansum(rows, axis=0) / np.maximum(count, 1), np.nan)


def as_list(values: np.ndarray) -> list:
    """The values with None where there is none."""
    return [None if np.isnan(value) else float(value) for value in values]


def fitted_series(evidence) -> dict:
    """The pooled series with the fitted and the counterfactual values of its compared periods."""
    found = pooled_series(evidence)
    try:
        fit = evidence.series_fit
    except CannotEstimate:  # the chart shows what was observed
        return found
    inverse, beta = fit.kind.inverse, fit.mean_beta
    return {
        **found,
        "fitted_periods": fit.pooled.periods.tolist(),
        "fitted": inverse(fit.design @ beta + fit.offset).tolist(),
        "counterfactual": inverse(fit.unchanged @ beta + fit.offset).tolist(),
    }
