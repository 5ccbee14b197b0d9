"""An Estimate from values and standard errors over the grid of rho."""

import numpy as np

from trials.stats.arithmetic.series import Gap, average_over_rho
from trials.stats.report import Estimate

LINK_SCALES = {"proportion": "log_odds_ratio", "rate": "log_risk_ratio", "continuous": "risk_difference"}


def averaged_estimate(evidence, gap: Gap, se: np.ndarray, scale: str, what: str) -> Estimate:
    """The average over rho as an Estimate, with the mean rho and the seasonal pairs in its details."""
    fit = evidence.series_fit
    found = average_over_rho(fit.fits, gap, se, evidence.plan.alpha)
    return Estimate(
        scale=scale,
        value=found.value,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        df=float(fit.fits.df),
        method=f"{what}; segmented regression with AR(1) errors, averaged over the autocorrelation",
        reference=f"Student's t on {fit.fits.df} degrees of freedom, averaged over rho",
        details={
            "mean_rho": fit.mean_rho,
            "seasonal_pairs": fit.pairs,
            "points_before": int((~fit.pooled.after).sum()),
            "points_after": int(fit.pooled.after.sum()),
        },
    )
