"""One common factor by minimum residuals, and omega total from it."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

LEAST_UNIQUE = 0.005  # bound of a uniqueness, as in R's psych: an item at it is explained wholly (Heywood)
CLOSE = 1e-6


@dataclass(frozen=True)
class OneFactor:
    """Loadings of the items on one factor, and whether an item's uniqueness ran to its bound."""

    loadings: np.ndarray
    heywood: bool


def one_factor(correlation):
    """Loadings that leave the smallest sum of squared correlations between items unexplained; None if not found.

    Over the uniquenesses in [0.005, 1], the loadings being the first principal axis of the reduced matrix.
    Source: Harman and Jones (1966) Psychometrika 31:351.
    """
    start = np.clip(_one_minus_smc(correlation), LEAST_UNIQUE, 1.0)
    bounds = [(LEAST_UNIQUE, 1.0)] * len(correlation)
    found = minimize(
        _residual,
        start,
        args=(correlation,),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 2000},
    )
    loadings = _axis(found.x, correlation)[0]
    if not np.isfinite(loadings).all():
        return None
    return OneFactor(
        loadings if loadings.sum() >= 0 else -loadings, bool((found.x < LEAST_UNIQUE + CLOSE).any())
    )


def omega_total(correlation, loadings):
    """Share of the variance of the sum of standardised items that is not unique: 1 - sum(1 - l²)/sum(R).

    Source: McDonald (1999), Test theory, chapter 6; the observed sum in the denominator as in R's psych.
    """
    return float(1 - (1 - loadings**2).sum() / correlation.sum())


def _one_minus_smc(correlation):
    """1 - squared multiple correlations, with a pseudo-inverse where items repeat each other."""
    inverse = np.diag(np.linalg.pinv(correlation))
    return np.divide(1.0, inverse, out=np.full(len(inverse), 0.5), where=inverse > 0)


def _axis(unique, correlation):
    """(loadings, eigenvalues, eigenvectors) of the reduced matrix."""
    reduced = correlation - np.diag(np.diag(correlation)) + np.diag(1 - unique)
    values, vectors = np.linalg.eigh(reduced)
    return vectors[:, -1] * np.sqrt(max(values[-1], 1e-16)), values, vectors


def _residual(unique, correlation):
    """Sum of squares off the diagonal, and its gradient through the first eigenpair."""
    loadings, values, vectors = _axis(unique, correlation)
    gap = correlation - np.outer(loadings, loadings)
    np.fill_diagonal(gap, 0.0)
    first, top = vectors[:, -1], max(values[-1], 1e-16)
    others, below = vectors[:, :-1], values[:-1]
    # d(top v v') along a change of one diagonal entry: v_i² v v' + top (v_i w v' + its transpose),
    # w = sum over other axes u of u u_i / (top - their eigenvalue).
    turn = others / np.maximum(top - below, 1e-12)
    pull = gap @ first
    gradient = first**2 * (first @ pull) + 2 * top * first * (others @ (turn.T @ pull))
    # the objective falls by 2 <gap, d model>, and the diagonal is 1 - unique
    return float((gap**2).sum()), 2 * gradient
