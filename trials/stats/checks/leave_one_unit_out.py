"""Whether any one unit carries the result."""

import numpy as np

from trials.stats.changes import Changes
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Standard errors the difference may move. Normal changes crossed it in 22 % of draws at three against
# three units, 4 to 6 % at ten units, under 1 % from twelve on (1,500 draws each).
MOST = 1.5
LEAST_UNITS = 5  # one fewer must leave two degrees of freedom
ALL_IN_TURN = 500  # above, only the ends of each side are left out: what moves the result most is one of them


def run(evidence, estimates) -> Finding:
    """The difference with each unit left out in turn, a move measured in the standard error without it.

    A lone treated unit stays. Facts: the lowest and highest difference, the unit that moves it most and
    by how many standard errors. Source: DFBETAS of Belsley, Kuh and Welsch (1980).
    """
    changes, full = evidence.changes, estimates["cluster_long_difference"].value
    if len(changes.units) < LEAST_UNITS:
        return Finding("", "cannot tell", "Too few units to leave one out.", {})
    without = {name: _difference(changes, keep) for name, keep in _subsets(changes)}
    moves = {name: abs(full - value) / se for name, (value, se) in without.items()}
    unit = max(sorted(moves), key=moves.get)
    values = [value for value, _ in without.values()]
    facts = {"low": min(values), "high": max(values), "unit": unit, "moves": moves[unit]}
    if moves[unit] > MOST:
        return Finding("", "fails", f"The result rests heavily on one unit: {unit}.", facts)
    return Finding("", "passes", "No single unit carries the result.", facts)


def _subsets(changes: Changes):
    """Each unit's name with the mask of all others, where its side keeps a unit."""
    count = len(changes.units)
    for index in range(count) if count <= ALL_IN_TURN else _ends(changes):
        if (changes.treated == changes.treated[index]).sum() > 1:
            yield changes.units[index], np.arange(count) != index


def _ends(changes: Changes) -> list[int]:
    """The units with the smallest and largest change on each side; of equal ones the first by name."""
    names = np.array(changes.units)
    found = []
    for side in (changes.treated, ~changes.treated):
        for sign in (1, -1):
            order = np.lexsort((names[side], sign * changes.change[side]))
            found.append(int(np.flatnonzero(side)[order[0]]))
    return sorted(set(found))


def _difference(changes: Changes, keep: np.ndarray) -> tuple[float, float]:
    """Difference of mean changes and its equal-variance standard error, never nought."""
    own, others = changes.change[keep & changes.treated], changes.change[keep & ~changes.treated]
    squares = sum(((side - side.mean()) ** 2).sum() for side in (own, others))
    variance = squares / (keep.sum() - 2) * (1 / len(own) + 1 / len(others))
    smallest = 1e-9 * max(1e-9, float(np.abs(changes.change).max()))  # others that all changed alike
    return float(own.mean() - others.mean()), max(float(np.sqrt(variance)), smallest)


CHECK = Check(question="Does one unit carry the result?", needs=words("cluster_long_difference"), run=run)
