"""A figure that was let out, as an attacker reads it: a sum over a group of people that lies between two bounds.

People are known by the groups they belong to: "w1" those who answered the first wave, "w1 area north" those of them
who work in the north. A quantity is one thing an officer answered: an item, or a score over several.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from scipy.stats import t as student

WIDER = 1e-9  # a bound may be missed by so much in floating point and hold all the same


@dataclass(frozen=True)
class Quantity:
    """One thing that is answered: `values` it may take, and `part_of` each, the coarser word that tells enough.

    An attacker who knows in which part somebody's answer lies knows what a chart would have said about them.
    """

    name: str
    values: tuple
    part_of: Mapping


@dataclass(frozen=True)
class Figure:
    """The sum of `weights` over the answers of a group lies from `low` to `high`. A value without weight counts 0.

    factors: where not all count alike, {groups of somebody in the wave `group`: how much their answer counts}.
    """

    group: str
    quantity: str
    weights: Mapping
    low: float
    high: float
    about: str = field(default="", compare=False)
    factors: Mapping | None = None

    def counts(self, groups):
        """How much the answer of somebody in these groups counts: 1.0 in the figure's group, or their factor."""
        if self.factors is None:
            return float(self.group in groups)
        return self.factors.get(within(groups, self.group), 0.0)

    def holds(self, given):
        """Whether answers agree with it; given: (groups, answer) of everybody."""
        total = sum(self.counts(groups) * self.weights.get(value, 0) for groups, value in given)
        return self.low - WIDER <= total <= self.high + WIDER


def within(groups, wave):
    """The groups of somebody that are groups of this wave."""
    return frozenset(one for one in groups if one.split()[0] == wave)


def rounded_bounds(shown, base):
    """(least, most) whole number that rounds to `shown`, halves going up as in cjnudge.disclosure."""
    return max(0, math.ceil(shown - base / 2)), math.ceil(shown + base / 2) - 1


def count(group, quantity, values, bounds, about=""):
    """How many gave one of these values."""
    return Figure(group, quantity, dict.fromkeys(values, 1.0), *bounds, about)


def share_bounds(percent, whole, base, decimals=0):
    """(least, most) number of people that a percentage of rounded counts may stand for.

    whole: bounds of the number it is a share of, before rounding. Every rounded part that gives this percentage of
    a rounded whole is allowed: an attacker can tell no more.
    """
    parts = [
        part
        for rounded in range(_up(whole[0], base), _up(whole[1], base) + 1, base)
        for part in range(0, rounded + 1, base)
        if rounded and abs(100 * part / rounded - percent) <= 0.5 * 10**-decimals + WIDER
    ]
    if not parts:
        return 0, whole[1]
    return rounded_bounds(min(parts), base)[0], min(whole[1], rounded_bounds(max(parts), base)[1])


def _up(number, base):
    return (2 * number + base) // (2 * base) * base


def mean(group, quantity, numbers, shown, half, slack=0.0, about="", factors=None):
    """The two Figures of a mean over those who gave one of `numbers`.

    The sum lies within `slack` (one number, or one below and one above) of one whose mean lies within `half` of
    `shown`.
    """
    under, over = slack if isinstance(slack, tuple) else (slack, slack)
    above = {value: value - (shown - half) for value in numbers}
    below = {value: value - (shown + half) for value in numbers}
    return (
        Figure(group, quantity, above, -under - WIDER, math.inf, f"{about} mean", factors),
        Figure(group, quantity, below, -math.inf, over + WIDER, f"{about} mean", factors),
    )


def spread(group, quantity, numbers, centre, halves, sizes, off, share=(1.0, 1.0), about=""):
    """What the width of a t interval tells of the sum of squares around `centre`, as a tuple of Figures.

    halves: bounds of half the interval, t s sqrt(share / n); sizes: bounds of n; off: how far the mean may lie from
    the centre; share: bounds of what a known workforce leaves of the variance. None where n may be under two.
    """
    if sizes[0] < 2 or min(share) <= 0:
        return ()
    least, most = (
        [(half / student.ppf(0.975, n - 1)) ** 2 * n * (n - 1) / left for n in sizes for left in share]
        for half in (max(0.0, halves[0]), halves[1])
    )
    squares = {number: (number - centre) ** 2 for number in numbers}
    # Around the centre instead of the mean itself a sum of squares is larger by n (mean - centre)^2.
    return (
        Figure(
            group,
            quantity,
            squares,
            min(least) - WIDER,
            max(most) + sizes[1] * off**2 + WIDER,
            f"{about} spread",
        ),
    )
