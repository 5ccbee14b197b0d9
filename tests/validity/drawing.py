"""Counts drawn as a design assumes them to arise: what every list draws from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

BASE = 0.35  # proportion around which everything is drawn; the share in the worked case


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """One data set as matrices of units by periods, and the value the estimate is to cover.

    `on` is 1 where the nudge is in force, `seen` marks the cells observed, `arm` numbers each row's arm (0 the
    control) where there are arms, `labels` are further columns, one value a row. `unit` names a row's unit.
    """

    events: np.ndarray
    cases: np.ndarray
    seen: np.ndarray
    on: np.ndarray
    truth: float
    start: int | None = None
    unit: np.ndarray | None = None
    arm: np.ndarray | None = None
    labels: Mapping[str, np.ndarray] = field(default_factory=dict)

    @cached_property
    def share(self) -> np.ndarray:
        """Proportions, NaN where not observed."""
        return np.where(self.seen, self.events / self.cases, np.nan)

    @property
    def treated(self) -> np.ndarray:
        """Rows in which the nudge is ever in force."""
        return self.on.any(axis=1)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The observed cells as the engine reads them."""
        rows, periods = self.events.shape
        seen = self.seen.ravel()
        unit = np.arange(rows) if self.unit is None else self.unit
        names = np.array([f"u{number}" for number in unit], dtype=object)
        columns = {
            "unit": np.repeat(names, periods)[seen],
            "period": np.tile(np.arange(1, periods + 1), rows)[seen],
            "treated": self.on.astype(int).ravel()[seen],
        }
        if self.arm is not None:
            columns["arm"] = np.repeat(
                np.array([f"a{number}" for number in self.arm], dtype=object), periods
            )[seen]
        columns |= {"events": self.events.ravel()[seen], "cases": self.cases.ravel()[seen]}
        columns |= {name: np.repeat(values, periods)[seen] for name, values in self.labels.items()}
        return pd.DataFrame(columns)

    def mean_over(self, columns: np.ndarray) -> np.ndarray:
        """Each row's mean proportion over the chosen periods, over observed cells; NaN without one."""
        chosen = self.share[:, columns]
        count = (~np.isnan(chosen)).sum(axis=1)
        return np.where(count > 0, np.nansum(chosen, axis=1) / np.maximum(count, 1), np.nan)


def ar1(rows: int, length: int, rho: float, spread: float, rng: np.random.Generator) -> np.ndarray:
    """Stationary AR(1) series of standard deviation `spread`, one a row."""
    shocks = rng.standard_normal((rows, length))
    if not rho:
        return spread * shocks
    series = np.empty((rows, length))
    series[:, 0] = shocks[:, 0]
    for step in range(1, length):
        series[:, step] = rho * series[:, step - 1] + np.sqrt(1 - rho**2) * shocks[:, step]
    return spread * series


def unit_effects(cell: dict, periods: int, rng: np.random.Generator) -> np.ndarray:
    """Unit and unit-by-period effects with the cell's ICC and CAC on the proportion scale, units by periods."""
    between = cell["icc"] * BASE * (1 - BASE)
    level = np.sqrt(between * cell["cac"]) * rng.standard_normal((cell["units"], 1))
    return level + ar1(cell["units"], periods, cell["rho"], np.sqrt(between * (1 - cell["cac"])), rng)


def mean_sizes(cell: dict, rng: np.random.Generator) -> np.ndarray:
    """Each unit's mean number of cases, gamma with the cell's coefficient of variation, at least two."""
    if not cell["size_cv"]:
        return np.full(cell["units"], float(cell["cases"]))
    shape = cell["size_cv"] ** -2
    return np.maximum(rng.gamma(shape, cell["cases"] / shape, cell["units"]), 2)


def sizes(mean: np.ndarray, periods: int, rng: np.random.Generator) -> np.ndarray:
    """Cases by unit and period, one at least."""
    return rng.poisson(np.repeat(mean[:, None], periods, axis=1)) + 1


def observed(shape: tuple[int, int], missing: float, rng: np.random.Generator) -> np.ndarray:
    """Cells observed, missing ones at random."""
    return (rng.random(shape[0] * shape[1]) >= missing).reshape(shape)


def expit(value):
    """The proportion at a log odds."""
    return 1 / (1 + np.exp(-value))


def logit(share):
    """The log odds of a proportion."""
    return np.log(share / (1 - share))
