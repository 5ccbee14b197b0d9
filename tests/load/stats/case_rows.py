"""Case rows as a force holds them, and their cells: what every benchmark that starts from rows starts with."""

import numpy as np
import pandas as pd


def case_rows(cells: pd.DataFrame) -> pd.DataFrame:
    """One row a case (unit, period, treated, y) of a table of counts, the events first."""
    index = np.repeat(np.arange(len(cells)), cells["cases"])
    place = np.arange(len(index)) - np.repeat(np.cumsum(cells["cases"]) - cells["cases"], cells["cases"])
    rows = cells[["unit", "period", "treated"]].take(index).reset_index(drop=True)
    return rows.assign(y=(place.to_numpy() < cells["events"].to_numpy()[index]).astype(np.int64))


def cells_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The counts of case rows by unit, period and treatment; ValueError for an outcome that is not 0 or 1."""
    outcome = rows["y"].to_numpy()
    if not ((outcome == 0) | (outcome == 1)).all():
        raise ValueError("y is neither 0 nor 1")
    number, units = pd.factorize(rows["unit"])
    period, treated = rows["period"].to_numpy(), rows["treated"].to_numpy()
    width = 2 * (int(period.max()) + 1)
    place = number * width + 2 * period + treated  # one number a cell, so that counting is all there is to do
    cases, events = np.bincount(place), np.bincount(place, weights=outcome)
    seen = np.flatnonzero(cases)
    within = seen % width
    counts = {"events": events[seen].astype(np.int64), "cases": cases[seen]}
    return pd.DataFrame(
        {"unit": units[seen // width], "period": within // 2, "treated": within % 2, **counts}
    )


def cluster_trial(*, units: int, months: int, cases: int, effect: float, seed: int) -> pd.DataFrame:
    """Cells of a parallel trial: half the units treated from the middle month on, ICC about 0.02, sizes alike."""
    rng = np.random.default_rng(seed)
    level = np.clip(0.4 + 0.07 * rng.standard_normal(units), 0.05, 0.9)
    treated = np.isin(np.arange(units), rng.permutation(units)[: units // 2])
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : months + 1])
    on = (treated[unit] & (period > months // 2)).astype(int)
    names = np.array([f"Station {number:03d}" for number in range(units)])
    counts = {"events": rng.binomial(cases, level[unit] + effect * on), "cases": cases}
    return pd.DataFrame({"unit": names[unit], "period": period, "treated": on, **counts})
