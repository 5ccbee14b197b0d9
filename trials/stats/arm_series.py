"""Plain lists for the charts of a trial with arms: each arm's mean by period, units, flow."""

import numpy as np

from trials.stats.cluster_arms import arms_of
from trials.stats.panel import row_means
from trials.stats.series_data import as_list, frame_of


def arm_series(evidence) -> dict:
    """Mean of unit values by arm and period, every unit's values, its arm, and the flow of units and cases."""
    panel = evidence.panel
    names, arm = arms_of(panel, evidence.plan)
    every = {
        name: row_means(panel.values[arm == number].T, np.ones(int((arm == number).sum()), dtype=bool))
        for number, name in enumerate(names)
    }
    return {
        **frame_of(panel),
        "arms": {name: as_list(values) for name, values in every.items()},
        "units": {name: as_list(row) for name, row in zip(panel.units, panel.values, strict=True)},
        "unit_arms": {unit: names[number] for unit, number in zip(panel.units, arm.tolist(), strict=True)},
        "flow": {name: flow_of(panel, arm == number) for number, name in enumerate(names)},
    }


def flow_of(panel, chosen: np.ndarray, periods: np.ndarray | None = None) -> dict:
    """Units and cases of one arm on their way into the comparison (CONSORT's flow for clusters).

    `periods` are those counted, else all from the start on.
    """
    after = panel.windows.after if periods is None else periods
    size = panel.size[chosen][:, after]
    found = {
        "units": int(chosen.sum()),
        "units_compared": int((np.nansum(size, axis=1) > 0).sum()),
        "cases": float(np.nansum(size)),
    }
    for name in ("screened", "entered"):
        if name in panel.flow:
            found[name] = float(np.nansum(panel.flow[name][chosen][:, after]))
    return found
