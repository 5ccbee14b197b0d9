"""Cluster trials without a difference looked at twelve times, and how often any look says there is one."""

import numpy as np
from scipy.special import stdtr

from tests.validity.cell_list import Answer, CellList, numbered
from tests.validity.drawing import Drawn
from trials.stats import Look, Plan
from trials.stats.looks import stand_at
from trials.stats.strategy import all_designs

LOOKS, CASES, LEVEL = 12, 30, 0.4
# Spread of unit levels as a standard deviation: ICC 0, 0.01 and 0.05.
CELLS = tuple((units, spread) for units in (8, 12, 20, 40) for spread in (0.0, 0.049, 0.11))
THIN = ("twenty alike",)


def make() -> list[dict]:
    """Units by spread."""
    return numbered(
        [
            {
                "units": units,
                "spread": spread,
                "effect": 0.0,
                "note": THIN[0] if (units, spread) == (20, 0.0) else "",
            }
            for units, spread in CELLS
        ],
        THIN,
    )


def draw(cell: dict, rng: np.random.Generator) -> Drawn:
    """Half the units in the arm, twelve periods from the start, no difference."""
    units = cell["units"]
    level = np.clip(LEVEL + cell["spread"] * rng.standard_normal(units), 0.01, 0.99)
    shape = (units, LOOKS)
    events = rng.binomial(CASES, np.repeat(level[:, None], LOOKS, axis=1))
    on = np.tile((np.arange(units) < units // 2)[:, None], (1, LOOKS))
    return Drawn(events=events, cases=np.full(shape, CASES), seen=np.ones(shape, bool), on=on, truth=0.0)


def plan(cell: dict) -> Plan:
    """Twelve looks, the information of the last from what the trial is drawn with."""
    variance = (cell["spread"] ** 2 + LEVEL * (1 - LEVEL) / (CASES * LOOKS)) * 4 / cell["units"]
    looks = tuple(Look(period, period / LOOKS) for period in range(1, LOOKS + 1))
    return Plan("cluster_randomised", looks=looks, max_information=1 / variance)


def answer(plan: Plan, cell: dict, drawn: Drawn) -> Answer:
    """A crossing at any look; the repeated interval of that look is the one that leaves nought out."""
    crossed = any(
        stage.crossed for stage in stand_at(plan, all_designs()[plan.design], drawn.frame, None).stages
    )
    return Answer(crossed, not crossed)


def naive(cell: dict, drawn: Drawn) -> Answer:
    """The fixed test at every look: an equal-variance t on the means so far."""
    so_far = np.cumsum(drawn.share, axis=1) / np.arange(1, LOOKS + 1)
    own, others = so_far[drawn.treated], so_far[~drawn.treated]
    df = len(so_far) - 2
    squares = own.var(axis=0) * len(own) + others.var(axis=0) * len(others)
    se = np.sqrt(np.maximum(squares / df * (1 / len(own) + 1 / len(others)), 1e-300))
    p_values = 2 * stdtr(df, -np.abs(own.mean(axis=0) - others.mean(axis=0)) / se)
    return Answer(bool(p_values.min() <= 0.05), bool(p_values[-1] > 0.05))


LIST = CellList(
    plan=plan, make=make, seed=lambda cell: [2032, cell["cell"]], draw=draw, answer=answer, naive=naive
)
