"""One common factor by minimum residuals, and omega total from it, as R's psych comes to them."""

from dataclasses import dataclass

import numpy as np

from surveys.scales.arithmetic.bounded_descent import minimise

LEAST_UNIQUE = 0.005  # bound of a uniqueness, as in R's psych: an item at it is explained wholly (Heywood)
CLOSE = 1e-6
UNIT = 0.01  # in which uniquenesses are searched for, as in psych: it decides how long the first step is
INVERTIBLE = np.finfo(float).eps ** 0.5  # a lesser axis, as a share of the first, counts as none: psych's


@dataclass(frozen=True)
class OneFactor:
    """Loadings of the items on one factor, and whether an item's uniqueness ran to its bound."""

    loadings: np.ndarray
    heywood: bool


def one_factor(correlation):
    """Loadings that leave the smallest sum of squared correlations between items unexplained; None if not found.

    Over the uniquenesses in [0.005, 1], the loadings being the first principal axis of the reduced matrix. Where a
    uniqueness is at its bound, the value made small and the slope followed are not of one function (see `_residual`),
    so that the place depends on the route: start, unit, method and stop are psych's (fa, fm = "minres").
    Source: Harman and Jones (1966) Psychometrika 31:351; Revelle, psych 2.2.9.
    """
    unique = _least_residual(correlation)
    loadings = _axis(unique, correlation)
    if not np.isfinite(loadings).all():
        return None
    heywood = bool((unique < LEAST_UNIQUE + CLOSE).any())
    return OneFactor(loadings if loadings.sum() >= 0 else -loadings, heywood)


def _least_residual(correlation):
    """The uniquenesses at which the search stops."""

    def in_units(scaled):
        value, slope = _residual(scaled * UNIT, correlation)
        return value, slope * UNIT

    ends = np.full(len(correlation), LEAST_UNIQUE / UNIT), np.full(len(correlation), 1 / UNIT)
    return minimise(in_units, _one_minus_smc(correlation) / UNIT, *ends) * UNIT


def omega_total(correlation, loadings):
    """Share of the variance of the sum of standardised items that is not unique: 1 - sum(1 - l²)/sum(R).

    Source: McDonald (1999), Test theory, chapter 6; the observed sum in the denominator as in R's psych.
    """
    return float(1 - (1 - loadings**2).sum() / correlation.sum())


def _one_minus_smc(correlation):
    """1 - squared multiple correlations, with a pseudo-inverse where items repeat each other.

    Nought where the table of correlations, taken pair by pair, fits no answers at all.
    """
    inverse = np.diag(np.linalg.pinv(correlation, rcond=INVERTIBLE))
    return np.divide(1.0, inverse, out=np.zeros(len(inverse)), where=inverse > 0)


def _axis(unique, correlation):
    """The first principal axis of the correlations less the uniquenesses, times the root of its eigenvalue."""
    values, vectors = np.linalg.eigh(correlation - np.diag(unique))
    return vectors[:, -1] * np.sqrt(max(values[-1], 0.0))


def _residual(unique, correlation):
    """The sum of squares left between items, and the slope along each uniqueness of half of what is left in all.

    The two are psych's. With every uniqueness inside its bounds the second is nought where the first is least
    (Joreskog, 1977); at a bound they differ by what is left of the items themselves.
    """
    gap = correlation - np.outer(*[_axis(unique, correlation)] * 2) - np.diag(unique)
    return float((np.tril(gap, -1) ** 2).sum()), -np.diag(gap)
