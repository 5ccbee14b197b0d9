"""Units that start at different times, some never; effects constant or growing with time since the start."""

import random

import numpy as np
from scipy.special import stdtr

from tests.validity.cell_list import Answer, CellList, at_normal, numbered
from tests.validity.drawing import BASE, Drawn, mean_sizes, observed, sizes, unit_effects
from tests.validity.fraction import fraction
from tests.validity.lists.stepped_wedge import LEAST_WAYS, ways
from trials.stats import CannotEstimate, Plan
from trials.stats.adoption import read_adoption
from trials.stats.arithmetic.imputation import stand_by_labels
from trials.stats.arithmetic.sequence_permutation import allocation_space
from trials.stats.estimators.etwfe import LEAST_FOR_T, fit_etwfe, long_table
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

SEED = 20260405  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (8, 12, 20, 32, 40),
    "cohorts": (2, 3, 4),
    "never": ("none", "third", "half"),
    "months": (2, 3, 4),
    "cases": (10, 40, 100),
    "size_cv": (0.0, 0.5, 0.9),
    "icc": (0.01, 0.05, 0.15),
    "cac": (0.6, 0.8, 1.0),
    "rho": (0.0, 0.5),
    "trend": (0.0, 0.02),
    "season": (0.0, 0.02),
    "effect": (0.0, 0.0, 0.05),
    "growth": (0.0, 0.1),
    "missing": (0.0, 0.0, 0.1),
}
CELLS, TRIES = 36, 50  # the most orthogonal of so many shuffles; more change little
PLAIN = {"units": 12, "cohorts": 3, "never": "third", "months": 4, "cases": 40, "size_cv": 0.5, "icc": 0.05}
PLAIN |= {"cac": 0.8, "rho": 0.0, "trend": 0.02, "season": 0.0, "effect": 0.0, "growth": 0.0, "missing": 0.0}
PLAIN |= {"level": BASE, "by": "chance", "choice": "two-way"}
GROWING = {
    "never": "none",
    "cohorts": 4,
    "months": 6,
    "effect": 0.02,
    "growth": 0.5,
    "icc": 0.01,
    "cases": 100,
}
REFUSED, WARNED = {"purpose": "refusal"}, {"purpose": "warning"}
CORNERS = (
    {"note": "twelve units"},
    {"choice": "group-time", "note": "twelve units, group-time z"},
    {"units": 40, "note": "forty units"},
    GROWING | {"units": 40, "note": "growing, forty units"},
    GROWING | {"units": 12, "note": "growing, twelve units"},
    {"units": 40, "rho": 0.8, "cac": 0.6, "note": "long memory"},
    WARNED | {"size_cv": 0.9, "by": "size", "note": "treated picked by size"},
    REFUSED | {"units": 4, "cohorts": 1, "never": "third", "note": "(a) four ways"},
    REFUSED | {"cohorts": 1, "never": "none", "note": "(d) all start at once"},
    REFUSED | {"level": 0.0, "note": "(a) no case has the outcome"},
)
THIN = ("twelve units", "growing, forty units", "(a) four ways", "treated picked by size")
SHARES = {"none": 0.0, "third": 1 / 3, "half": 0.5}


def make() -> list[dict]:
    """A balanced fraction of the factors, then the corners."""
    spread = fraction(FACTORS, CELLS, random.Random(SEED), TRIES)
    return numbered(
        [{name: (PLAIN | cell)[name] for name in PLAIN} | cell for cell in (*spread, *CORNERS)], THIN
    )


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """Unit and unit-by-month effects of the cell's ICC and CAC; who starts when drawn at random.

    The truth is the mean effect over the treated cells that can be compared.
    """
    units, months = cell["units"], cell["months"]
    period = np.arange(1, months * (cell["cohorts"] + 2) + 1)
    mean = mean_sizes(cell, rng)
    order = np.argsort(np.argsort(-mean)) if cell["by"] == "size" else rng.permutation(units)
    never = order >= units - round(units * SHARES[cell["never"]])
    start = np.where(never, np.inf, months * (order % cell["cohorts"] + 1) + 1)
    effects = unit_effects(cell, len(period), rng)
    common = cell["trend"] * period / 12 + cell["season"] * np.sin(2 * np.pi * period / 12)
    on = period >= start[:, None]
    since = np.where(on, period - np.where(never, 0, start)[:, None], 0)
    effect = cell["effect"] * (1 + cell["growth"] * since) * on
    chance = np.clip(BASE + effects + common + effect, 0.02, 0.98) * (cell["level"] > 0)
    size = sizes(mean, len(period), rng)
    events = rng.binomial(size, chance)
    seen = observed(size.shape, cell["missing"], rng)
    compared = on & seen & (never.any() or period < start.max())
    truth = float(effect[compared].mean()) if compared.any() else 0.0
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=truth)


