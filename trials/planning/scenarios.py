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
from trials.planning.truths import HOPED, WIDENING
from trials.stats import allocate
from trials.stats.canonical import canonical_json

PARTS = ("oocr", "charge", "nfa", "other")
CAUSES = (*PARTS, "censored")
# Where the history does not say how cases end: a made-up mix with room to move in each of the three.
USUAL_PARTS = (("oocr", 0.30), ("charge", 0.45), ("nfa", 0.20), ("other", 0.05))
LEAST_LEFT = 0.01  # no way of ending is emptied, so that every share stays between 0 and 1
DRAWS = (
    40  # the nearest of so many lies within a few tenths of a standard error of the truth, in under a second
)
CENSORED = 4  # position of "censored" among CAUSES
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
    """The MadeUp counts of the plan, as large and as alike as the PlanningValues say.

    Of DRAWS draws the one whose own differences lie nearest to the truth: one draw alone may by chance look like
    another scenario, and a rehearsal is to show what each looks like.
    """
    rng = np.random.Generator(np.random.PCG64(seed))
    places, truth = places_of(plan, draw), Truth(plan, values, draw, scenario)
    drawn = [drawn_parts(plan, values, places, truth, rng) for _ in range(DRAWS)]
    on = truth.in_force(places)
    counts = min(drawn, key=lambda one: distance(one, on, truth.moves))
    timing, windows = [], {"60": [], "90": []}
    for at, month in np.ndindex(counts.shape[:2]):
        own = counts[at, month]
        lags = [drawn_lags(rng, int(count), plan.follow_up_days) for count in own[:3]]
        timing += [(at, month, cause, pairs) for cause, pairs in enumerate(lags) if pairs]
        if own[3]:
            timing.append((at, month, CENSORED, (plan.follow_up_days, int(own[3]))))
        for days, rows in windows.items():
            rows.append((at, month, within(lags[0], int(days)), int(own.sum())))
    rows = tuple((at, month, *map(int, counts[at, month])) for at, month in np.ndindex(counts.shape[:2]))
    kept = {days: tuple(found) for days, found in windows.items() if int(days) < plan.follow_up_days}
    return MadeUp(places=places, parts=rows, timing=tuple(timing), windows=kept)


def drawn_parts(plan, values, places, truth, rng):
    """Counts (places, months, parts) of one draw."""
    sizes = dict(zip(plan.unit_names, sizes_of_units(plan, values, len(plan.units)), strict=True))
    arms = dict.fromkeys(arm for _, arm in places if arm)
    shares = dict(zip(arms, shares_of_arms(plan), strict=True)) if arms else {}
    levels = levels_of(plan, values, rng)
    found = np.zeros((len(places), plan.periods, len(PARTS)), dtype=int)
    for at, (unit, arm) in enumerate(places):
        cases = rng.poisson(sizes[unit] * shares.get(arm, 1.0), plan.periods)
        for month in range(plan.periods):
            chances = truth.chances(unit, arm, month + 1, levels[unit][month])
            found[at, month] = rng.multinomial(cases[month], chances)
    return found


def distance(counts, on, moves):
    """How far a draw's own differences between months with and without the nudge lie from the truth, squared."""
    share = counts / np.maximum(counts.sum(axis=2, keepdims=True), 1)
    return sum((difference(share[:, :, at], on) - moves.get(part, 0.0)) ** 2 for at, part in enumerate(PARTS))


def difference(share, on):
    """Least squares on places and months; on one of them where both leave nothing to compare, else 0."""
    ways = ((0, 1), (1,), (0,))
    for axes in ways:
        rest, value = centred(on, axes), centred(share, axes)
        if (rest**2).sum() > 1e-9:
            return float((rest * value).sum() / (rest**2).sum())
    return 0.0


def centred(table, axes):
    for axis in axes:
        table = table - table.mean(axis=axis, keepdims=True)
    return table


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

    def in_force(self, places):
        """1.0 where the nudge is in force, (places, months)."""
        months = range(1, self.plan.periods + 1)
        return np.array([[float(self.is_on(*place, month)) for month in months] for place in places])

    def chances(self, unit, arm, period, level):
        """A share for each of PARTS; what a unit resolves more than others comes from every other way alike."""
        shares = dict(self.parts)
        for part, move in self.moves.items() if self.is_on(unit, arm, period) else ():
            shares[part] += move
        free = 1 - shares["oocr"] - LEAST_LEFT
        level = float(np.clip(level, LEAST_LEFT - shares["oocr"], free))
        rest = 1 - shares["oocr"]
        shares = {part: share - level * share / rest for part, share in shares.items()} | {
            "oocr": shares["oocr"] + level
        }
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
