"""Series without comparison: level, trend and season, months that drift together, and no shock at the start."""

import math
import random
import zlib

import numpy as np

from tests.validity.cell_list import Answer, CellList, numbered
from tests.validity.drawing import BASE, Drawn, ar1, expit, logit, observed
from tests.validity.fraction import fraction
from trials.stats import Plan

SEED = 20260401  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (1, 6),
    "periods": (24, 36, 48, 60),
    "cases": (40, 100, 400),
    "rho": (0.0, 0.25, 0.5),
    "spread": (0.0, 0.1, 0.2),
    "trend": (0.0, 0.2),
    "season": (0.0, 0.2),
    "effect": (0.0, 0.0, 0.3),
    "missing": (0.0, 0.1),
}
SPREAD = 72
PLAIN = {"units": 1, "periods": 48, "cases": 100, "rho": 0.0, "spread": 0.0, "trend": 0.0, "season": 0.0}
PLAIN |= {"effect": 0.0, "missing": 0.0, "shock": 0.0}
DRIFTING = {"rho": 0.5, "spread": 0.2, "cases": 400}
REFUSED, WARNED = {"purpose": "refusal"}, {"purpose": "warning"}
# Numbers are those under which the cells were first judged: a cell's random numbers hang on its number.
CORNERS = (
    {"cell": 193, "note": "independent months"},
    DRIFTING | {"cell": 194, "note": "drifting months"},
    DRIFTING
    | {"cell": 195, "periods": 60, "season": 0.2, "trend": 0.2, "effect": 0.3, "note": "all at once"},
    {"cell": 196, "periods": 24, "cases": 400, "spread": 0.2, "rho": 0.25, "note": "short"},
    {"cell": 205, "periods": 48, "start": 13, "note": "twelve before"},
    WARNED | DRIFTING | {"cell": 203, "rho": 0.8, "note": "rho 0.8"},
    WARNED | {"cell": 206, "shock": 0.4, "note": "a shock to all at the start"},
    WARNED | DRIFTING | {"cell": 207, "periods": 24, "shock": 0.4, "note": "a shock in a short series"},
    REFUSED | {"cell": 208, "periods": 24, "start": 8, "note": "(c) seven before"},
    REFUSED | {"cell": 209, "periods": 24, "start": 18, "note": "(c) seven after"},
    REFUSED | {"cell": 210, "level": 0.0, "note": "(a) no case has the outcome"},
)
THIN = ("independent months", "drifting months", "all at once", "short", "rho 0.8", "(c) seven before")
SHORT = 36  # months under which STATISTICS section 4 allows the test to be conservative


def make() -> list[dict]:
    """A balanced fraction of the factors, then the corners."""
    spread = fraction(FACTORS, SPREAD, random.Random(SEED))
    return numbered([_full(cell) for cell in (*spread, *CORNERS)], THIN)


def _full(cell: dict) -> dict:
    full = PLAIN | {"level": BASE, "start": cell.get("periods", 48) // 2 + 1} | cell
    return {name: full[name] for name in (*PLAIN, "level", "start")} | cell


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """All units treated; log odds = level + trend + season + AR(1) common to the units + effect."""
    units, periods = cell["units"], np.arange(1, cell["periods"] + 1)
    after = periods >= cell["start"]
    eta = logit(BASE) + cell["trend"] * (periods - cell["start"]) / 12
    eta = eta + cell["season"] * np.sin(2 * np.pi * periods / 12) + cell["shock"] * after
    noise = ar1(1, len(periods), cell["rho"], cell["spread"], rng)
    level = 0.2 * rng.standard_normal((units, 1)) if units > 1 else np.zeros((1, 1))
    chance = expit(eta + cell["effect"] * after + noise + level) * (cell["level"] > 0)
    untouched, touched = (expit(eta[after] + shift + level) for shift in (0.0, cell["effect"]))
    size = rng.poisson(cell["cases"] / units, (units, len(periods))) + 1
    events = rng.binomial(size, chance)
    seen = observed(size.shape, cell["missing"], rng)
    truth = float((touched - untouched).mean())
    on = np.tile(after, (units, 1))
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=truth, start=cell["start"])


def due(cell: dict, drawn: Drawn) -> str | None:
    """(c) where a side has under eight months with a case; (a) where nothing varies."""
    seen, before = drawn.seen.any(axis=0), cell["start"] - 1
    if min(seen[:before].sum(), seen[before:].sum()) < 8:
        return "c"
    return None if cell["level"] else "a"


def naive(cell: dict, drawn: Drawn) -> Answer:
    """Two-proportion z of all cases after against all before."""
    after = np.arange(1, drawn.cases.shape[1] + 1) >= cell["start"]
    counts = [
        (drawn.events[:, side][drawn.seen[:, side]].sum(), drawn.cases[:, side][drawn.seen[:, side]].sum())
        for side in (after, ~after)
    ]
    return two_proportions(*counts, drawn.truth)


def two_proportions(one: tuple, other: tuple, truth: float) -> Answer:
    """z of two pooled proportions, (events, cases) each; rejection by the pooled variance, coverage by Wald's."""
    share = (one[0] + other[0]) / (one[1] + other[1])
    difference = one[0] / one[1] - other[0] / other[1]
    pooled = math.sqrt(share * (1 - share) * (1 / one[1] + 1 / other[1]))
    wald = math.sqrt(sum(e / n * (1 - e / n) / n for e, n in (one, other)))
    return Answer(abs(difference) > 1.959964 * pooled, abs(difference - truth) <= 1.959964 * wald)


def seed(design: str, cell: dict) -> list[int]:
    """Random numbers of that cell of that design alone."""
    return [2026, cell["cell"], zlib.crc32(design.encode())]


LIST = CellList(
    plan=lambda cell: Plan("interrupted_series"),
    make=make,
    seed=lambda cell: seed("interrupted_series", cell),
    draw=draw,
    due=due,
    naive=naive,
    may_be_conservative=lambda cell: cell["periods"] < SHORT,
)
