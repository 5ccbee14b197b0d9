"""How far arms differ in the share of cases that had the outcome within the follow-up window."""

from typing import Any

import numpy as np

from trials.stats.errors import CannotEstimate
from trials.stats.report import Estimate
from trials.stats.strategy import Estimator, words


def run(evidence) -> Estimate:
    """Difference of Aalen-Johansen curves at the window, units drawn again; the other causes' beside it."""
    timing = evidence.timing
    if timing.drawn is None:
        raise CannotEstimate(
            "b",
            missing="An arm has too few units to see how much units differ, so the curves have no interval.",
            would_do="Give the timing of two units or more in each arm.",
        )
    if timing.place < 0:
        raise CannotEstimate(
            "a",
            missing=f"No outcome and no end of follow-up came within {timing.window} days.",
            would_do="Give the timing from entry on.",
        )
    by_cause = _at_window(evidence)
    own = by_cause.pop(timing.cause)
    shortened = timing.followed < timing.window
    until = f", as cases were not followed to day {timing.window}" if shortened else ""
    within, reference, df = timing.way
    return Estimate(
        scale="risk_difference",
        **own,
        df=df,
        method=f"Difference of cumulative incidence (Aalen-Johansen) by day {timing.followed}{within}{until}",
        reference=reference,
        details={"cause": timing.cause, "window": timing.followed, "other_causes": by_cause},
    )


def _at_window(evidence) -> dict[str, dict[str, Any]]:
    """{cause: value, low, high, p_value} at the follow-up window."""
    timing = evidence.timing
    values = timing.differences
    bounds = timing.drawn.interval(values.ravel(), evidence.plan.alpha)
    low, high, p_value = (np.reshape(part, values.shape)[:, timing.place] for part in bounds)
    rows = zip(timing.causes, values[:, timing.place], low, high, p_value, strict=True)
    return {
        cause: {"value": float(v), "low": float(lo), "high": float(hi), "p_value": float(p)}
        for cause, v, lo, hi, p in rows
    }


ESTIMATOR = Estimator(title="Cumulative incidence", needs=words("timing_compared"), run=run)
