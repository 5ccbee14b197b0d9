"""Generalised least squares under AR(1) errors, for many values of rho at once."""

from dataclasses import dataclass

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
    white, log_det = _whitened(np.column_stack([design, y]), np.diff(periods), np.array(rhos))
    x, z = white[..., :-1], white[..., -1:]
    df = len(y) - design.shape[1]
    across = x.transpose(0, 2, 1)
    information = across @ x
    unscaled = np.linalg.inv(information)
    beta = unscaled @ (across @ z)
    variance = ((z - x @ beta) ** 2).sum(axis=(1, 2)) / max(df, 1)
    log_information = np.linalg.slogdet(information)[1]
    likelihood = -0.5 * (log_det + log_information + df * np.log(np.maximum(variance, np.finfo(float).tiny)))
    covariance = variance[:, None, None] * unscaled
    return Ar1Fits(np.array(rhos), beta[..., 0], covariance, likelihood, variance, df)


def _whitened(columns: np.ndarray, lags: np.ndarray, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Columns with independent errors of variance one, (R, T, columns), and log-determinants of the correlations (R,).

    Each point less its correlation with the one before, over what then remains: an AR(1) looks back no further, so
    the work grows with the points and not with their cube.
    """
    before = np.sign(rho)[:, None] ** lags * np.abs(rho)[:, None] ** lags
    left = 1 - before**2
    white = np.repeat(columns[None], len(rho), axis=0)
    white[:, 1:] -= before[..., None] * columns[:-1]
    white[:, 1:] /= np.sqrt(left)[..., None]
    return white, np.log(left).sum(axis=1)
