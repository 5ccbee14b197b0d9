"""What a file in lists/ holds: the settings one default is judged on, how they are drawn, answered and read naively."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cjnudge.registry import discover
from tests.validity.drawing import Drawn
from trials.stats import Plan
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs


@dataclass(frozen=True)
class Answer:
    """What one run said: whether it called the arms different, and whether its interval holds the truth."""

    rejected: bool
    covered: bool


def the_primary(plan: Plan, cell: dict, drawn: Drawn) -> Answer:
    """The design's own primary estimate; may raise CannotEstimate."""
    evidence = read_evidence(plan, all_designs()[plan.design], drawn.frame)
    return read_off(evidence.estimate(evidence.design.primary(evidence)), plan, drawn)


def read_off(found: Any, plan: Plan, drawn: Drawn) -> Answer:
    """An Estimate against the plan's alpha and the truth; one without a p-value calls nothing different."""
    rejected = found.p_value is not None and found.p_value <= plan.alpha
    return Answer(bool(rejected), bool(found.low <= drawn.truth <= found.high))


def at_normal(value: float, se: float, truth: float) -> Answer:
    """A naive estimate taken as normal at 5 %."""
    return Answer(abs(value) > 1.959964 * se, abs(value - truth) <= 1.959964 * se)


def nothing_due(cell: dict, drawn: Drawn) -> str | None:
    """No refusal is ever right."""
    return None


def never(cell: dict) -> bool:
    """The rates must reach both ends of their bands."""
    return False


@dataclass(frozen=True, kw_only=True)
class CellList:
    """One default and its cells.

    `make()` gives the cells in the order of the file; each has `cell` (its number), `purpose` (one of PURPOSES),
    `effect`, `thin` (1: on the list that runs on every change) and `note`. `seed(cell)` starts the cell's own
    random numbers, so that cells run in any order or not at all. `due(cell, drawn)` is the code of the
    refusal that the closed list of STATISTICS section 4 asks for, told from the counts alone, or None.
    `rivals(cell, drawn, wanted)` gives p-values by name of other methods for the same estimand and weights.
    `may_be_conservative(cell)`: the closed list of cells that may stay under 3 % and over 97 %.
    """

    plan: Callable[[dict], Plan]
    make: Callable[[], list[dict]]
    seed: Callable[[dict], list[int]]
    draw: Callable[[dict, np.random.Generator], Drawn]
    naive: Callable[[dict, Drawn], Answer]
    answer: Callable[[Plan, dict, Drawn], Answer] = the_primary
    due: Callable[[dict, Drawn], str | None] = nothing_due
    rivals: Callable[[dict, Drawn, frozenset | None], Mapping[str, float]] | None = None
    may_be_conservative: Callable[[dict], bool] = never
    described: Callable[[dict], bool] = never  # an interval without a test: its width alone is judged


# What a cell is there for; `refusal` cells must refuse in every run, `warning` ones warn in nine of ten.
PURPOSES = ("type I", "coverage", "warning", "refusal")


def all_lists() -> Mapping[str, CellList]:
    """Every list, by the name of its file."""
    return discover("tests.validity.lists", "LIST", CellList)


def numbered(cells: list[dict], thin: tuple[str, ...] = ()) -> list[dict]:
    """The cells with a number, a purpose and the mark of the thinned list."""
    return [
        {"cell": index, "purpose": _purpose(cell), "note": "", **cell, "thin": int(cell.get("note") in thin)}
        for index, cell in enumerate(cells, 1)
    ]


def _purpose(cell: dict) -> str:
    return "coverage" if cell["effect"] else "type I"
