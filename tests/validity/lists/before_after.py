"""Before and after without a control: Newcombe's interval where cases are independent, the monthly series where not."""

import random

import numpy as np

from tests.validity.cell_list import Answer, CellList, numbered, read_off, the_primary
from tests.validity.drawing import BASE, Drawn
from tests.validity.fraction import fraction
from tests.validity.lists import interrupted_series as series
from trials.stats import Plan
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

SEED = 20260404  # any number would do; kept so that the file can be made again
INDEPENDENT = {
    "units": (1, 6),
    "periods": (2, 12, 24),
    "cases": (10, 40, 100, 400),
    "effect": (0.0, 0.0, 0.3),
    "missing": (0.0, 0.1),
}
TRIES = 50  # the most orthogonal of so many shuffles; more change little
DRIFTING = {"rho": 0.5, "spread": 0.2, "cases": 400}
REFUSED, WARNED = {"purpose": "refusal"}, {"purpose": "warning"}
CORNERS = (
    {"cell": 201, "read": "primary", "periods": 24, "note": "independent cases"},
    DRIFTING | {"cell": 202, "read": "series", "note": "monthly series beside"},
    WARNED | DRIFTING | {"cell": 203, "read": "primary", "rho": 0.8, "note": "rho 0.8"},
    WARNED | {"cell": 204, "read": "primary", "shock": 0.4, "note": "a shock to all at the start"},
    REFUSED | {"cell": 205, "read": "series", "periods": 24, "start": 8, "note": "(c) seven before"},
)
THIN = ("independent cases", "monthly series beside", "(c) seven before")


def make() -> list[dict]:
    """Fractions for the description and for the series beside it, then the corners."""
    draw = random.Random(SEED)
    described = [{"read": "primary"} | cell for cell in fraction(INDEPENDENT, 24, draw, TRIES)]
    drifting = [{"read": "series"} | cell for cell in fraction(series.FACTORS, 24, draw, TRIES)]
    return numbered([_full(cell) for cell in (*described, *drifting, *CORNERS)], THIN)


def _full(cell: dict) -> dict:
    full = series.PLAIN | {"level": BASE, "start": cell.get("periods", 48) // 2 + 1} | cell
    if cell["read"] == "primary" and full["periods"] == 2:  # a month missing would leave nothing on its side
        full["missing"] = 0.0
    return {name: full[name] for name in ("read", *series.PLAIN, "level", "start")} | {
        name: full[name] for name in cell
    }


def answer(plan: Plan, cell: dict, drawn: Drawn) -> Answer:
    """The described difference, or the monthly series beside it."""
    if cell["read"] == "primary":
        return the_primary(plan, cell, drawn)
    evidence = read_evidence(plan, all_designs()[plan.design], drawn.frame)
    return read_off(evidence.estimate("mean_post_effect"), plan, drawn)


def due(cell: dict, drawn: Drawn) -> str | None:
    """A description is never refused; the series is as an interrupted one."""
    return None if cell["read"] == "primary" else series.due(cell, drawn)


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """As an interrupted series."""
    return series.draw(cell, rng)


LIST = CellList(
    plan=lambda cell: Plan("before_after"),
    make=make,
    seed=lambda cell: series.seed("before_after", cell),
    draw=draw,
    answer=answer,
    due=due,
    naive=series.naive,
    may_be_conservative=lambda cell: cell["read"] == "series" and cell["periods"] < series.SHORT,
    described=lambda cell: cell["read"] == "primary",
)
