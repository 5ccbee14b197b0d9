"""Made-up counts of a plan under a known truth, so that its result page can be seen before there is a trial.

Three truths: nothing changes; the hoped effect, taken from charges; net-widening, where cases that would have ended in
no further action are resolved out of court and prosecutions stay as they were. Nothing here speaks of any real case.
"""

from dataclasses import dataclass

import numpy as np

from trials.planning.allocated import (
    arms_by_unit,
    draw_arguments,
    is_in_turn,
    rule_in_turn,
    start_by_unit,
    unit_rows,
    usual_practice,
)
from trials.planning.layouts import SINGLE, shares_of_arms, sizes_of_units
from trials.stats import allocate
from trials.stats.canonical import canonical_json

PARTS = ("oocr", "charge", "nfa", "other")
CAUSES = (*PARTS, "censored")
# Where the history does not say how cases end: a made-up mix with room to move in each of the three.
USUAL_PARTS = (("oocr", 0.30), ("charge", 0.45), ("nfa", 0.20), ("other", 0.05))
NO_EFFECT, HOPED, WIDENING = "no-effect", "hoped-effect", "net-widening"
SCENARIOS = {
    NO_EFFECT: "Nothing changes",
    HOPED: "The smallest worthwhile effect, taken from charges",
    WIDENING: "Net-widening: only no further action becomes a resolution",
}
LEAST_LEFT = 0.01  # no way of ending is emptied, so that every share stays between 0 and 1
LAG_STEP, MEAN_LAG = 7, 45  # days: lags by the week; resolutions come in six to seven weeks on average


@dataclass(frozen=True, kw_only=True)
class MadeUp:
    """Counts by place and month. `places` are (unit, arm or ""); rows begin with their place and month by position.

    `parts` go on with a count for each of PARTS, `timing` with the cause by position and [lag, count …], `windows`
    with resolutions within that many days and cases.
    """

    places: tuple
    parts: tuple
    timing: tuple
    windows: dict


def made_up_draw(plan, seed):
    """A draw as it is published, from a seed of the rehearsal and never the trial's own; None where none is drawn."""
    if plan.allocation is None:
        return None
    if is_in_turn(plan):
        return canonical_json(rule_in_turn(plan).published())
    return allocate(unit_rows(plan), seed=seed, **draw_arguments(plan)).to_json()


def made_up_counts(plan, values, draw, scenario, seed):
    """The MadeUp counts of the plan, as large and as alike as the PlanningValues say."""
    rng = np.random.Generator(np.random.PCG64(seed))
    places = places_of(plan, draw)
    sizes = dict(zip(plan.unit_names, sizes_of_units(plan, values, len(plan.units)), strict=True))
    arms = dict.fromkeys(arm for _, arm in places if arm)
    shares = dict(zip(arms, shares_of_arms(plan), strict=True)) if arms else {}
    levels = levels_of(plan, values, rng)
    truth = Truth(plan, values, draw, scenario)
    parts, timing, windows = [], [], {"60": [], "90": []}
    for at, (unit, arm) in enumerate(places):
        for month in range(plan.periods):
            cases = int(rng.poisson(sizes[unit] * shares.get(arm, 1.0)))
            counts = rng.multinomial(cases, truth.chances(unit, arm, month + 1, levels[unit][month]))
            parts.append((at, month, *map(int, counts)))
            lags = [drawn_lags(rng, int(count), plan.follow_up_days) for count in counts]
            timing += [(at, month, cause, pairs) for cause, pairs in enumerate(lags[:3]) if pairs]
            if counts[3]:
                timing.append((at, month, 4, (plan.follow_up_days, int(counts[3]))))
            for days, rows in windows.items():
                rows.append((at, month, within(lags[0], int(days)), cases))
    kept = {days: tuple(rows) for days, rows in windows.items() if int(days) < plan.follow_up_days}
    return MadeUp(places=places, parts=tuple(parts), timing=tuple(timing), windows=kept)


def places_of(plan, draw):
    """(unit, ""), or where single cases are allocated (unit, arm) for each arm in the order of the arms' shares."""
    if plan.design != SINGLE:
        return tuple((name, "") for name in plan.unit_names)
    arms = [usual_practice(plan), *(arm.key for arm in plan.arms if arm.key != usual_practice(plan))]
    return tuple((name, arm) for name in plan.unit_names for arm in arms)


def levels_of(plan, values, rng):
    """{unit: what its share differs by in each month}: between units and within them over time, by ICC and CAC."""
    spread = values.icc * values.baseline * (1 - values.baseline)
    lasting, passing = np.sqrt(spread * values.cac), np.sqrt(spread * (1 - values.cac))
    return {name: rng.normal(0, lasting) + rng.normal(0, passing, plan.periods) for name in plan.unit_names}


class Truth:
    """How cases end in each place and month under a scenario."""

    def __init__(self, plan, values, draw, scenario):
        self.plan, self.usual = plan, usual_practice(plan)
        self.parts = dict(values.parts or scaled(values.baseline))
        self.arms, self.starts = arms_by_unit(plan, draw), start_by_unit(plan, draw)
        source = {HOPED: "charge", WIDENING: "nfa"}.get(scenario)
        moved = min(plan.worthwhile.effect, self.parts[source] - LEAST_LEFT) if source else 0.0
        self.moves = {"oocr": moved, source: -moved} if source else {}

    def is_on(self, unit, arm, period):
        """Whether the nudge is in force there."""
        if arm:
            return arm != self.usual and period >= self.plan.start
        start = self.starts.get(unit)
        return start is not None and period >= start

    def chances(self, unit, arm, period, level):
        """A share for each of PARTS; what a unit resolves more than others it charges less."""
        shares = dict(self.parts)
        for part, move in self.moves.items() if self.is_on(unit, arm, period) else ():
            shares[part] += move
        level = float(np.clip(level, LEAST_LEFT - shares["oocr"], shares["charge"] - LEAST_LEFT))
        shares["oocr"] += level
        shares["charge"] -= level
        found = np.clip([shares[part] for part in PARTS], 0.0, 1.0)
        return found / found.sum()


def scaled(level):
    """Ways of ending with that level of resolutions, the others in their usual proportions."""
    rest = 1 - dict(USUAL_PARTS)["oocr"]
    return [(part, level if part == "oocr" else share * (1 - level) / rest) for part, share in USUAL_PARTS]


def drawn_lags(rng, count, days):
    """(lag, count, lag, count …) of that many outcomes, by the week, within the follow-up."""
    if not count:
        return ()
    ends = np.append(np.arange(LAG_STEP, days, LAG_STEP), days)
    weights = np.exp(-np.append(0, ends[:-1]) / MEAN_LAG) - np.exp(-ends / MEAN_LAG)
    found = rng.multinomial(count, weights / weights.sum())
    return tuple(int(value) for pair in zip(ends, found, strict=True) if pair[1] for value in pair)


def within(lags, days):
    """How many of the drawn lags are at most so many days."""
    return sum(count for lag, count in zip(lags[::2], lags[1::2], strict=True) if lag <= days)
