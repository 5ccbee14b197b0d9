"""Generalised least squares of unit-by-step values under nested-exchangeable variances."""

from dataclasses import dataclass

import numpy as np

# Of the whole variance, the least that a cell keeps of its own: as much as a million cases leave at an ICC of 0.
# Below it the digits cancel in which a unit's steps differ, and a cell of 10**12 cases weighs no more in truth.
LEAST_OWN = 1e-6


@dataclass(frozen=True)
class Variances:
    """Between units (tau2), between steps within a unit (gamma2), between cases (sigma2)."""

    tau2: float
    gamma2: float
    sigma2: float

    @classmethod
    def planned(cls, icc: float, cac: float) -> "Variances":
        """Shares of a total of one: icc * cac, icc * (1 - cac), 1 - icc."""
        return cls(icc * cac, icc * (1 - cac), 1 - icc)


def inverse_blocks(size: np.ndarray, variances: Variances) -> np.ndarray:
    """Inverse covariance (units, steps, steps) of each unit's step values; nought where there is no case.

    Covariance: tau2 everywhere, gamma2 + sigma2/n more on the diagonal (Hooper et al. 2016 Stat Med 35:4718).
    """
    own = variances.gamma2 + variances.sigma2 / np.where(size > 0, size, 1)
    least = LEAST_OWN * (variances.tau2 + variances.gamma2 + variances.sigma2)
    weight = np.where(size > 0, 1 / np.maximum(own, max(least, np.finfo(float).tiny)), 0.0)
    shared = variances.tau2 / (1 + variances.tau2 * weight.sum(axis=1))
    blocks = -shared[:, None, None] * weight[:, :, None] * weight[:, None, :]
    diagonal = np.arange(size.shape[1])
    blocks[:, diagonal, diagonal] += weight
    return blocks


def step_columns(units: int, steps: int) -> np.ndarray:
    """Indicators of the steps, (units, steps, steps)."""
    return np.broadcast_to(np.eye(steps), (units, steps, steps))


def fit_gls(blocks: np.ndarray, design: np.ndarray, value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and their unscaled covariance; `design` (units, steps, k), NaN values have no weight."""
    weighted = blocks @ design
    covariance = np.linalg.inv(np.einsum("ujk,ujl->kl", design, weighted))
    return covariance @ np.einsum("ujk,uj->k", weighted, np.nan_to_num(value)), covariance
