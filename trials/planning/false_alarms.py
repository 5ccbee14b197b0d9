"""How often a stop rule's limit is crossed although nothing is wrong: by chance alone, over the whole trial. Pure.

A rule is held against every new extract, and a running share swings widely while few cases are in. One extract a month
is taken. Given the level of the units with the nudge, the chance is exact, by recursion over the number of events; the
level itself is drawn about the force's own as far as its units differ.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from trials.planning.layouts import shares_with_nudge

# Under twenty cases one case moves a share by more than five points: no alarm is read from so few.
LEAST_CASES = 20
# A trial is allowed a false finding in one of twenty; a monitor who is called for nothing more often than that over a
# whole trial soon stops listening.
MOST_FALSE = 0.05
LEVELS = (
    21  # levels that stand for all: with 401 the chance differs by less than 0.002 where units differ most
)
NEGLIGIBLE = 1e-12  # of the paths: fewer change no digit that is said


@dataclass(frozen=True, kw_only=True)
class Watch:
    """What is expected of a guardrail if nothing is wrong: cases a month with the nudge, `level`, its variance."""

    cases: tuple[float, ...]
    level: float
    variance: float
    better: str = "lower"


def watch_of(plan, line, sizes, level, icc):
    """The Watch of an outcome line; None where no case is expected with the nudge, or the level leaves no room.

    sizes: {unit: cases a month that count for the line}, a unit of the plan without one being as large as the average.
    icc: how alike its cases are within a unit. Units with the nudge are some of all: their level differs from the
    force's by chance, the less the more they are.
    """
    mean = sum(sizes.values()) / len(sizes) if sizes else 0.0
    own = {name: sizes.get(name, mean) for name in plan.unit_names}
    shares = shares_with_nudge(plan, own)
    if not 0 < level < 1 or not sum(shares) * mean:
        return None
    units, total = len(own), sum(own.values())
    nudged = (
        units * sum(share * share for share in shares) / sum(shares)
    )  # the average a case with it has around it
    is_each_case = plan.design == "individually_randomised"  # every unit then has cases with the nudge
    apart = 0.0 if is_each_case else icc * level * (1 - level) * max(1 / nudged - 1 / units, 0.0)
    return Watch(
        cases=tuple(total * share for share in shares), level=level, variance=apart, better=line.better
    )


def chance_of_alarm(watch, threshold):
    """The chance that any of the monthly extracts crosses the threshold, a share, if nothing is wrong."""
    levels = levels_of(watch.level, watch.variance)
    return sum(_crossed(watch, threshold, level) for level in levels) / len(levels)


def levels_of(level, variance):
    """Levels that stand for all: the middles of equally likely parts of a Beta distribution; one without variance."""
    if variance <= 0:
        return (level,)
    from scipy.stats import beta

    spread = level * (1 - level) / min(variance, 0.9 * level * (1 - level)) - 1
    places = [(number + 0.5) / LEVELS for number in range(LEVELS)]
    return tuple(beta.ppf(places, level * spread, (1 - level) * spread).tolist())


def _crossed(watch, threshold, level):
    """The same at a known level: paths that cross are taken out of the running distribution, month by month."""
    import numpy as np

    least, paths, entered, so_far, alarmed = 0, np.ones(1), 0.0, 0, 0.0
    for expected in watch.cases:
        entered += expected
        new, so_far = round(entered) - so_far, round(entered)
        if new:
            first, chances = _binomial(new, level)
            paths, least = np.convolve(paths, chances), least + first
        if so_far >= LEAST_CASES:
            share = (least + np.arange(len(paths))) / so_far
            out = share < threshold if watch.better == "higher" else share > threshold
            alarmed += float(paths[out].sum())
            paths = np.where(out, 0.0, paths)
        kept = np.flatnonzero(paths > NEGLIGIBLE)
        if not len(kept):
            break
        least, paths = least + int(kept[0]), paths[kept[0] : kept[-1] + 1]
    return min(alarmed, 1.0)


@lru_cache(maxsize=256)  # most months bring as many cases as the one before
def _binomial(cases, level):
    """(least number of events that can matter, the chance of each from there on)."""
    import numpy as np
    from scipy.stats import binom

    least, most = (int(binom.ppf(place, cases, level)) for place in (NEGLIGIBLE, 1 - NEGLIGIBLE))
    return least, binom.pmf(np.arange(least, most + 1), cases, level)


def nearest_limit(watch):
    """The whole per cent nearest to the level that chance crosses in MOST_FALSE of trials at most, as a share; or None.

    With every step away from the level the chance falls, so that the steps are halved.
    """
    now = 100 * watch.level
    steps = range(ceil(now) - 1, 0, -1) if watch.better == "higher" else range(int(now) + 1, 100)
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        if chance_of_alarm(watch, steps[middle] / 100) <= MOST_FALSE:
            high = middle
        else:
            low = middle + 1
    return steps[low] / 100 if low < len(steps) else None
