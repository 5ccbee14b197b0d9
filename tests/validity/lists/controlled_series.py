"""One or three units' series against comparison units that go through the same months, and the same shock."""

import random

import numpy as np

from tests.validity.cell_list import Answer, CellList, numbered
from tests.validity.drawing import BASE, Drawn, ar1, expit, logit, observed
from tests.validity.fraction import fraction
from tests.validity.lists.interrupted_series import SHORT
from trials.stats import CannotEstimate, Plan
from trials.stats.arithmetic.series import post_effect
from trials.stats.arithmetic.student import two_sided
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

SEED = 20260406  # any number would do; kept so that the file can be made again
FACTORS = {
    "treated": (1, 3),
    "controls": (1, 5, 12),
    "periods": (24, 36, 48, 60),
    "cases": (40, 100, 400),
    "rho": (0.0, 0.25, 0.5),
    "spread": (0.0, 0.1, 0.2),
    "trend": (0.0, 0.2),
    "season": (0.0, 0.2),
    "shock": (0.0, 0.4),
    "effect": (0.0, 0.0, 0.3),
    "missing": (0.0, 0.1),
}
CELLS, TRIES = 48, 50  # the most orthogonal of so many shuffles; more change little
PLAIN = {"treated": 1, "controls": 8, "periods": 48, "cases": 150, "rho": 0.3, "spread": 0.1, "trend": 0.0}
PLAIN |= {"season": 0.0, "shock": 0.0, "effect": 0.0, "missing": 0.0, "level": BASE}
REFUSED, WARNED = {"purpose": "refusal"}, {"purpose": "warning"}
CORNERS = (
    {"shock": 0.4, "note": "a shock to all at the start"},
    {"shock": 0.4, "effect": 0.3, "treated": 3, "note": "a shock and an effect"},
    {"periods": 24, "note": "short"},
    WARNED | {"rho": 0.8, "spread": 0.2, "cases": 400, "note": "rho 0.8"},
    WARNED | {"periods": 24, "rho": 0.8, "spread": 0.2, "note": "rho 0.8, short"},
    REFUSED | {"periods": 24, "start": 8, "note": "(c) seven before"},
    REFUSED | {"periods": 24, "start": 18, "note": "(c) seven after"},
    REFUSED | {"controls": 0, "note": "(d) no comparison unit"},
    REFUSED | {"level": 0.0, "note": "(a) no case has the outcome"},
)
THIN = ("a shock to all at the start", "(d) no comparison unit", "rho 0.8, short")


def make() -> list[dict]:
    """A balanced fraction of the factors, then the corners."""
    return numbered(
        [_full(cell) for cell in (*fraction(FACTORS, CELLS, random.Random(SEED), TRIES), *CORNERS)], THIN
    )


def _full(cell: dict) -> dict:
    full = PLAIN | cell
    full = {"start": full["periods"] // 2 + 1} | full
    return {name: full[name] for name in (*PLAIN, "start")} | cell


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """Log odds = shared level, trend, season, shock and drift + own level and drift (treated units: one) + effect."""
    units, periods = cell["treated"] + cell["controls"], np.arange(1, cell["periods"] + 1)
    after, treated = periods >= cell["start"], np.arange(units) < cell["treated"]
    shared = logit(BASE) + cell["trend"] * periods / 12 + cell["season"] * np.sin(2 * np.pi * periods / 12)
    shared = shared + cell["shock"] * after + ar1(1, len(periods), cell["rho"], cell["spread"], rng)
    drift = ar1(units, len(periods), cell["rho"], cell["spread"], rng)
    drift[treated] = drift[0]
    eta = shared + 0.2 * rng.standard_normal((units, 1))
    on = treated[:, None] & after
    size = rng.poisson(cell["cases"] / np.where(treated, cell["treated"], 1)[:, None], eta.shape) + 1
    events = rng.binomial(size, expit(eta + drift + cell["effect"] * on) * (cell["level"] > 0))
    seen = observed(size.shape, cell["missing"], rng)
    untouched, touched = (expit(eta[treated][:, after] + shift) for shift in (0.0, cell["effect"]))
    truth = float((touched - untouched).mean())
    return Drawn(events=events, cases=size, seen=seen, on=on, truth=truth, start=cell["start"])


def due(cell: dict, drawn: Drawn) -> str | None:
    """(d) without a comparison unit, (c) with under eight shared months on a side, (a) where nothing varies."""
    if not cell["controls"]:
        return "d"
    both = drawn.seen[: cell["treated"]].any(axis=0) & drawn.seen[cell["treated"] :].any(axis=0)
    if min(both[: cell["start"] - 1].sum(), both[cell["start"] - 1 :].sum()) < 8:
        return "c"
    return None if cell["level"] else "a"


def naive(cell: dict, drawn: Drawn) -> Answer:
    """The treated units' series alone, as if nothing else had happened."""
    own = slice(0, cell["treated"])
    alone = Drawn(
        events=drawn.events[own],
        cases=drawn.cases[own],
        seen=drawn.seen[own],
        on=drawn.on[own],
        truth=drawn.truth,
    )
    plan = Plan("interrupted_series")
    try:
        fit = read_evidence(plan, all_designs()[plan.design], alone.frame).series_fit
    except CannotEstimate:
        return Answer(False, True)
    gap, se = post_effect(fit, plan.scale)

    def p_value(tested: float) -> float:  # its interval holds what this does not reject
        return float(fit.fits.weights @ two_sided(gap.to(tested) / se, fit.fits.df))

    return Answer(p_value(0.0) <= plan.alpha, p_value(drawn.truth) >= plan.alpha)


LIST = CellList(
    plan=lambda cell: Plan("controlled_series"),
    make=make,
    seed=lambda cell: [2030, cell["cell"]],
    draw=draw,
    due=due,
    naive=naive,
    may_be_conservative=lambda cell: cell["periods"] < SHORT,
)
