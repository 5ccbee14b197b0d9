"""Logistic estimating equations with exchangeable correlation, from one count a cluster, in closed form.

Every case of a cluster shares the cluster's covariates, so a cluster of n cases weighs n/(1 + (n - 1) alpha)
and its leverage has rank one: nothing of size n by n is ever formed.
"""

from dataclasses import dataclass

import numpy as np

from trials.stats.errors import CannotEstimate

STEPS = 60  # at ten it agrees to all digits where it converges at all
CONVERGED = 1e-12
EDGE = 1e-8  # a fitted proportion this near 0 or 1 was on its way to infinity


@dataclass(frozen=True)
class GeeFit:
    """Coefficients, working correlation and the sandwich covariances: plain, Kauermann-Carroll, Mancl-DeRouen."""

    beta: np.ndarray
    alpha: float
    robust: np.ndarray
    kc: np.ndarray
    md: np.ndarray


def fit_exchangeable(total: np.ndarray, size: np.ndarray, design: np.ndarray) -> GeeFit:
    """The converged fit. Raises CannotEstimate "a" where an arm has all or nothing.

    Moments as in geepack: scale over N, correlation over all pairs. Source: Liang and Zeger (1986)
    Biometrika 73:13; Kauermann and Carroll (2001) JASA 96:1387; Mancl and DeRouen (2001) Biometrics 57:126.
    """
    beta = np.zeros(design.shape[1])
    alpha = 0.0
    for _ in range(STEPS):
        moved, alpha = step(total, size, design, beta, alpha)
        beta = beta + moved
        if np.abs(moved).max() < CONVERGED * (1 + np.abs(beta).max()):
            break
    fitted = _expit(design @ beta)
    if not np.isfinite(beta).all() or fitted.min() < EDGE or fitted.max() > 1 - EDGE:
        raise CannotEstimate(
            "a",
            missing="In an arm or stratum every case, or none, has the outcome: no finite odds ratio exists.",
            would_do="Read the difference of proportions, which stays finite.",
        )
    return GeeFit(beta, alpha, *sandwiches(total, size, design, beta, alpha))


def step(total, size, design, beta, alpha) -> tuple[np.ndarray, float]:
    """(change of beta, the correlation after it)."""
    mean = _expit(design @ beta)
    inflation = 1 + (size - 1) * alpha
    information = design.T @ ((size * mean * (1 - mean) / inflation)[:, None] * design)
    score = design.T @ ((total - size * mean) / inflation)
    moved = np.linalg.lstsq(information, score, rcond=None)[0]
    moved = np.clip(moved, -4, 4)  # keeps a first step from overshooting where a proportion is near 0 or 1
    return moved, correlation(total, size, design, beta + moved)


def correlation(total, size, design, beta, spent: int = 0) -> float:
    """Mean product of Pearson residuals over pairs, over their mean square; `spent` is taken off both counts."""
    mean = _expit(design @ beta)
    spread = np.sqrt(np.maximum(mean * (1 - mean), 1e-300))
    squares = (total * (1 - mean) ** 2 + (size - total) * mean**2) / spread**2
    pairs = (((total - size * mean) / spread) ** 2 - squares) / 2
    count = float((size * (size - 1) / 2).sum())
    if count <= spent or not squares.sum() > 0:  # nothing is left over where every case fares as fitted
        return 0.0
    found = (pairs.sum() / (count - spent)) / (squares.sum() / (size.sum() - spent))
    lowest = -0.9 / max(float(size.max()) - 1, 1.0)  # below -1/(n - 1) it is no correlation matrix
    return float(np.clip(found, lowest, 0.95))


def sandwiches(total, size, design, beta, alpha) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Covariances of beta with residuals as they are, divided by sqrt(1 - leverage), by 1 - leverage."""
    mean = _expit(design @ beta)
    inflation = 1 + (size - 1) * alpha
    weight = size * mean * (1 - mean) / inflation
    bread = np.linalg.pinv(design.T @ (weight[:, None] * design))
    leverage = np.einsum("ij,jk,ik->i", design, bread, design) * weight
    residual = (total - size * mean) / inflation
    found = []
    for power in (0.0, 0.5, 1.0):
        scaled = residual / np.maximum(1 - leverage, 1e-9) ** power
        found.append(bread @ (design.T @ (scaled[:, None] ** 2 * design)) @ bread)
    return tuple(found)


def _expit(value):
    return 0.5 * (1 + np.tanh(value / 2))
