"""One cell drawn and analysed so many times, and what came of it counted."""

from dataclasses import replace

import numpy as np

from tests.validity.cell_list import Answer, CellList
from tests.validity.drawing import Drawn
from tests.validity.judging import LEAST_POWER, Rival, Tally
from trials.stats import CannotEstimate, Plan, analyse
from trials.stats.analysis import _checked
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_checks, all_designs

WARNINGS = ("fails", "cannot tell")


def tally(judged: CellList, cell: dict, runs: int) -> Tally:
    """The counts of `runs` draws of the cell, from the cell's own random numbers."""
    rng, plan, found = np.random.default_rng(judged.seed(cell)), judged.plan(cell), Tally()
    for _ in range(runs):
        drawn = judged.draw(cell, rng)
        found.runs += 1
        if cell["purpose"] == "warning":
            found.warned += warns(plan, drawn)
        answer = _answered(judged, plan, cell, drawn, found)
        if cell["purpose"] != "refusal":
            _count_naive(judged, cell, drawn, found)
        if cell["purpose"] == "coverage" and judged.rivals is not None:
            _count_rivals(judged, cell, drawn, answer, found)
    better = {name for name, rival in found.rivals.items() if LEAST_POWER * rival.rejected > found.rejected}
    if better:
        _count_wrong(judged, cell, frozenset(better), found)
    return found


def _answered(judged: CellList, plan: Plan, cell: dict, drawn: Drawn, found: Tally) -> Answer | None:
    """The default's answer, counted; None where it refused."""
    due = judged.due(cell, drawn)
    try:
        answer = judged.answer(plan, cell, drawn)
    except CannotEstimate as refusal:
        found.refused[refusal.code] += 1
        found.due += refusal.code == due
        found.undue += refusal.code != due
        return None
    found.answered_though_due += due is not None
    found.rejected += answer.rejected
    found.covered += answer.covered
    return answer


def _count_naive(judged: CellList, cell: dict, drawn: Drawn, found: Tally) -> None:
    naive = judged.naive(cell, drawn)
    found.naive_rejected += naive.rejected
    found.naive_covered += naive.covered


def _count_rivals(judged: CellList, cell: dict, drawn: Drawn, answer: Answer | None, found: Tally) -> None:
    for name, p_value in judged.rivals(cell, drawn, None).items():
        rival = found.rivals.setdefault(name, Rival())
        rejected = bool(p_value <= 0.05)
        rival.runs += 1
        rival.rejected += rejected
        rival.both += rejected and answer is not None and answer.rejected


def _count_wrong(judged: CellList, cell: dict, names: frozenset[str], found: Tally) -> None:
    """How often these rivals are wrong in the same cell without its effect, from the same random numbers."""
    rng, null = np.random.default_rng(judged.seed(cell)), cell | {"effect": 0.0}
    for _ in range(found.runs):
        p_values = judged.rivals(null, judged.draw(null, rng), names)
        for name in names:
            found.rivals[name].null_runs += 1
            found.rivals[name].wrong += bool(p_values.get(name, 1.0) <= 0.05)


def warns(plan: Plan, drawn: Drawn) -> bool:
    """Whether the report carries a failing or cannot-tell finding.

    Checks that rest on the primary alone are asked first; the whole report only where none of them warns.
    """
    evidence = read_evidence(plan, all_designs()[plan.design], drawn.frame)
    try:
        key = evidence.design.primary(evidence)
        estimates = {key: evidence.estimate(key)}
    except CannotEstimate as refusal:
        return bool(refusal.code)
    offers = evidence.offers | frozenset(estimates)
    for check in all_checks().values():
        if check.needs <= offers and _checked(check, evidence, estimates).status in WARNINGS:
            return True
    return any(finding.status in WARNINGS for finding in analyse(plan, drawn.frame).findings)


def without_rivals(judged: CellList) -> CellList:
    """The list for a thinned run, in which power is not judged."""
    return replace(judged, rivals=None)
