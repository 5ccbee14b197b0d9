"""Generalised least squares under AR(1) errors, for many values of rho at once."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np


@dataclass(frozen=True)
class Ar1Fits:
    """One fit a rho: coefficients (R, k), their covariances (R, k, k), restricted log-likelihoods (R,)."""

    rho: np.ndarray
    beta: np.ndarray
    covariance: np.ndarray
    likelihood: np.ndarray
    variance: np.ndarray
    df: int

    @property
    def weights(self) -> np.ndarray:
        """Restricted likelihoods, scaled to sum to one."""
        raised = np.exp(self.likelihood - self.likelihood.max())
        return raised / raised.sum()


def fit_ar1(y: np.ndarray, design: np.ndarray, periods: np.ndarray, rhos: tuple[float, ...]) -> Ar1Fits:
    """GLS of y on design with correlation rho^|lag|, sigma^2 on T - k, for each rho.

    Gaps in `periods` are lags longer than one. Restricted likelihood as Harville (1974), profiled over
    sigma^2; it is R's nlme::gls(correlation = corAR1(form = ~t), method = "REML").
    """
    inverse, log_det = _inverses(tuple((periods - periods[0]).tolist()), tuple(rhos))
    df = len(y) - design.shape[1]
    weighted = design.T @ inverse
    information = weighted @ design
    unscaled = np.linalg.inv(information)
    beta = (unscaled @ (weighted @ y)[..., None])[..., 0]
    residual = y - beta @ design.T
    sums = np.einsum("ri,rij,rj->r", residual, inverse, residual)
    variance = np.maximum(sums, 0) / max(df, 1)
    log_information = np.linalg.slogdet(information)[1]
    likelihood = -0.5 * (log_det + log_information + df * np.log(np.maximum(variance, np.finfo(float).tiny)))
    return Ar1Fits(np.array(rhos), beta, variance[:, None, None] * unscaled, likelihood, variance, df)


@lru_cache(maxsize=256)
def _inverses(offsets: tuple[int, ...], rhos: tuple[float, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Inverse correlation matrices (R, T, T) and their log-determinants (R,)."""
    lags = np.abs(np.subtract.outer(offsets, offsets))
    matrices = np.array(
        [np.eye(len(offsets)) if rho == 0 else np.sign(rho) ** lags * abs(rho) ** lags for rho in rhos]
    )
    return np.linalg.inv(matrices), np.linalg.slogdet(matrices)[1]
