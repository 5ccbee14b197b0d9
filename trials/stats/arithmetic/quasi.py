"""Quasi-likelihood regression of counts: dispersion from Pearson's chi-square."""

from dataclasses import dataclass

import numpy as np


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
    fit = model.fit(scale="X2", tol=1e-12, maxiter=200)
    return QuasiFit(np.asarray(fit.params), np.asarray(fit.bse), float(fit.scale), int(fit.df_resid))
