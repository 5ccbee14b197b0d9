"""Parallel cluster trials: arms drawn at random within blocks, two to four of them, with and without a baseline."""

import random

import numpy as np

from tests.validity.cell_list import Answer, CellList, at_normal, numbered
from tests.validity.drawing import BASE, Drawn, ar1, mean_sizes, observed, sizes
from tests.validity.fraction import fraction
from tests.validity.rivals import rivals_of_arms
from trials.stats import Plan
from trials.stats.cluster_contrast import against_control
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

SEED = 20260403  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (6, 8, 12, 20, 24, 40),
    "treated": ("half", "half", "half", "two", "one"),
    "arms": (2, 2, 2, 3, 4),
    "blocks": ("", "", "stratum", "pair"),
    "before": (0, 6, 12),
    "after": (3, 6, 12),
    "cases": (10, 40, 100),
    "size_cv": (0.0, 0.5, 0.9),
    "icc": (0.01, 0.05, 0.15),
    "cac": (0.6, 0.8, 1.0),
    "rho": (0.0, 0.5),
    "season": (0.0, 0.02),
    "effect": (0.0, 0.0, 0.05),
    "missing": (0.0, 0.1),
}
PLAIN = {"treated": "half", "arms": 2, "blocks": "", "before": 0, "after": 6, "cases": 40, "size_cv": 0.5}
PLAIN |= {"icc": 0.05, "cac": 0.8, "rho": 0.0, "season": 0.0, "effect": 0.0, "missing": 0.0}
REFUSED, WARNED = {"purpose": "refusal"}, {"purpose": "warning"}
CORNERS = (
    {"units": 6, "note": "three of six"},
    {"units": 8, "treated": "two", "note": "two of eight"},
    {"units": 12, "before": 12, "effect": 0.05, "note": "baseline of a year"},
    {"units": 12, "blocks": "pair", "note": "six pairs"},
    {"units": 20, "treated": "one", "note": "one of twenty"},
    {"units": 9, "arms": 3, "note": "three arms of three"},
    {"units": 24, "arms": 4, "effect": 0.05, "note": "four arms of six"},
    {"units": 4, "icc": 0.15, "note": "two of four"},
    REFUSED | {"units": 12, "treated": "one", "note": "(e) one of twelve"},
    REFUSED | {"units": 3, "treated": "two", "note": "(b) two of three"},
    REFUSED | {"units": 4, "blocks": "pair", "note": "(b) two pairs"},
    REFUSED | {"units": 8, "treated": "only", "note": "(d) no control unit observed"},
    REFUSED | {"units": 8, "level": 0.0, "note": "(a) no case has the outcome"},
    WARNED | {"units": 12, "treated": "largest", "size_cv": 0.9, "note": "treated picked by size"},
    WARNED
    | {
        "units": 12,
        "treated": "largest",
        "size_cv": 0.9,
        "before": 12,
        "note": "picked by size, a year before",
    },
    {"units": 12, "rho": 0.8, "cac": 0.6, "after": 12, "note": "long memory"},
)
THIN = ("three of six", "baseline of a year", "six pairs", "three arms of three", "(e) one of twelve")
ARMS = ("a0", "a1", "a2", "a3")
COUNTS = {"two": 2, "one": 1}


def make() -> list[dict]:
    """A balanced fraction of the factors, made possible, then the corners."""
    spread = [_possible(cell) | {"note": ""} for cell in fraction(FACTORS, 120, random.Random(SEED))]
    found = [{"level": BASE} | cell for cell in (*spread, *(PLAIN | corner for corner in CORNERS))]
    return numbered([{"units": cell["units"], **cell} for cell in found], THIN)


