"""Plain lists for a chart of cumulative incidence: each side's curves, and how far they lie apart."""

from typing import Any

from trials.stats.incidence import Incidence


def incidence_series(evidence: Any) -> dict[str, Any]:
    """Lags in days; by arm and period each cause's curve; the difference by lag, None where it has no interval."""
    timing = evidence.timing
    cases = timing.counts.sum(axis=(0, 2, 3))
    found = {
        "lags": timing.lags.tolist(),
        "cause": timing.cause,
        "window": timing.window,
        "sides": [
            {
                "arm": name,
                "post": post,
                "cases": float(cases[row]),
                "curves": dict(zip(timing.causes, timing.curves[row].tolist(), strict=True)),
                "no_outcome_yet": timing.unfinished[row].tolist(),
            }
            for row, (name, post) in enumerate(timing.sides)
        ],
    }
    return found | (_difference(timing, evidence.plan.alpha) if timing.signs.any() else {})


def _difference(timing: Incidence, alpha: float) -> dict[str, Any]:
    row = timing.causes.index(timing.cause)
    found = {"difference": timing.differences[row].tolist()}
    if timing.drawn is None:
        return found
    low, high, _ = (
        part.reshape(timing.differences.shape)[row]
        for part in timing.drawn.interval(timing.differences.ravel(), alpha)
    )
    return found | {"low": low.tolist(), "high": high.tolist()}
