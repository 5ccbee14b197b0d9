"""Logistic GEE of cells with one correlation within a unit, equal to the one on rows; small-sample variances.

For units whose cells differ in their covariates; where a unit is one cell, `cluster_gee` is shorter.
"""

from dataclasses import dataclass

import numpy as np

from trials.stats.errors import CannotEstimate

MOST_STEPS = 50
SETTLED = 1e-11  # the largest change of a coefficient at which the fit has converged
FARTHEST = 20.0  # a log odds out here is a fitted 0 or 1: the estimate runs away


@dataclass(frozen=True)
class StepGee:
    """Coefficients, the correlation, and covariances: robust, Kauermann-Carroll, Mancl-DeRouen."""

    beta: np.ndarray
    correlation: float
    robust: np.ndarray
    kauermann_carroll: np.ndarray
    mancl_derouen: np.ndarray


def fit_gee(events: np.ndarray, size: np.ndarray, design: np.ndarray) -> StepGee:
    """Binomial logit fit of (units, cells) counts on a design (units, cells, k).

    Rows of a cell share their mean, so the row-level equations reduce to cells exactly. Correlation and
    scale by moments, as R's geepack. Liang and Zeger (1986); Kauermann and Carroll (2001) JASA 96:1387,
    Mancl and DeRouen (2001) Biometrics 57:126. Raises CannotEstimate "a" where the fit runs away.
    """
    design = design * (size > 0)[..., None]
    beta = _start(events, size, design)
    for _ in range(MOST_STEPS):
        if not np.abs(design @ beta).max() < FARTHEST:
            raise _ran_away()
        mean, root = _moments(design, beta)
        correlation = _correlation(events, size, mean, root)
        bread, score = _equations(events, size, design, mean, root, correlation)
        step = np.linalg.lstsq(bread.sum(axis=0), score.sum(axis=0), rcond=None)[0]
        beta = beta + step
        if np.abs(step).max() < SETTLED:
            return _sandwiches(beta, correlation, bread, score)
    raise _ran_away()


def _ran_away() -> CannotEstimate:
    return CannotEstimate(
        "a",
        missing="In an arm or a step every case, or none, has the outcome: no finite log odds ratio exists.",
        would_do="Read the risk difference instead, which stays finite.",
    )


def _start(events: np.ndarray, size: np.ndarray, design: np.ndarray) -> np.ndarray:
    """Weighted least squares on the empirical logit."""
    width = design.shape[2]
    y = np.log((events + 0.5) / (size - events + 0.5))
    weighted = (design * size[..., None]).reshape(-1, width)
    flat = design.reshape(-1, width)
    return np.linalg.lstsq(weighted.T @ flat, weighted.T @ y.ravel(), rcond=None)[0]


def _moments(design: np.ndarray, beta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    mean = 0.5 * (1 + np.tanh(design @ beta / 2))
    return mean, np.sqrt(mean * (1 - mean))


def _correlation(events: np.ndarray, size: np.ndarray, mean: np.ndarray, root: np.ndarray) -> float:
    """Mean product of Pearson residuals over pairs of rows in a unit, over their mean square."""
    sums = ((events - size * mean) / root).sum(axis=1)
    squares = ((events * (1 - 2 * mean) + size * mean**2) / root**2).sum(axis=1)
    cases = size.sum(axis=1)
    pairs = float((cases * (cases - 1)).sum())
    if not (pairs > 0 and squares.sum() > 0):
        return 0.0
    found = float((sums**2 - squares).sum() / pairs / (squares.sum() / cases.sum()))
    return float(np.clip(found, -0.9 / max(cases.max() - 1, 1.0), 0.95))  # outside it is no correlation


def _equations(events, size, design, mean, root, correlation) -> tuple[np.ndarray, np.ndarray]:
    """D'V^-1 D and D'V^-1 (y - mu) of each unit, V without its scale."""
    weight = size / (1 - correlation)
    shared = correlation / (1 + correlation * weight.sum(axis=1))
    slope = root[..., None] * design
    residual = np.where(size > 0, events / np.where(size > 0, size, 1) - mean, 0.0) / root
    pulled = np.einsum("ujk,uj->uk", slope, weight)
    bread = np.einsum("ujk,uj,ujl->ukl", slope, weight, slope)
    bread = bread - shared[:, None, None] * pulled[:, :, None] * pulled[:, None, :]
    score = np.einsum("ujk,uj->uk", slope, weight * residual)
    return bread, score - (shared * (weight * residual).sum(axis=1))[:, None] * pulled


def _sandwiches(beta: np.ndarray, correlation: float, bread: np.ndarray, score: np.ndarray) -> StepGee:
    """(I - H)^-1 is pushed through D'V^-1, so matrices are k by k whatever the number of rows.

    By unit, (I - M B)^-power s, M the unit's bread and B the inverse of their sum, through the symmetric
    B^1/2 M B^1/2.
    """
    values, vectors = np.linalg.eigh(bread.sum(axis=0))
    root = (vectors / np.sqrt(values)) @ vectors.T
    own, turns = np.linalg.eigh(root @ bread @ root)
    left = np.maximum(1 - own, 1e-9)
    turned = np.einsum("ukl,uk->ul", turns, score @ root)
    found = []
    for power in (0.0, 0.5, 1.0):
        raised = np.einsum("ukl,ul->uk", turns, turned / left**power)
        found.append(root @ (raised.T @ raised) @ root)
    return StepGee(beta, correlation, *found)
