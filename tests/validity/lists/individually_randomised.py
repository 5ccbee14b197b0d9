"""Cases allocated one by one, alike within units or not: both arms in every unit, by the toss of a coin."""

import random

import numpy as np

from tests.validity.cell_list import Answer, CellList, at_normal, numbered
from tests.validity.drawing import BASE, Drawn, observed
from tests.validity.fraction import fraction
from trials.stats import Plan
from trials.stats.individual import each_against_control, newcombe_difference
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

SEED = 20260407  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (1, 6, 12, 40),
    "arms": (2, 2, 3),
    "periods": (3, 6, 12),
    "cases": (10, 20, 40),
    "level": (0.1, 0.35, 0.6),
    "icc": (0.0, 0.0, 0.05),
    "effect": (0.0, 0.0, 0.05),
    "missing": (0.0, 0.1),
}
CELLS, TRIES = 48, 50  # the most orthogonal of so many shuffles; more change little
PLAIN = {
    "units": 6,
    "arms": 2,
    "periods": 6,
    "cases": 10,
    "level": BASE,
    "icc": 0.0,
    "effect": 0.0,
    "missing": 0.0,
}
CORNERS = (
    {"units": 4, "note": "four officers"},
    {"units": 6, "cases": 40, "icc": 0.05, "note": "officers differ"},
    {"units": 12, "level": 0.02, "note": "a rare outcome"},
    {"units": 1, "periods": 3, "effect": 0.3, "note": "a large effect on few"},
    {"purpose": "refusal", "arms": 1, "note": "(d) no control case"},
)
THIN = ("four officers", "officers differ", "(d) no control case")


def make() -> list[dict]:
    """A balanced fraction of the factors, then the corners."""
    spread = fraction(FACTORS, CELLS, random.Random(SEED), TRIES)
    return numbered([_full(cell) for cell in (*spread, *CORNERS)], THIN)


def _full(cell: dict) -> dict:
    """One unit has cases enough for every arm: one without a case is refused as a table, not judged."""
    full = PLAIN | cell
    if full["units"] == 1:
        full |= {"missing": 0.0, "cases": max(full["cases"], 20)}
    return {"note": ""} | {name: full[name] for name in PLAIN} | full


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """One row a unit and arm; each case's arm drawn by itself, its chance that of its unit and arm."""
    units, periods, arms = cell["units"], cell["periods"], max(cell["arms"], 2)
    between = np.sqrt(cell["icc"] * cell["level"] * (1 - cell["level"]))
    chance = np.clip(cell["level"] + between * rng.standard_normal(units), 0.01, 0.9)
    whole = rng.poisson(cell["cases"], (units, periods)) + 1
    split = rng.multinomial(whole, np.full(arms, 1 / arms))  # units, periods, arms
    arm = np.tile(np.arange(arms), units)
    size = split.transpose(0, 2, 1).reshape(units * arms, periods)
    events = rng.binomial(size, (np.repeat(chance, arms) + cell["effect"] * (arm > 0))[:, None])
    seen = np.repeat(observed(whole.shape, cell["missing"], rng), arms, axis=0)
    if cell["arms"] == 1:
        seen &= arm[:, None] > 0
    on = np.tile((arm > 0)[:, None], (1, periods))
    unit = np.repeat(np.arange(units), arms)
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=cell["effect"], unit=unit, arm=arm)


def totals(drawn: Drawn) -> tuple[np.ndarray, np.ndarray]:
    """Events and cases by unit and arm."""
    arms = int(drawn.arm.max()) + 1
    return tuple(
        np.where(drawn.seen, matrix, 0).sum(axis=1).reshape(-1, arms)
        for matrix in (drawn.events, drawn.cases)
    )


def due(cell: dict, drawn: Drawn) -> str | None:
    """(d) where the control arm has no case."""
    return "d" if not totals(drawn)[1][:, 0].sum() else None


def answer(plan: Plan, cell: dict, drawn: Drawn) -> Answer:
    """With several arms any rejection, and all truths covered."""
    evidence = read_evidence(plan, all_designs()[plan.design], drawn.frame)
    found = each_against_control(evidence, newcombe_difference).values()
    return Answer(
        any(item.p_value <= plan.alpha for item in found),
        all(item.low <= drawn.truth <= item.high for item in found),
    )


def naive(cell: dict, drawn: Drawn) -> Answer:
    """Robust z by unit: each arm's pooled proportion with units as clusters, taken as normal; any of the arms."""
    events, cases = totals(drawn)
    whole = np.maximum(cases.sum(axis=0), 1)
    share = events.sum(axis=0) / whole
    influence = (events - cases * share) / whole
    found = []
    for arm in range(1, len(share)):
        spread = float(((influence[:, arm] - influence[:, 0]) ** 2).sum())
        found.append(at_normal(share[arm] - share[0], max(spread, 1e-300) ** 0.5, drawn.truth))
    return Answer(any(each.rejected for each in found), all(each.covered for each in found))


LIST = CellList(
    plan=lambda cell: Plan(
        "individually_randomised", control="a0", arms=tuple(f"a{n}" for n in range(max(cell["arms"], 2)))
    ),
    make=make,
    seed=lambda cell: [2031, cell["cell"]],
    draw=draw,
    answer=answer,
    due=due,
    naive=naive,
)
