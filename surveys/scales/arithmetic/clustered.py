"""Least squares with variances clustered by officer, and tests of several coefficients together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import fdtrc


@dataclass(frozen=True)
class ClusteredFit:
    """Coefficients with their covariance; df are clusters less one."""

    beta: np.ndarray
    covariance: np.ndarray
    df: int


def fit_clustered(y, design, clusters):
    """The ClusteredFit, or None where columns depend on each other or nothing is left to vary.

    Sandwich with G/(G - 1) (n - 1)/(n - p), for many clusters: with under fifty use CR2 instead. Source: Liang and
    Zeger (1986) Biometrika 73:13; as statsmodels' and R's sandwich::vcovCL, type HC1.
    """
    n, p = design.shape
    if np.linalg.matrix_rank(design) < p or n <= p:
        return None
    bread = np.linalg.inv(design.T @ design)
    beta = bread @ (design.T @ y)
    residual = y - design @ beta
    number, names = pd.factorize(clusters)
    scores = np.zeros((len(names), p))
    np.add.at(scores, number, design * residual[:, None])
    g = len(names)
    meat = scores.T @ scores * (g / (g - 1) * (n - 1) / (n - p))
    covariance = bread @ meat @ bread
    if not (np.diag(covariance) > 1e-20).all():
        return None
    return ClusteredFit(beta, covariance, g - 1)


def wald(fit, places):
    """(F, p) that the coefficients at these places are all nought: F on their number and the fit's df."""
    part = fit.beta[places]
    inner = fit.covariance[np.ix_(places, places)]
    f = float(part @ np.linalg.pinv(inner) @ part) / len(places)
    return f, float(fdtrc(len(places), fit.df, f))
