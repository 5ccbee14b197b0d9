"""Whether any one unit carries the result of a design that adds its units' cases together."""

import numpy as np
from scipy.special import ndtri

from trials.stats.fewer_units import judge_moves, largest_units, primary_without
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

LEAST_UNITS = 3


def run(evidence, estimates) -> Finding:
    """The primary without each unit in turn, a move measured in the standard error found without it."""
    if len(set(evidence.panel.units)) < LEAST_UNITS:
        return Finding("", "cannot tell", "Too few units to leave one out.", {})
    full, z = (
        evidence.estimate(evidence.design.primary(evidence)).value,
        -float(ndtri(evidence.plan.alpha / 2)),
    )
    found = {unit: primary_without(evidence, unit) for unit in largest_units(evidence.panel)}
    told = {unit: each for unit, each in found.items() if each is not None and each.low is not None}
    if not told:
        return Finding("", "cannot tell", "Without any one unit nothing is left to compare.", {})
    smallest = 1e-9 * max(1e-9, abs(full))
    spread = {unit: max((each.high - each.low) / 2 / z, smallest) for unit, each in told.items()}
    values = {unit: each.value for unit, each in told.items()}
    return judge_moves(values, {unit: float(np.abs(full - values[unit])) / spread[unit] for unit in told})


CHECK = Check(question="Does one unit carry the result?", needs=words("summed_units"), run=run)
