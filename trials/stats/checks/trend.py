"""Whether the treated units were already moving before the start."""

import numpy as np

from trials.stats.arithmetic.student import NO_VARIATION, two_sided
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

ALPHA = 0.05
LEAST_POINTS = 4  # two degrees of freedom about a straight line


def run(evidence, estimates) -> Finding:
    """Least-squares slope of the pooled series before the start, per period, with its t test."""
    pooled = evidence.pooled
    time = pooled.periods[~pooled.after].astype(float)
    values = (pooled.total / pooled.size)[~pooled.after]
    if len(time) < LEAST_POINTS:
        return Finding(
            "", "cannot tell", "Too few periods before the start to see a trend.", {"points": len(time)}
        )
    centred = time - time.mean()
    slope = float(centred @ values / (centred @ centred))
    residual = values - values.mean() - slope * centred
    se = float(np.sqrt(residual @ residual / (len(time) - 2) / (centred @ centred)))
    if se <= NO_VARIATION * max(float(np.abs(values).max()), NO_VARIATION):
        return Finding("", "cannot tell", "Nothing varies about the line before the start.", {"slope": slope})
    p_value = float(two_sided(slope / se, len(time) - 2))
    facts = {"slope_per_period": slope, "p_value": p_value, "points": len(time)}
    if p_value < ALPHA:
        moving = "rising" if slope > 0 else "falling"
        text = f"The level was already {moving} before the start (p = {p_value:.3f})."
        return Finding("", "fails", text, facts)
    return Finding("", "passes", "No trend was seen before the start.", facts)


CHECK = Check(
    question="Was the level already moving before the start?", needs=words("counts"), run=run, warns=True
)
