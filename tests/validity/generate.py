"""Counts drawn as a design assumes them to arise, for one cell of cells.csv."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

BASE = 0.35  # proportion around which everything is drawn; the share in the worked case


@dataclass(frozen=True)
class Drawn:
    """A frame and the value the estimate is to cover."""

    frame: pd.DataFrame
    truth: float


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """One data set for the cell."""
    return _groups(cell, rng) if cell["design"] == "difference_in_differences" else _series(cell, rng)


def _series(cell: dict, rng: np.random.Generator) -> Drawn:
    """All units treated; log odds = level + trend + season + AR(1) common to the units + effect."""
    units, periods = cell["units"], np.arange(1, cell["periods"] + 1)
    after = periods >= cell["start"]
    eta = np.log(BASE / (1 - BASE)) + cell["trend"] * (periods - cell["start"]) / 12
    eta = eta + cell["season"] * np.sin(2 * np.pi * periods / 12)
    noise = ar1(len(periods), cell["rho"], cell["spread"], rng)
    level = 0.2 * rng.standard_normal((units, 1)) if units > 1 else np.zeros((1, 1))
    chance = _expit(eta + cell["effect"] * after + noise + level)
    untouched, touched = (_expit(eta[after] + shift + level) for shift in (0.0, cell["effect"]))
    size = rng.poisson(cell["cases"] / units, (units, len(periods))) + 1
    frame = _frame(chance, size, np.ones(units, dtype=bool), cell, rng)
    return Drawn(frame, float((touched - untouched).mean()))


def _groups(cell: dict, rng: np.random.Generator) -> Drawn:
    """Unit and unit-by-period effects with the cell's ICC and CAC on the proportion scale; common periods."""
    units, periods = cell["units"], np.arange(1, cell["periods"] + 1)
    mean_size = _sizes(cell, rng)
    treated = _choose(cell, mean_size, rng)
    between = cell["icc"] * BASE * (1 - BASE)
    level = np.sqrt(between * cell["cac"]) * rng.standard_normal((units, 1))
    moving = np.array(
        [ar1(len(periods), cell["rho"], np.sqrt(between * (1 - cell["cac"])), rng) for _ in range(units)]
    )
    common = cell["trend"] * periods / 12 + cell["season"] * np.sin(2 * np.pi * periods / 12)
    effect = cell["effect"] * treated[:, None] * (periods >= cell["start"])
    chance = np.clip(BASE + level + moving + common + effect, 0.02, 0.98)
    size = rng.poisson(np.repeat(mean_size[:, None], len(periods), axis=1)) + 1
    return Drawn(_frame(chance, size, treated, cell, rng), cell["effect"])


def ar1(length: int, rho: float, spread: float, rng: np.random.Generator) -> np.ndarray:
    """A stationary AR(1) series of standard deviation `spread`."""
    shocks = rng.standard_normal(length)
    series = np.empty(length)
    series[0] = shocks[0]
    for step in range(1, length):
        series[step] = rho * series[step - 1] + np.sqrt(1 - rho**2) * shocks[step]
    return spread * series


def _sizes(cell: dict, rng: np.random.Generator) -> np.ndarray:
    if cell["size_cv"] == 0:
        return np.full(cell["units"], float(cell["cases"]))
    shape = cell["size_cv"] ** -2
    return np.maximum(rng.gamma(shape, cell["cases"] / shape, cell["units"]), 2)


def _choose(cell: dict, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Treated units: drawn at random, or the largest half in the warning cell."""
    count = {"half": cell["units"] // 2, "largest": cell["units"] // 2, "two": 2, "one": 1}[cell["treated"]]
    order = np.argsort(-size) if cell["treated"] == "largest" else rng.permutation(cell["units"])
    chosen = np.zeros(cell["units"], dtype=bool)
    chosen[order[:count]] = True
    return chosen


def _frame(chance, size, treated, cell: dict, rng: np.random.Generator) -> pd.DataFrame:
    units, periods = chance.shape
    period = np.tile(np.arange(1, periods + 1), units)
    unit = np.repeat(np.arange(units), periods)
    columns = {
        "unit": np.char.add("u", unit.astype(str)),
        "period": period,
        "treated": (treated[unit] & (period >= cell["start"])).astype(int),
        "events": rng.binomial(size, chance).ravel(),
        "cases": size.ravel(),
    }
    return pd.DataFrame(columns)[rng.random(units * periods) >= cell["missing"]]


def _expit(value):
    return 1 / (1 + np.exp(-value))
