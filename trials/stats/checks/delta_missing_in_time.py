"""How different missing outcomes would have to be for a stepped wedge's conclusion to change."""

import numpy as np

from trials.stats.arithmetic.permutation import DRAWS
from trials.stats.arithmetic.permuted_figures import PermutedFigures
from trials.stats.checks.delta_missing import STEPS, judge_deltas
from trials.stats.report import Finding
from trials.stats.strategy import Check, words


def run(evidence, estimates) -> Finding:
    """The effect with delta added to outcomes missing with the nudge in force, those missing without it as the known.

    A cell's value moves by delta times its share missing; starts are handed out again for the interval.
    """
    panel, alpha = evidence.panel, evidence.plan.alpha
    if "entered" not in panel.flow:
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    cells = evidence.derive(evidence.design.cells)
    entered, size, total = (cells.gather(part) for part in (panel.flow["entered"], panel.size, panel.total))
    missing = np.where(entered > 0, 1 - size / np.where(entered > 0, entered, 1), 0.0) * (cells.treated > 0)
    values = np.stack([total / np.where(size > 0, size, 1), missing], axis=2)
    found = cells.figures(values, size, DRAWS)
    return judge_deltas([_at(found, delta, alpha) for delta in STEPS])


def _at(found: PermutedFigures, delta: float, alpha: float) -> tuple[float, float, float]:
    moved = found.combine(np.array([[1.0], [delta]]))
    low, high, _ = moved.interval(moved.own, alpha)
    return float(moved.own[0]), float(low[0]), float(high[0])


CHECK = Check(
    question="Would the conclusion stand if missing outcomes were unlike the known?",
    needs=words("steps", "proportion", "risk_difference", "sequence_permutation"),
    run=run,
)