def due(cell: dict, drawn: Drawn) -> str | None:
    """(d) where all start at once; (a) where labels under thirty units have too few ways, or nothing varies."""
    starts = drawn.on.sum(axis=1)
    if len(np.unique(starts)) == 1:
        return "d"
    few = len(starts) < 30 and ways(starts) < LEAST_WAYS
    return "a" if few or not cell["level"] else None


def naive(cell: dict, drawn: Drawn) -> Answer:
    """Two-way fixed effects with unit-robust errors, or Callaway and Sant'Anna's, taken as normal."""
    if cell["choice"] == "two-way":
        return at_normal(*two_way(drawn.share, drawn.on.astype(float)), drawn.truth)
    plan = Plan("staggered_adoption")
    evidence = read_evidence(plan, all_designs()[plan.design], drawn.frame)
    try:
        found = evidence.estimate("callaway_santanna")
    except CannotEstimate:
        return Answer(False, True)
    return at_normal(found.value, found.details["standard_error"], drawn.truth)


def rivals(cell: dict, drawn: Drawn, wanted: frozenset | None) -> dict[str, float]:
    """The same regression judged the other way: by its t under thirty units, by permuted labels from thirty on."""
    plan = Plan("staggered_adoption")
    adoption = read_evidence(plan, all_designs()[plan.design], drawn.frame).derive(read_adoption)
    units = len(adoption.units)
    if units >= LEAST_FOR_T:
        space = allocation_space(adoption.cohort, np.zeros(units, dtype=int), plan.seed)
        standing = stand_by_labels(adoption.value, adoption.patterns, adoption.cohort, space)
        return {"label_permutation": standing.p_value()}
    try:
        value, se = fit_etwfe(long_table(adoption))
    except CannotEstimate:
        return {"etwfe_t": 1.0}
    return {"etwfe_t": float(2 * stdtr(units - 1, -abs(value) / max(se, 1e-300)))}


def two_way(share: np.ndarray, on: np.ndarray) -> tuple[float, float]:
    """Coefficient of treatment given unit and period effects, and its CR1 standard error by unit."""
    seen = ~np.isnan(share)
    treatment, outcome = (_demeaned(np.where(seen, matrix, 0.0), seen) for matrix in (on, share))
    spread = max((treatment**2).sum(), 1e-300)
    value = (treatment * outcome).sum() / spread
    scores = (treatment * (outcome - value * treatment)).sum(axis=1)
    units = len(share)
    return float(value), float(np.sqrt((scores**2).sum() * units / (units - 1)) / spread)


def _demeaned(matrix: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Unit and period means taken out in turn until nothing is left of them; twice suffices without gaps."""
    for _ in range(2 if seen.all() else 12):
        for axis in (0, 1):
            means = matrix.sum(axis=axis, keepdims=True) / np.maximum(seen.sum(axis=axis, keepdims=True), 1)
            matrix = np.where(seen, matrix - means, 0.0)
    return matrix


LIST = CellList(
    plan=lambda cell: Plan("staggered_adoption"),
    make=make,
    seed=lambda cell: [2029, cell["cell"]],
    draw=draw,
    due=due,
    naive=naive,
    rivals=rivals,
)
