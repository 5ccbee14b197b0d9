"""Whether any one unit carries the result."""

import numpy as np

from trials.stats.checks.weights_agree import FRACTION
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The equal-weights difference with each unit left out in turn; a lone treated unit stays."""
    changes, full = evidence.changes, estimates["cluster_long_difference"]
    values = {
        name: _without(changes.change, changes.treated, index)
        for index, name in enumerate(changes.units)
        if (changes.treated == changes.treated[index]).sum() > 1
    }
    if not values:
        return Finding("", "cannot tell", "There is one unit on each side, so none can be left out.", {})
    unit = max(sorted(values), key=lambda name: abs(values[name] - full.value))
    facts = {
        "low": min(values.values()),
        "high": max(values.values()),
        "unit": unit,
        "without_it": values[unit],
    }
    if abs(values[unit] - full.value) > FRACTION * (full.high - full.low) / 2:
        return Finding(
            "", "fails", f"Leaving out {unit} alone moves the result by much of its interval.", facts
        )
    return Finding("", "passes", "No single unit carries the result.", facts)


def _without(change: np.ndarray, treated: np.ndarray, index: int) -> float:
    keep = np.arange(len(change)) != index
    return float(change[keep & treated].mean() - change[keep & ~treated].mean())


CHECK = Check(question="Does one unit carry the result?", needs=words("cluster_long_difference"), run=run)
