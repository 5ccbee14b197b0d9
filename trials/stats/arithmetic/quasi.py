"""Quasi-likelihood regression of counts: dispersion from Pearson's chi-square."""

import warnings
from dataclasses import dataclass

import numpy as np

from trials.stats.errors import CannotEstimate

# A fitted proportion this near 0 or 1 means that iteration was on its way to infinity.
EDGE = 1e-8


@dataclass(frozen=True)
class QuasiFit:
    """Coefficients and standard errors, the dispersion both share, residual degrees of freedom."""

    beta: np.ndarray
    se: np.ndarray
    dispersion: float
    df: int


def fit_quasi(total: np.ndarray, size: np.ndarray, design: np.ndarray, *, family: str) -> QuasiFit:
    """Quasi-binomial of total in size, or quasi-Poisson of total with exposure size; statsmodels' IRLS."""
    from statsmodels.genmod.families import Binomial, Poisson  # slow to import; only this file needs it
    from statsmodels.genmod.generalized_linear_model import GLM

    if family == "binomial":
        # proportions with weights: with two columns of counts the dispersion comes out divided by size
        model = GLM(total / size, design, family=Binomial(), var_weights=size)
    else:
        model = GLM(total, design, family=Poisson(), exposure=size)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # separation is found below and refused in words
        fit = model.fit(scale="X2", tol=1e-12, maxiter=200)
        _check_finite(fit, family)  # fitted values are computed when first asked for
    return QuasiFit(np.asarray(fit.params), np.asarray(fit.bse), float(fit.scale), int(fit.df_resid))


def _check_finite(fit, family: str) -> None:
    """Raise CannotEstimate "a" where a stretch of all or nothing sends coefficients to infinity."""
    fitted = np.asarray(fit.fittedvalues)
    highest = 1 - EDGE if family == "binomial" else np.inf
    if not (np.isfinite(fit.bse).all() and fitted.min() > EDGE and fitted.max() < highest):
        raise CannotEstimate(
            "a",
            missing="In a stretch of the series every case, or none, has the outcome: no finite fit exists.",
            would_do="Read the mean post effect instead, which stays finite.",
        )
