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

    Over the uniquenesses in [0.005, 1], the loadings being the first principal axis of the reduced matrix; least
    squares over the whole matrix, which is minimum residuals wherever no uniqueness is at its bound.
    Source: Harman and Jones (1966) Psychometrika 31:351; Joreskog (1977) for the equivalence.
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
    loadings = _axis(found.x, correlation)
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
    """The first principal axis of the correlations less the uniquenesses, times the root of its eigenvalue."""
    values, vectors = np.linalg.eigh(correlation - np.diag(unique))
    return vectors[:, -1] * np.sqrt(max(values[-1], 0.0))


def _residual(unique, correlation):
    """Half the sum of squares that axis and uniquenesses leave, and its slope along each uniqueness."""
    loadings = _axis(unique, correlation)
    gap = correlation - np.outer(loadings, loadings) - np.diag(unique)
    return float((gap**2).sum()) / 2, -np.diag(gap)
