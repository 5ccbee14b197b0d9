"""Trials without a difference whose earlier months change after a look: the bounds of each way of counting them.

`known[k][j]` is the share of all cases that are known at look k to have entered by look j: `known[k][k]` is what look k
reads, the rest what weighing the earlier looks again at look k takes them for.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from trials.stats import Look, Plan, TakenLook
from trials.stats.looks import stand_at
from trials.stats.strategy import all_designs

LEVEL = 0.4
# Of each arm: so many that a look's share follows its cases to a thousandth, and no chance share moves a bound.
CASES = 40_000


@dataclass(frozen=True)
class Arrival:
    """How figures come in over the looks of a trial."""

    name: str
    known: tuple[tuple[float, ...], ...]

    @property
    def looks(self):
        return len(self.known)

    @property
    def read(self):
        """The share of all cases that each look reads."""
        return tuple(row[-1] for row in self.known)


def on_time(looks):
    """Every case is there at the first look after its entry, and stays as it is."""
    return Arrival("on time", tuple(tuple((j + 1) / looks for j in range(k + 1)) for k in range(looks)))


def late(looks, share=0.5):
    """That share of the newest months' cases comes only by the next look; at the end all are there."""
    rows = [[(j + 1) / looks for j in range(k + 1)] for k in range(looks)]
    for row in rows[:-1]:
        row[-1] -= share / looks
    return Arrival("late", tuple(map(tuple, rows)))


def corrected(looks, share=0.6):
    """That share of the cases of an earlier look turns out to have entered in later months; none is lost."""
    rows = [[(1 - share) * (j + 1) / looks for j in range(k)] + [(k + 1) / looks] for k in range(looks)]
    return Arrival("corrected", tuple(map(tuple, rows)))


def plan_of(arrival, cases=CASES):
    """Single cases drawn into two arms; the information of the last look from what the trial is drawn with."""
    looks = tuple(Look(k + 1, (k + 1) / arrival.looks) for k in range(arrival.looks))
    most = cases / (2 * LEVEL * (1 - LEVEL))
    return Plan("individually_randomised", looks=looks, max_information=most)


def table_of(arrival, k, events, cases=CASES):
    """What look k is given. events: of each arm by period; the rest of an arm's cases had none."""
    counts = np.diff([0, *(round(cases * share) for share in arrival.known[k])])
    rows = [
        {
            "unit": "all",
            "period": j + 1,
            "treated": arm,
            "events": int(events[arm][j]),
            "cases": int(counts[j]),
        }
        for j in range(k + 1)
        for arm in (0, 1)
    ]
    return pd.DataFrame(rows)


def stages(arrival, tables, *, recorded):
    """The Stage of each look on its day: earlier ones as they were recorded, or weighed again from its own table."""
    plan = plan_of(arrival, sum(tables[-1]["cases"]) // 2)
    design = all_designs()[plan.design]
    found, taken = [], []
    for k, table in enumerate(tables):
        now = stand_at(plan, design, table, k + 1, tuple(taken) if recorded else None).now
        found.append(now)
        if not now.refused:
            taken.append(as_taken(now))
    return found


def as_taken(stage):
    names = ("number", "share", "z", "p_value", "bound", "level", "final")
    return TakenLook(**{name: getattr(stage, name) for name in names})


def bounds(arrival, *, recorded):
    """The bound of |z| at each look, from tables with as many events as are to be expected."""
    tables = []
    for k in range(arrival.looks):
        counts = np.diff([0, *(round(CASES * share) for share in arrival.known[k])])
        expected = [round(LEVEL * count) for count in counts]
        tables.append(table_of(arrival, k, [expected, expected]))
    return [stage.bound for stage in stages(arrival, tables, recorded=recorded)]


def crossings(arrival, found, rng, trials):
    """How many null trials cross one of the `found` bounds: z is a sum over the cases read so far, over its root."""
    read = np.array(arrival.read)
    steps = rng.standard_normal((trials, len(read))) * np.sqrt(np.diff([0, *read]))
    z = np.cumsum(steps, axis=1) / np.sqrt(read)
    return int((np.abs(z) > np.array(found)).any(axis=1).sum())


def drawn_tables(arrival, rng, cases):
    """The tables of one null trial: cases come in look by look, and the months of those that moved are drawn anew."""
    totals = [round(cases * share) for share in arrival.read]
    so_far, tables = np.zeros(2, int), []
    for k in range(arrival.looks):
        so_far = so_far + rng.binomial(totals[k] - (totals[k - 1] if k else 0), LEVEL, size=2)
        counts = np.diff([0, *(round(cases * share) for share in arrival.known[k])])
        events = [rng.multivariate_hypergeometric(counts, number) for number in so_far]
        tables.append(table_of(arrival, k, events, cases))
    return tables