def _possible(cell: dict) -> dict:
    """One treated unit is answered from twenty on; several arms and blocks are of half or equal numbers."""
    if cell["arms"] > 2 and cell["units"] < 9:
        cell = cell | {"arms": 2}
    if cell["treated"] == "one" and cell["units"] < 20:
        cell = cell | {"treated": "half"}
    if cell["arms"] > 2 or cell["blocks"]:
        cell = cell | {"treated": "half"}
    return cell | ({"blocks": "stratum"} if cell["arms"] > 2 and cell["blocks"] == "pair" else {})


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """Unit and unit-by-month effects of the cell's ICC and CAC; no effect of any arm but the cell's."""
    units, periods = cell["units"], np.arange(1, cell["before"] + cell["after"] + 1)
    block = blocks(cell)
    arm = arms(cell, block, rng)
    between = cell["icc"] * BASE * (1 - BASE)
    level = np.sqrt(between * cell["cac"]) * rng.standard_normal((units, 1))
    moving = ar1(units, len(periods), cell["rho"], np.sqrt(between * (1 - cell["cac"])), rng)
    common = cell["season"] * np.sin(2 * np.pi * periods / 12)
    mean = mean_sizes(cell, rng)
    if cell["treated"] == "largest":
        arm = np.isin(np.arange(units), np.argsort(-mean)[: units // 2]).astype(int)
    on = (arm > 0)[:, None] & (periods > cell["before"])
    chance = BASE + level + moving + common + cell["effect"] * on
    size = sizes(mean, len(periods), rng)
    events = rng.binomial(size, np.clip(chance, 0.02, 0.98) if cell["level"] else 0.0)
    seen = observed(size.shape, cell["missing"], rng) & ((arm > 0)[:, None] | (cell["treated"] != "only"))
    labels = {cell["blocks"]: block.astype(str).astype(object)} if cell["blocks"] else {}
    known = {"start": cell["before"] + 1, "arm": arm, "labels": labels}
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=cell["effect"], **known)


def blocks(cell: dict) -> np.ndarray:
    """Pairs of two; strata of at least two units an arm; else one block."""
    units = np.arange(cell["units"])
    if cell["blocks"] == "pair":
        return units // 2
    return units % max(1, min(3, cell["units"] // (2 * cell["arms"]))) if cell["blocks"] else units * 0


def arms(cell: dict, block: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Each unit's arm, drawn within its block."""
    arm = np.zeros(len(block), dtype=int)
    for number in np.unique(block):
        members = rng.permutation(np.flatnonzero(block == number))
        if cell["treated"] in ("half", "only"):
            arm[members] = np.arange(len(members)) % cell["arms"]
        else:
            arm[members[: COUNTS.get(cell["treated"], 0)]] = 1
    return arm


def answer(plan: Plan, cell: dict, drawn: Drawn) -> Answer:
    """With several arms any rejection, and all truths covered."""
    found = against_control(read_evidence(plan, all_designs()[plan.design], drawn.frame)).values()
    return Answer(
        any(item.p_value <= plan.alpha for item in found),
        all(item.low <= drawn.truth <= item.high for item in found),
    )


def due(cell: dict, drawn: Drawn) -> str | None:
    """The refusal due, from the units that have a case after the start."""
    seen = drawn.seen[:, cell["before"] :].any(axis=1)
    arm, block = drawn.arm[seen], blocks(cell)[seen]
    counts = np.bincount(arm, minlength=cell["arms"])
    if not counts[0]:
        return "d"
    if counts[1:].min() == 1 and len(arm) < 20:
        return "e"
    if len(arm) - len(np.unique(block)) - (cell["arms"] - 1) < 2:
        return "b"
    return None if cell["level"] else "a"


def naive(cell: dict, drawn: Drawn) -> Answer:
    """Robust z: pooled unit proportions over their robust error, taken as normal; any of the arms."""
    seen, after = drawn.seen[:, cell["before"] :], np.s_[:, cell["before"] :]
    cases = np.where(seen, drawn.cases[after], 0).sum(axis=1)
    share = np.where(seen, drawn.events[after], 0).sum(axis=1) / np.maximum(cases, 1)
    groups = [share[(drawn.arm == arm) & (cases > 0)] for arm in range(cell["arms"])]
    base, found = groups[0], []
    for group in groups[1:]:
        variance = group.var() / len(group) + base.var() / len(base)
        found.append(at_normal(group.mean() - base.mean(), max(variance, 1e-12) ** 0.5, drawn.truth))
    return Answer(any(each.rejected for each in found), all(each.covered for each in found))


LIST = CellList(
    plan=lambda cell: Plan("cluster_randomised", control="a0", arms=ARMS[: cell["arms"]]),
    make=make,
    seed=lambda cell: [2028, cell["cell"]],
    draw=draw,
    answer=answer,
    due=due,
    naive=naive,
    rivals=lambda cell, drawn, wanted: rivals_of_arms(cell, drawn, blocks(cell), wanted),
)
