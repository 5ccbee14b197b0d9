"""Outcomes missing though followed in full where units start at different times, and the worst they could hide."""

import numpy as np

from trials.stats.cells_in_time import CellsInTime
from trials.stats.checks.missing_outcomes import ALPHA, MOST_APART, MOST_MISSING
from trials.stats.errors import CannotEstimate
from trials.stats.grading import one_step_if_failed
from trials.stats.report import Finding
from trials.stats.strategy import Check, words

MOST = 1999  # other allocations looked at


def run(evidence, estimates) -> Finding:
    """Share of entered cases without an outcome, with and without the nudge, and the design's own effect on it."""
    panel = evidence.panel
    if "entered" not in panel.flow:
        return Finding("", "not supplied", "The number of eligible cases (entered) was not given.", {})
    cells = evidence.derive(evidence.design.cells)
    entered, known, events = (cells.gather(part) for part in (panel.flow["entered"], panel.size, panel.total))
    on, whole = cells.treated > 0, np.where(entered > 0, entered, 1)
    lost = entered - known
    by_side = {
        name: float(lost[side].sum() / max(entered[side].sum(), 1))
        for name, side in (("with", on), ("without", ~on))
    }
    effect = _effect_on(cells, lost / whole, entered)
    facts = {
        "share": float(lost.sum() / max(entered.sum(), 1)),
        "by_side": by_side,
        "effect": None if effect is None else effect[0],
        "p_value": None if effect is None else effect[1],
        "bounds": _bounds(cells, events / whole, lost / whole, entered),
    }
    return _finding(facts)


def _effect_on(cells: CellsInTime, values: np.ndarray, size: np.ndarray) -> tuple[float, float] | None:
    """(effect, p-value); None where nothing can be compared."""
    try:
        found = cells.figures(values[..., None], size, MOST)
    except CannotEstimate:
        return None
    return float(found.own[0]), float(found.interval(found.own, ALPHA)[2][0])


def _bounds(cells: CellsInTime, events: np.ndarray, lost: np.ndarray, size: np.ndarray) -> list[float] | None:
    """Lowest and highest effect, missing outcomes all one way with the nudge and the other without it."""
    on = cells.treated > 0
    values = np.stack([events + np.where(on, 0.0, lost), events + np.where(on, lost, 0.0)], axis=2)
    try:
        return cells.figures(values, size, 0).own.tolist()
    except CannotEstimate:
        return None


def _finding(facts: dict) -> Finding:
    low, high = facts["bounds"] or (-1.0, 1.0)
    worst = f"If all of them had gone one way, the difference would lie between {low:.1%} and {high:.1%}."
    told = facts["p_value"] is not None and facts["p_value"] < ALPHA
    if told and abs(facts["effect"]) > MOST_APART:
        text = f"More outcomes are missing with the nudge than without it, or fewer. {worst}"
        return Finding("", "fails", text, facts)
    if facts["share"] > MOST_MISSING:
        return Finding("", "fails", f"{facts['share']:.0%} of outcomes are missing. {worst}", facts)
    text = f"{facts['share']:.1%} of outcomes are missing, alike with the nudge and without it."
    return Finding("", "passes", text, facts)


CHECK = Check(
    question="Are outcomes missing, and alike with the nudge and without it?",
    needs=words("steps", "proportion"),
    run=run,
    grade=one_step_if_failed,
)
