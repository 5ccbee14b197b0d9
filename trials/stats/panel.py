"""The checked data as matrices of units by periods, and what they offer to estimators."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from trials.stats.kinds import Kind
from trials.stats.windows import Windows


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Cells of one outcome. Matrices are units by periods, NaN where empty or not observed."""

    kind: Kind
    units: tuple[str, ...]
    periods: np.ndarray
    total: np.ndarray
    size: np.ndarray
    spread: np.ndarray
    observed: np.ndarray
    treated: np.ndarray
    windows: Windows
    arms: tuple[str, ...] = ()
    in_force: np.ndarray | None = None  # 1, 0, or NaN where there is no row
    arm: np.ndarray | None = None  # arm of each row of the matrices
    labels: Mapping[str, np.ndarray] = field(default_factory=dict)  # stratum, pair, officer of each row
    flow: Mapping[str, np.ndarray] = field(default_factory=dict)  # further counts: entered, screened ...

    @cached_property
    def values(self) -> np.ndarray:
        """Each cell's proportion, rate or mean."""
        return self.total / self.size

    @cached_property
    def smoothed(self) -> np.ndarray:
        """Cell values that are never 0 or 1: half an event added each way, for logarithms."""
        return (self.total + 0.5) / (self.size + (1 if self.kind.name == "proportion" else 0))

    @cached_property
    def variances(self) -> np.ndarray:
        """Sampling variance of each cell's value."""
        return self.kind.variance(self.total, self.size, self.spread)


def row_means(matrix: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Unweighted mean of each row over the chosen columns, over non-empty cells; NaN where there is none."""
    chosen = matrix[:, columns]
    count = (~np.isnan(chosen)).sum(axis=1)
    return np.where(count > 0, np.nansum(chosen, axis=1) / np.maximum(count, 1), np.nan)


def variance_of_mean(variances: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Sampling variance of `row_means`, cells independent."""
    chosen = variances[:, columns]
    count = np.maximum((~np.isnan(chosen)).sum(axis=1), 1)
    return np.nansum(chosen, axis=1) / count**2
