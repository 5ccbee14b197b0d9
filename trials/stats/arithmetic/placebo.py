"""Placebo in space: each unit in turn is taken as the treated one."""

import numpy as np

# Two statistics this close are a tie: sums of a few dozen doubles of order one differ by less.
TIE = 1e-12


def placebo_statistics(change: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Own change minus the (weighted) mean change of all others, for each unit."""
    weights = np.ones_like(change) if weights is None else weights
    return change - ((weights * change).sum() - weights * change) / (weights.sum() - weights)


def rank_counts(statistics: np.ndarray, own: int = 0) -> dict[str, int]:
    """How many units, the treated one included, lie at least as far out: on both sides, on its side."""
    statistic = statistics[own]
    slack = TIE * max(1.0, abs(statistic))
    side = 1.0 if statistic >= 0 else -1.0
    return {
        "two_sided": int((np.abs(statistics) >= abs(statistic) - slack).sum()),
        "one_sided": int((side * statistics >= side * statistic - slack).sum()),
    }
