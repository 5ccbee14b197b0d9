"""Random-effects comparison of two groups of unit values with known sampling variances."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq


@dataclass(frozen=True)
class RandomEffects:
    """Difference of the groups, its Knapp-Hartung standard error, variance between units, weights used."""

    value: float
    se: float
    between: float
    weights: np.ndarray


def fit_random_effects(change: np.ndarray, variance: np.ndarray, treated: np.ndarray) -> RandomEffects:
    """REML between-unit variance, weights 1/(tau2 + v), Knapp-Hartung variance on G - 2.

    Source: Knapp and Hartung (2003) Stat Med 22:2693, meta-regression on one binary covariate.
    """
    design = np.column_stack([np.ones_like(change), treated.astype(float)])
    between = reml_between(change, variance, design)
    weights = 1 / (between + variance)
    information = design.T @ (weights[:, None] * design)
    beta = np.linalg.solve(information, design.T @ (weights * change))
    residual = change - design @ beta
    inflation = (weights * residual**2).sum() / max(len(change) - 2, 1)
    se = np.sqrt(inflation * np.linalg.inv(information)[1, 1])
    return RandomEffects(float(beta[1]), float(se), between, weights)


def reml_between(change: np.ndarray, variance: np.ndarray, design: np.ndarray) -> float:
    """The variance between units at which the restricted likelihood peaks; 0 where it falls from there."""

    def score(between: float) -> float:
        weights = 1 / (between + variance)
        weighted = weights[:, None] * design
        information = design.T @ weighted
        projected = weights * change - weighted @ np.linalg.solve(information, weighted.T @ change)
        trace = weights.sum() - np.trace(np.linalg.solve(information, weighted.T @ weighted))
        return float(projected @ projected - trace)

    if score(0.0) <= 0:
        return 0.0
    upper = float(np.var(change)) + 1e-12
    while score(upper) > 0:
        upper *= 2
    return float(brentq(score, 0.0, upper, xtol=1e-15, rtol=1e-12))


def known_variances(variance: np.ndarray) -> np.ndarray:
    """Sampling variances with noughts (means whose sd is 0) raised to the smallest that is not.

    Where all are nought every unit is known equally well and weighs the same.
    """
    known = variance[variance > 0]
    return np.where(variance > 0, variance, known.min() if known.size else 1e-12)
