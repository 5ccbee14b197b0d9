"""Whether the comparison units move with the treated ones before the start."""

import numpy as np

from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Below it the comparison adds more movement of its own than it takes away: the residual of a difference of
# two series is smaller than that of one where they correlate by more than half (equal spread).
LEAST_CORRELATION = 0.0
LEAST_POINTS = 8


def run(evidence, estimates) -> Finding:
    """Correlation, before the start, of treated and comparison series with their straight lines taken out.

    Facts also hold the standard deviation of the treated series and of the difference about their lines.
    """
    pooled = evidence.pooled.keep(~evidence.pooled.after)
    own = _about_line(pooled.periods, evidence.panel.kind.link(pooled.total, pooled.size))
    other = _about_line(pooled.periods, pooled.offset)
    if len(own) < LEAST_POINTS or not (own.std() > 1e-12 and other.std() > 1e-12):
        return Finding("", "cannot tell", "Too little varies before the start to compare the series.", {})
    correlation = float(np.corrcoef(own, other)[0, 1])
    facts = {
        "correlation": correlation,
        "spread_treated": float(own.std()),
        "spread_difference": float((own - other).std()),
    }
    text = f"Before the start the two series moved together with a correlation of {correlation:.2f}."
    return Finding("", "fails" if correlation < LEAST_CORRELATION else "passes", text, facts)


def _about_line(periods: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Residuals of a least-squares line."""
    line = np.column_stack([np.ones(len(periods)), periods])
    return values - line @ np.linalg.lstsq(line, values, rcond=None)[0]


CHECK = Check(
    question="Do the comparison units move with the treated ones before the start?",
    needs=words("long_series", "controlled"),
    run=run,
)
