"""Least squares of unit values on arm indicators, blocks and covariates, and contrasts of its arms."""

from dataclasses import dataclass

import numpy as np

from trials.stats.arithmetic.random_effects import reml_between
from trials.stats.arithmetic.student import check_df
from trials.stats.errors import CannotEstimate

# Relative to the longest column, an arm's part outside the blocks this small is nought up to rounding.
NOTHING_LEFT = 1e-9


@dataclass(frozen=True)
class ArmFit:
    """Coefficients of the arms (control 0), their covariance and degrees of freedom."""

    beta: np.ndarray
    covariance: np.ndarray
    df: int
    between: float | None = None  # variance between units, where units were weighted

    def contrast(self, arm: int, base: int = 0) -> tuple[float, float]:
        """(difference, standard error) of one arm against another, numbered from the control at 0."""
        row = np.zeros(len(self.beta) + 1)
        row[arm], row[base] = 1.0, -1.0
        row = row[1:]
        return float(row @ self.beta), float(np.sqrt(max(row @ self.covariance @ row, 0.0)))


def orthonormal(columns: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the columns' span."""
    scaled = columns / np.maximum(np.abs(columns).max(axis=0), 1e-300)
    left, singular, _ = np.linalg.svd(scaled, full_matrices=False)
    return left[:, singular > NOTHING_LEFT * singular[0]]


def fit_arms(y: np.ndarray, indicators: np.ndarray, nuisance: np.ndarray) -> ArmFit:
    """Ordinary least squares, df = units - arms other than control - rank of blocks and covariates.

    Raises CannotEstimate "b" under two df, "d" where an arm shares no block with another.
    """
    basis = orthonormal(nuisance)
    free = indicators - basis @ (basis.T @ indicators)
    df = len(y) - basis.shape[1] - indicators.shape[1]
    if np.linalg.svd(free, compute_uv=False)[-1] < NOTHING_LEFT:
        raise CannotEstimate(
            "d",
            missing="No stratum or pair holds units of both arms, so nothing is compared like with like.",
            would_do="Add units so that each arm shares a stratum with the control.",
        )
    check_df(df)
    inverse = np.linalg.inv(free.T @ free)
    beta = inverse @ (free.T @ y)
    residual = y - basis @ (basis.T @ y) - free @ beta
    variance = float(residual @ residual) / df
    return ArmFit(beta, inverse * variance, df)


def fit_weighted_arms(
    y: np.ndarray, indicators: np.ndarray, nuisance: np.ndarray, variance: np.ndarray
) -> ArmFit:
    """The same with known sampling variances and REML between units: weights 1/(tau2 + v), Knapp-Hartung.

    Source: Knapp and Hartung (2003) Stat Med 22:2693.
    """
    df = fit_arms(y, indicators, nuisance).df  # what refuses equal weights refuses these
    design = np.column_stack([indicators, orthonormal(nuisance)])
    between = reml_between(y, variance, design)
    weights = 1 / (between + variance)
    inverse = np.linalg.inv(design.T @ (weights[:, None] * design))
    beta = inverse @ (design.T @ (weights * y))
    inflation = float((weights * (y - design @ beta) ** 2).sum()) / df
    arms = indicators.shape[1]
    return ArmFit(beta[:arms], inverse[:arms, :arms] * inflation, df, between)
