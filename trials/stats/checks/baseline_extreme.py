"""Whether the baseline was an extreme of what was observed: extremes are followed by ordinary values."""

import numpy as np

from trials.stats.panel import row_means
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """Mean level of the treated units by period, excluded periods included; where the baseline ranks.

    Facts: `baseline_periods`, `periods_observed`, `rank_from_lowest` and `rank_from_highest` (of the
    baseline among the periods outside it, itself counted), `values` at `periods`.
    """
    panel = evidence.panel
    levels = row_means(panel.values[panel.treated].T, np.ones(int(panel.treated.sum()), dtype=bool))
    seen = ~np.isnan(levels)
    baseline, others = levels[panel.windows.before & seen], levels[~panel.windows.before & seen]
    left_out = levels[~panel.windows.before & ~panel.windows.after & seen]
    periods = panel.periods[panel.windows.before & seen].tolist()
    if not len(baseline):
        return Finding("", "cannot tell", "The treated units have no baseline.", {})
    facts = {
        "baseline_periods": periods,
        "periods_observed": int(seen.sum()),
        "rank_from_lowest": int((others < baseline.min()).sum() + 1),
        "rank_from_highest": int((others > baseline.max()).sum() + 1),
        "periods": panel.periods[seen].tolist(),
        "values": levels[seen].tolist(),
    }
    return _finding(baseline, left_out, others, facts)


def _finding(baseline: np.ndarray, left_out: np.ndarray, others: np.ndarray, facts: dict) -> Finding:
    """Fails only where observed periods were left out and the baseline lies beyond all of them."""
    if not len(left_out):
        if len(baseline) < 3:  # with one or two periods nobody can say what is ordinary
            return Finding(
                "", "cannot tell", "Too few periods to say whether the baseline was ordinary.", facts
            )
        return Finding("", "passes", "The baseline is everything observed before the start.", facts)
    for side, beyond in (
        ("lowest", (others > baseline.max()).all()),
        ("highest", (others < baseline.min()).all()),
    ):
        if beyond:
            text = f"The baseline was the {side} of the {facts['periods_observed']} periods observed"
            return Finding("", "fails", f"{text}: some return to the ordinary is to be expected.", facts)
    return Finding("", "passes", "The baseline was no extreme among the periods observed.", facts)


CHECK = Check(question="Was the baseline an extreme?", needs=words("unrandomised"), run=run)
