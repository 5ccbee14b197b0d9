"""Which stop rules fire: a guardrail's share in the cases with the nudge that were followed so far. Pure.

What is computed here is shown to nobody: an alarm carries no figure.
"""

from trials.planning.allocated import start_by_unit
from trials.planning.false_alarms import LEAST_CASES


def fired(plan, draw_json, counts):
    """Keys of the plan's stop rules that fire, in the plan's order.

    counts: {key of a guardrail: [(unit, period from 1, numerator, denominator)]} of cases followed in full for it; of a
    mean (unit, period, its sum, n).
    """
    starts = start_by_unit(plan, draw_json)
    better = {line.key: line.better for line in plan.outcomes}
    return [
        rule.key
        for rule in plan.stop_rules
        if _passes(rule, better.get(rule.guardrail, "lower"), _share(counts.get(rule.guardrail, ()), starts))
    ]


def _share(rows, starts):
    """The share among cases that entered with the nudge in force; None of too few."""
    inside = [row for row in rows if starts.get(row[0]) is not None and row[1] >= starts[row[0]]]
    above, below = (sum(row[place] for row in inside) for place in (2, 3))
    return above / below if below >= LEAST_CASES else None


def _passes(rule, better, share):
    if share is None:
        return False
    return share < rule.threshold if better == "higher" else share > rule.threshold
