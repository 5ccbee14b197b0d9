"""Treated and untreated units over the same months: half, two or one treated, drawn at random."""

import random

import numpy as np

from tests.validity.cell_list import Answer, CellList, at_normal, numbered
from tests.validity.drawing import BASE, Drawn, mean_sizes, observed, sizes, unit_effects
from tests.validity.fraction import fraction
from tests.validity.lists import interrupted_series as series
from tests.validity.rivals import rivals_of_changes
from trials.stats import Plan

FACTORS = {
    "units": (6, 8, 12, 20, 40),
    "treated": ("half", "half", "two", "one"),
    "periods": (12, 24),
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
PLAIN = {"units": 12, "treated": "half", "periods": 12, "cases": 100, "size_cv": 0.0, "icc": 0.05, "cac": 0.8}
PLAIN |= {"rho": 0.0, "trend": 0.0, "season": 0.0, "effect": 0.0, "missing": 0.0, "shock": 0.0, "level": BASE}
MANY = {"units": 20, "icc": 0.15, "cac": 0.6, "rho": 0.5, "periods": 24, "effect": 0.05, "size_cv": 0.5}
REFUSED, WARNED = {"purpose": "refusal"}, {"purpose": "warning"}
# Numbers are those under which the cells were first judged: a cell's random numbers hang on its number.
CORNERS = (
    {"cell": 197, "units": 6, "note": "three of six"},
    {"cell": 198, "units": 10, "treated": "two", "note": "two of ten"},
    {"cell": 199, "units": 40, "treated": "one", "note": "one of forty"},
    MANY | {"cell": 200, "note": "half of twenty, sizes differ"},
    {"cell": 205, "shock": 0.1, "note": "a shock to all at the start"},
    {"cell": 206, "cac": 0.6, "rho": 0.8, "periods": 24, "note": "long memory"},
    WARNED | {"cell": 204, "size_cv": 0.9, "treated": "largest", "note": "treated picked by size"},
    WARNED | {"cell": 207, "size_cv": 0.9, "treated": "largest two", "note": "two picked by size"},
    REFUSED | {"cell": 208, "treated": "one", "note": "(e) one of twelve"},
    REFUSED | {"cell": 209, "units": 3, "treated": "two", "note": "(b) two of three"},
    REFUSED | {"cell": 210, "treated": "only", "note": "(d) no untreated unit observed after the start"},
    REFUSED | {"cell": 211, "level": 0.0, "note": "(a) no case has the outcome"},
)
THIN = (
    "three of six",
    "two of ten",
    "one of forty",
    "half of twenty, sizes differ",
    "treated picked by size",
)
THIN += ("(e) one of twelve",)
ALPHA, LEAST = 0.05, 0.03


def make() -> list[dict]:
    """A balanced fraction of the factors, made possible, then the corners."""
    drawn = random.Random(series.SEED)
    fraction(
        series.FACTORS, series.SPREAD, drawn
    )  # the series' cells come from the same numbers, before these
    spread = [_possible(cell) for cell in fraction(FACTORS, 120, drawn)]
    found = [{"cell": series.SPREAD + index, **cell} for index, cell in enumerate(spread, 1)]
    return numbered([_full(cell) for cell in (*found, *CORNERS)], THIN)


def _possible(cell: dict) -> dict:
    """One treated unit is answered from twenty units on; below, two are treated."""
    few = cell["units"] < 20 and cell["treated"] == "one"
    return cell | ({"treated": "two"} if few else {})


def _full(cell: dict) -> dict:
    full = PLAIN | cell
    return (
        {"cell": cell["cell"]}
        | {name: full[name] for name in PLAIN}
        | {"start": full["periods"] // 2 + 1}
        | cell
    )


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """Unit and unit-by-month effects of the cell's ICC and CAC on the proportion scale; common months."""
    units, periods = cell["units"], np.arange(1, cell["periods"] + 1)
    mean = mean_sizes(cell, rng)
    treated = choose(cell, mean, rng)
    effects = unit_effects(cell, len(periods), rng)
    after = periods >= cell["start"]
    common = cell["trend"] * periods / 12 + cell["season"] * np.sin(2 * np.pi * periods / 12)
    on = treated[:, None] & after
    chance = BASE + effects + common + cell["shock"] * after + cell["effect"] * on
    size = sizes(mean, len(periods), rng)
    events = rng.binomial(size, np.clip(chance, 0.02, 0.98) * (cell["level"] > 0))
    seen = observed((units, len(periods)), cell["missing"], rng)
    if cell["treated"] == "only":
        seen &= on | ~after
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=cell["effect"], start=cell["start"])


def choose(cell: dict, size: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Treated units: drawn at random, or the largest in the warning cells."""
    half = cell["units"] // 2
    count = {"half": half, "largest": half, "only": half, "two": 2, "largest two": 2, "one": 1}[
        cell["treated"]
    ]
    order = np.argsort(-size) if cell["treated"].startswith("largest") else rng.permutation(cell["units"])
    return np.isin(np.arange(cell["units"]), order[:count])


def due(cell: dict, drawn: Drawn) -> str | None:
    """The refusal due, from the units with a case on both sides of the first month seen with the nudge in force."""
    start = int(
        np.argmax((drawn.on & drawn.seen).any(axis=0))
    )  # later than drawn where a lone unit lacks that month
    complete = drawn.seen[:, :start].any(axis=1) & drawn.seen[:, start:].any(axis=1)
    treated, units = int((drawn.treated & complete).sum()), int(complete.sum())
    if treated == units:
        return "d"
    if treated == 1 and units < 20:
        return "e"
    if units - 2 < 2:
        return "b"
    return None if cell["level"] else "a"


def naive(cell: dict, drawn: Drawn) -> Answer:
    """Difference of mean unit changes over its cluster-robust (CR1) standard error, taken as normal."""
    after = np.arange(1, cell["periods"] + 1) >= cell["start"]
    change = drawn.mean_over(after) - drawn.mean_over(~after)
    kept = ~np.isnan(change)
    groups = change[kept & drawn.treated], change[kept & ~drawn.treated]
    count = int(kept.sum())
    inflation = count / (count - 1) * (count - 1) / (count - 2)
    variance = sum(group.var() / len(group) for group in groups) * inflation
    return at_normal(groups[0].mean() - groups[1].mean(), max(variance, 1e-300) ** 0.5, drawn.truth)


def coarse(cell: dict) -> bool:
    """One treated unit: whether no rank comes up with a chance between 3 and 5 %."""
    return cell["treated"] == "one" and int(ALPHA * cell["units"]) / cell["units"] < LEAST


LIST = CellList(
    plan=lambda cell: Plan("difference_in_differences"),
    make=make,
    seed=lambda cell: series.seed("difference_in_differences", cell),
    draw=draw,
    due=due,
    naive=naive,
    rivals=lambda cell, drawn, wanted: rivals_of_changes(drawn, wanted),
    may_be_conservative=coarse,
)
