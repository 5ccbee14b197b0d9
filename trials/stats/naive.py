"""The comparison everyone reaches for first, kept apart and marked: never a verdict."""

import math

from trials.stats.arithmetic.newcombe import newcombe

WHY_NOT = {
    False: (
        "It takes every case as independent and every year as alike, so it calls ordinary movement from "
        "year to year a finding."
    ),
    True: (
        "It takes every case as independent, though the cases of one unit are alike, so it calls ordinary "
        "differences between units a finding."
    ),
}


def naive_comparison(evidence) -> dict | None:
    """Two-proportion z (pooled variance) on the pooled counts of the design's two sides, as what not to do.

    None where the outcome is no proportion, a side is empty, or nothing varies.
    """
    if evidence.panel.kind.name != "proportion":
        return None
    (events1, cases1), (events0, cases0) = evidence.counts
    if not cases1 or not cases0:
        return None
    pooled = (events1 + events0) / (cases1 + cases0)
    se = math.sqrt(pooled * (1 - pooled) * (1 / cases1 + 1 / cases0))
    if se == 0:
        return None
    low, high = newcombe(events1, cases1, events0, cases0, evidence.plan.alpha)
    difference = events1 / cases1 - events0 / cases0
    return {
        "method": "two-proportion z test on pooled counts",
        "value": difference,
        "low": low,
        "high": high,
        "z": difference / se,
        "p_value": math.erfc(abs(difference / se) / math.sqrt(2)),
        "is_verdict": False,
        "why_not": WHY_NOT["randomised" in evidence.design.offers],
    }
