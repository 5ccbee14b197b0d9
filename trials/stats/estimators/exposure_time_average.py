"""The stepped wedge's effect by time since the start, and its average over those times."""

import numpy as np

from trials.stats.arithmetic.student import critical, t_estimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words
from trials.stats.wedge import sum_to_steps
from trials.stats.wedge_model import effect_by_exposure


def run(evidence) -> Estimate:
    """Every time since the start counts once; the curve with its intervals is in the details."""
    wedge, fit = evidence.derive(sum_to_steps), evidence.derive(effect_by_exposure)
    steps = wedge.size.shape[1]
    times = len(fit.beta) - steps
    weights = np.concatenate([np.zeros(steps), np.full(times, 1 / times)])
    value, se, df = fit.contrast(weights)
    most = float(wedge.size.sum())
    return t_estimate(
        scale="risk_difference",
        value=value,
        se=se,
        df=min(df, most),
        alpha=evidence.plan.alpha,
        method="Mixed model with an effect for each step since the start, averaged over them",
        around=float(np.nanmax(np.abs(wedge.natural))),
        details=_curve(fit, steps, times, evidence.plan.alpha, most),
    )


def _curve(fit, steps: int, times: int, alpha: float, most: float) -> dict:
    found = [fit.contrast(np.eye(len(fit.beta))[steps + time]) for time in range(times)]
    half = [critical(alpha, max(min(df, most), 1.0)) * se for _, se, df in found]
    return {
        "curve": [value for value, _, _ in found],
        "curve_low": [value - reach for (value, _, _), reach in zip(found, half, strict=True)],
        "curve_high": [value + reach for (value, _, _), reach in zip(found, half, strict=True)],
    }


ESTIMATOR = Estimator(title="Average over time since the start", needs=words("steps", "within"), run=run)
