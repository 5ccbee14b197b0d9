"""The step at the start from one AR(1) fit, rho by restricted maximum likelihood."""

import numpy as np
from scipy.optimize import minimize_scalar

from trials.stats.arithmetic.ar1 import fit_ar1
from trials.stats.arithmetic.averaged_estimate import LINK_SCALES
from trials.stats.arithmetic.series import LEVEL
from trials.stats.arithmetic.student import t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words

# Rho is sought inside these bounds: at 1 the level and a random walk cannot be told apart.
FARTHEST = 0.99
GRID = tuple(np.round(np.linspace(-FARTHEST, FARTHEST, 41), 4).tolist())


def run(evidence) -> Estimate:
    """Level on the link scale, as R's nlme::gls with corAR1 and REML gives it."""
    fit = evidence.series_fit
    rho = _peak(fit)
    found = fit_ar1(fit.y, fit.design, fit.pooled.periods, (rho,))
    return t_estimate(
        scale=LINK_SCALES[evidence.panel.kind.name],
        value=float(found.beta[0, LEVEL]),
        se=float(np.sqrt(found.covariance[0, LEVEL, LEVEL])),
        df=found.df,
        alpha=evidence.plan.alpha,
        method="Step at the start; segmented regression with AR(1) errors by REML",
        around=float(np.abs(fit.y).max()),
        details={"rho": rho},
    )


def _peak(fit) -> float:
    """The rho of highest restricted likelihood: the best of a grid, refined between its neighbours."""
    fits = fit_ar1(fit.y, fit.design, fit.pooled.periods, GRID)
    best = int(np.argmax(fits.likelihood))
    near = GRID[max(best - 1, 0)], GRID[min(best + 1, len(GRID) - 1)]

    def loss(rho: float) -> float:
        return -float(fit_ar1(fit.y, fit.design, fit.pooled.periods, (float(rho),)).likelihood[0])

    return float(minimize_scalar(loss, bounds=near, method="bounded", options={"xatol": 1e-10}).x)


ESTIMATOR = Estimator(title="AR(1) by REML", needs=words("long_series"), run=run)
