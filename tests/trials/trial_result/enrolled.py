"""Trials whose cases are enrolled one by one, as the cells that their look would hold."""

import numpy as np

from tests.trials.trial_result import simulated
from trials.planning.allocated import arm_keys, rule_in_turn
from trials.planning.trial_plan import AllocationRule
from trials.stats.canonical import canonical_json
from trials.trial_cells import UnitArm

PERIODS = 12
USUAL = (0.30, 0.40, 0.20, 0.10)  # resolution, charge, no further action, other


def a_plan(**changes):
    values = {"units": 6, "design": "individually_randomised", "start": 1, "periods": PERIODS}
    rule = AllocationRule(method="simple", sequential=True)
    return simulated.a_plan(**{**values, "allocation": rule, **changes})


def a_draw(plan):
    """The rule that is published; each case's own arm stands with its counts."""
    return canonical_json({**rule_in_turn(plan).published(), "seed_digest": plan.seed_digest})


def drawn_cells(plan, *, moved=0.0, cases=12, seed=1):
    """TrialCells with a Poisson number of cases in every unit, month and arm, so that no two arms are alike.

    `moved`: share of cases that end with a resolution under the nudge instead of no further action.
    """
    rng = np.random.default_rng(seed)
    places = tuple(UnitArm(name, arm) for name in plan.unit_names for arm in arm_keys(plan))
    counts, parts, entries = [], [], []
    for at, place in enumerate(places):
        more = moved if place.arm != "control" else 0.0
        shares = np.array(USUAL) + np.array([more, 0.0, -more, 0.0])
        for period in range(plan.periods):
            size = int(rng.poisson(cases))
            found = [int(value) for value in rng.multinomial(size, shares)]
            counts.append((at, period, found[0], size))
            parts.append((at, period, *found))
            entries.append((at, period, size, 2 * size, size))
    return simulated.cells_of(plan, places, counts=counts, parts=parts, entries=entries)
