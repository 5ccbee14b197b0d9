"""How time grows: ten times the cells, by units and by periods, and ten times the cases at equal cells, every design.

Whole reports with their JSON. The promise: ten times the cells in at most twelve times the time, and ten times the
cases in the same time.
"""

import numpy as np
import pandas as pd

from tests.load.stats.turns import REPEATS, in_turn
from trials.stats import Plan, analyse
from trials.stats.strategy import all_designs

UNITS, MONTHS, CASES = 24, 24, 40
NEVER = 10**6


def grown_table(design: str, units: int, months: int, cases: int, seed: int = 1) -> pd.DataFrame:
    """Cells of a sound study of that design and size."""
    rng = np.random.default_rng(seed)
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : months + 1])
    on = (period >= _starts(design, units, months)[unit]).astype(int)
    arms = (0, 1) if design == "individually_randomised" else (None,)
    level, parts = rng.uniform(0.2, 0.5, units), []
    for arm in arms:
        treated = on if arm is None else np.full(len(unit), arm)
        counts = {"events": rng.binomial(cases, level[unit] + 0.02 * treated), "cases": cases}
        names = np.char.add("unit ", unit.astype(str))
        parts.append(pd.DataFrame({"unit": names, "period": period, "treated": treated, **counts}))
    return pd.concat(parts, ignore_index=True)


def _starts(design: str, units: int, months: int) -> np.ndarray:
    """Each unit's first treated period."""
    half, every = months // 2 + 1, np.arange(units)
    if design in ("before_after", "interrupted_series"):
        return np.full(units, half)
    if design == "staggered_adoption":
        return np.array([months // 3 + 1, half, 2 * months // 3 + 1, NEVER])[every % 4]
    if design == "stepped_wedge":
        return 1 + (months // 5) * (1 + every % 4)
    return np.where(every % 2 == 0, half, NEVER)


def measured(repeats: int = REPEATS, designs: tuple[str, ...] = (), times: int = 10) -> dict:
    """By design: time at ten times the units, periods and cases, as multiples of the time without."""
    return {
        "benchmark": "growth",
        "designs": {design: _growth(design, repeats, times) for design in designs or all_designs()},
    }


def _growth(design: str, repeats: int, times: int) -> dict:
    sizes = {
        "plain": (UNITS, MONTHS, CASES),
        "units": (times * UNITS, MONTHS, CASES),
        "periods": (UNITS, times * MONTHS, CASES),
        "cases": (UNITS, MONTHS, times * CASES),
    }
    tables = {name: grown_table(design, *size) for name, size in sizes.items()}
    plan = Plan(design)
    ways = {name: lambda cells=cells: analyse(plan, cells).to_json() for name, cells in tables.items()}
    seconds = in_turn({name: lambda way=way: _ignored(way) for name, way in ways.items()}, repeats)
    found = {name: round(passed / seconds["plain"], 2) for name, passed in seconds.items() if name != "plain"}
    return {"seconds": round(seconds["plain"], 4), **found}


def _ignored(way) -> None:
    way()
