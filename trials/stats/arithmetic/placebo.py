"""Placebo in space: each unit in turn is taken as the treated one."""

import numpy as np

from trials.stats.changes import Changes

# Two statistics this close are a tie: sums of a few dozen doubles of order one differ by less.
TIE = 1e-12


def placebo_statistics(changes: Changes, between: float | None = None) -> np.ndarray:
    """Own change minus the mean change of all others, for each unit in the order of `changes`.

    `between` is the between-unit variance when the others are weighted by precision; None weighs
    them equally.
    """
    weights = np.ones_like(changes.change) if between is None else 1 / (between + changes.variance)
    rest = weights.sum() - weights
    return changes.change - ((weights * changes.change).sum() - weights * changes.change) / rest


def rank_counts(statistics: np.ndarray, own: int = 0) -> dict[str, int]:
    """How many units, the treated one included, lie at least as far out: on both sides, on its side."""
    statistic = statistics[own]
    slack = TIE * max(1.0, abs(statistic))
    side = 1.0 if statistic >= 0 else -1.0
    return {
        "two_sided": int((np.abs(statistics) >= abs(statistic) - slack).sum()),
        "one_sided": int((side * statistics >= side * statistic - slack).sum()),
    }
