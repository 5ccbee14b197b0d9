"""The t test on unit changes that all unit-level contrasts share, for weights given beforehand."""

from typing import Any

import numpy as np

from trials.stats.arithmetic.student import t_estimate
from trials.stats.changes import Changes
from trials.stats.report import Estimate


def long_difference(changes: Changes, weights: np.ndarray, plan: Any, *, method: str) -> Estimate:
    """Weighted mean change of the treated minus that of the others; residual variance pooled, df = G - 2.

    With equal weights this is Student's two-sample t on unit changes; with one treated unit its
    interval is the prediction interval for one more unit drawn from the others.
    """
    treated, change = changes.treated, changes.change
    means = {side: np.average(change[mask], weights=weights[mask]) for side, mask in _sides(treated)}
    centred = change - np.where(treated, means["treated"], means["others"])
    df = len(change) - 2
    spread = (weights * centred**2).sum() / max(df, 1)
    se = np.sqrt(spread * sum(1 / weights[mask].sum() for _, mask in _sides(treated)))
    return t_estimate(
        scale=plan.scale,
        value=means["treated"] - means["others"],
        se=float(se),
        df=df,
        alpha=plan.alpha,
        method=method,
        around=float(np.abs(np.concatenate([changes.before, changes.after])).max()),
        details=describe(changes, means["treated"], means["others"]),
    )


def describe(changes: Changes, own: float, others: float) -> dict[str, Any]:
    """The figures a page prints beside a contrast of unit changes."""
    return {
        "own_change": float(own),
        "others_change": float(others),
        "own_before": float(changes.before[changes.treated].mean()),
        "own_after": float(changes.after[changes.treated].mean()),
        "others_before": float(changes.before[~changes.treated].mean()),
        "others_after": float(changes.after[~changes.treated].mean()),
        "units": len(changes.change),
        "treated_units": int(changes.treated.sum()),
    }


def _sides(treated: np.ndarray) -> tuple[tuple[str, np.ndarray], ...]:
    return (("treated", treated), ("others", ~treated))
