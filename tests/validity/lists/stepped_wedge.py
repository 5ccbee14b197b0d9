"""Stepped wedges: every unit starts, in an order drawn at random."""

import random
from math import factorial, prod

import numpy as np

from tests.validity.cell_list import Answer, CellList, numbered
from tests.validity.drawing import BASE, Drawn, mean_sizes, observed, sizes, unit_effects
from tests.validity.fraction import fraction
from tests.validity.lists.interrupted_series import two_proportions
from tests.validity.wedge_rivals import rivals_of_steps
from trials.stats import Plan

SEED = 20260402  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (8, 12, 20, 40),
    "sequences": (4, 6),
    "months": (1, 3),
    "cases": (10, 40, 100),
    "size_cv": (0.0, 0.5, 0.9),
    "icc": (0.01, 0.05, 0.15),
    "cac": (0.6, 0.8, 1.0),
    "rho": (0.0, 0.5),
    "trend": (0.0, 0.02),
    "season": (0.0, 0.02),
    "effect": (0.0, 0.0, 0.05),
    "missing": (0.0, 0.1),
}
PLAIN = {"units": 8, "sequences": 4, "months": 3, "cases": 40, "size_cv": 0.5, "icc": 0.05, "cac": 0.8}
PLAIN |= {
    "rho": 0.0,
    "trend": 0.02,
    "season": 0.0,
    "effect": 0.0,
    "missing": 0.0,
    "level": BASE,
    "shock": 0.0,
}
REFUSED = {"purpose": "refusal"}
CORNERS = (
    {"units": 6, "sequences": 6, "months": 1, "note": "six units, six starts"},
    {"rho": 0.5, "note": "drifting months"},
    {"months": 1, "effect": 0.05, "note": "an effect"},
    {"units": 20, "sequences": 5, "months": 6, "rho": 0.8, "note": "long memory"},
    {"shock": 0.1, "note": "a shock to all half way"},
    REFUSED | {"units": 3, "sequences": 3, "note": "(a) six ways"},
    REFUSED | {"units": 4, "sequences": 2, "note": "(a) six ways for four"},
    REFUSED | {"level": 0.0, "note": "(a) no case has the outcome"},
)
THIN = ("six units, six starts", "drifting months", "an effect", "(a) six ways")
LEAST_WAYS = 20  # under so many no p-value is as small as 5 %


def make() -> list[dict]:
    """A balanced fraction of the factors, then the corners."""
    spread = [cell | {"note": ""} for cell in fraction(FACTORS, 96, random.Random(SEED))]
    return numbered(
        [{name: (PLAIN | cell)[name] for name in PLAIN} | cell for cell in (*spread, *CORNERS)], THIN
    )


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """Unit and unit-by-month effects of the cell's ICC and CAC, starts drawn at random."""
    units, months = cell["units"], cell["months"]
    period = np.arange(1, months * (cell["sequences"] + 1) + 1)
    start = months * (rng.permutation(units) % cell["sequences"] + 1) + 1
    effects = unit_effects(cell, len(period), rng)
    common = cell["trend"] * period / 12 + cell["season"] * np.sin(2 * np.pi * period / 12)
    common = common + cell["shock"] * (period > len(period) / 2)
    on = period >= start[:, None]
    chance = np.clip(BASE + effects + common + cell["effect"] * on, 0.02, 0.98) * (cell["level"] > 0)
    size = sizes(mean_sizes(cell, rng), len(period), rng)
    events = rng.binomial(size, chance)
    seen = observed(size.shape, cell["missing"], rng)
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=cell["effect"])


def due(cell: dict, drawn: Drawn) -> str | None:
    """(a) where the sequences can be handed out in under twenty ways, or nothing varies."""
    return "a" if ways(drawn.on.sum(axis=1)) < LEAST_WAYS or not cell["level"] else None


def ways(labels: np.ndarray) -> int:
    """In how many ways the labels can be handed out to the units."""
    counts = np.unique(labels, return_counts=True)[1].tolist()
    return factorial(sum(counts)) // prod(factorial(count) for count in counts)


def naive(cell: dict, drawn: Drawn) -> Answer:
    """Two-proportion z of the cases with against those without the nudge."""
    sides = (drawn.seen & drawn.on, drawn.seen & ~drawn.on)
    return two_proportions(
        *((drawn.events[side].sum(), drawn.cases[side].sum()) for side in sides), drawn.truth
    )


LIST = CellList(
    plan=lambda cell: Plan("stepped_wedge"),
    make=make,
    seed=lambda cell: [2027, cell["cell"]],
    draw=draw,
    due=due,
    naive=naive,
    rivals=lambda cell, drawn, wanted: rivals_of_steps(drawn, cell["months"]),
    may_be_conservative=lambda cell: cell["units"] < 8,  # few units in many sequences: ranks come in lumps
)
