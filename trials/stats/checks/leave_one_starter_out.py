"""Whether any one unit carries the result where units start at different times."""

import numpy as np

from trials.stats.cells_in_time import values_on_scale
from trials.stats.errors import CannotEstimate
from trials.stats.fewer_units import MOST_LEFT_OUT, judge_moves
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

# Sound wedges crossed 1.5 errors in 18 % of draws at six units, 9 % at eight, 1 % at twelve (150 draws each), sound
# staggered starts in 10 % at eight and 2 % at twelve (100 draws each).
LEAST_UNITS = 5
LEAST_LEFT_OUT = 20  # the jackknife error of fewer moves is itself too uncertain
MOST_CELLS = 10**7  # of all the tables looked at together: some ten seconds


def run(evidence, estimates) -> Finding:
    """The design's own effect without each unit in turn, moves measured in the jackknife error of the others.

    The error without a unit is that of the moves of all others: no permutation is needed for each.
    """
    cells, panel = evidence.derive(evidence.design.cells), evidence.panel
    if len(cells.units) < LEAST_UNITS:
        return Finding("", "cannot tell", "Too few units to leave one out.", {})
    total, size = cells.gather(panel.total), cells.gather(panel.size)
    values, weight = values_on_scale(evidence, total, size)
    full = _effect(cells, values, weight)
    most = max(LEAST_LEFT_OUT, min(MOST_LEFT_OUT, MOST_CELLS // size.size))
    largest = np.lexsort((np.arange(len(weight)), -size.sum(axis=1)))[:most]
    without = {}
    for row in sorted(largest.tolist()):
        others = np.where(np.arange(len(weight))[:, None] == row, 0.0, weight)
        effect = _effect(cells, values, others)
        if effect is not None:
            without[cells.units[row]] = effect
    if full is None or len(without) < LEAST_UNITS:
        return Finding("", "cannot tell", "Without some units nothing is left to compare.", {})
    return judge_moves(without, _moves(full, without))


def _effect(cells, values: np.ndarray, weight: np.ndarray) -> float | None:
    try:
        return float(cells.figures(values[..., None], weight, 0).own[0])
    except CannotEstimate:
        return None


def _moves(full: float, without: dict[str, float]) -> dict[str, float]:
    """Each move over the jackknife error that the others' moves give: (G - 2)/(G - 1) of their sum of squares."""
    moves = np.array([full - value for value in without.values()])
    count = len(moves)
    found = {}
    for place, name in enumerate(without):
        rest = np.delete(moves, place)
        spread = np.sqrt((count - 2) / (count - 1) * ((rest - rest.mean()) ** 2).sum())
        found[name] = float(abs(moves[place]) / max(spread, 1e-9 * max(1e-9, abs(full))))
    return found


CHECK = Check(question="Does one unit carry the result?", needs=words("cells_in_time"), run=run)
