"""The one disclosure policy of officers' answers: which counts are hidden, and how what is shown is rounded.

Rounding is at random, to the multiple below or above, with the chance that keeps the average right. Rounding to the
nearest would tell on a leaver: where a count shown as 15 is shown as 10 after one person left, that person was in it.
The reasons and the bounds that an attacker is left with stand in METHODS.md.
"""

import math
from dataclasses import dataclass

from surveys.release.draws import Draws

UNITS = (1, 2, 5)
TINY = 1e-9  # what floating point may add to a multiple


@dataclass(frozen=True)
class Policy:
    """group: the fewest people of whom anything is told; base: what counts are rounded to."""

    group: int
    base: int
    draws: Draws

    def count(self, name, n):
        """A number of people as it may be shown: a multiple of the base, less than one base away, or None."""
        if n < self.group:
            return None
        down, rest = n // self.base * self.base, n % self.base
        up = self.draws.below(self.base, "count", name, n) < rest
        return down + self.base * up

    def is_small(self, name, n, of):
        """Whether a part of `of` people is too few to be shown.

        The line lies between the group and one base above it, drawn for each count: that a part is hidden does not
        say that it is under the group. A part that would be told as 0 % is small too.
        """
        line = self.group + self.draws.below(self.base, "line", name, n)
        return n < max(line, self.base + of / 200)

    def parts(self, name, counts):
        """The counts of parts that make up a whole, rounded, with None for those hidden.

        Two or more are hidden or none, and those hidden come to the group at least, so that none follows from the
        whole. Nothing can be told of one part that is the whole.
        """
        whole = sum(counts)
        hidden = {i for i, n in enumerate(counts) if self.is_small((name, i), n, whole)}
        hidden = with_complement(counts, hidden, self.group) if len(counts) > 1 else hidden
        return [None if i in hidden else self.count((name, i), n) for i, n in enumerate(counts)]

    def groups(self, name, counts):
        """{key: number of people as it may be shown} of groups that make up a whole, given as {key: number}."""
        small = {i for i, n in enumerate(counts.values()) if n < self.group}
        hidden = with_complement(list(counts.values()), small, self.group)
        shown = enumerate(counts.items())
        return {key: None if i in hidden else self.count((name, key), n) for i, (key, n) in shown}

    def answered(self, name, n, of):
        """How many of `of` people answered something; where too few to be told of did not, as many as there are."""
        if n < self.group:
            return None
        everyone, shown = self.count("answers", of), self.count(name, n)
        if self.is_small((name, "not"), of - n, of) or everyone - shown < self.group:
            return everyone
        return None if self.is_small(name, n, of) else shown

    def mean(self, name, total, n, low, high):
        """A mean of n answers from low to high, whose sum is `total`, as it may be shown.

        The sum is rounded at random to a multiple of the whole range of one answer, so that a group with and without
        somebody leaves open what they answered; then the mean to its unit, never to an end of the scale.
        """
        span, unit = high - low, unit_of(high - low, n)
        above = (total - n * low) / span
        whole = math.floor(above + TINY)
        up = self.draws.part("mean", name, n, round(total, 6)) < above - whole - TINY
        shown = to_unit(low + (whole + up) * span / n, unit)
        return min(max(shown, to_unit(low + unit, unit)), to_unit(high - unit, unit))


def with_complement(counts, hidden, least):
    """The hidden places and those hidden with them: two or more, `least` people or more, the smallest first."""
    hidden = set(hidden)
    order = sorted((i for i in range(len(counts)) if i not in hidden), key=lambda i: (counts[i], i))
    while hidden and order and (len(hidden) < 2 or sum(counts[i] for i in hidden) < least):
        hidden.add(order.pop(0))
    return hidden


def percent(part, whole):
    """The share of rounded counts in whole per cent; None where either is hidden, or it would be 0 or 100."""
    if part is None or not whole:
        return None
    found = round(100 * part / whole)
    return found if 0 < found < 100 else None


def unit_of(span, n):
    """What a figure that may vary by `span` is rounded to: the finest of 1, 2, 5, 0.1 … that one of n hardly moves.

    One answer moves a mean by span / n at most; the unit is half of that or more, and no finer than a hundredth of
    the span.
    """
    least = max(span / (2 * n), span / 100) - TINY
    size = 10.0 ** math.floor(math.log10(least))
    return next(u * size for u in (*UNITS, 10) if u * size >= least)


def to_unit(value, unit):
    """The nearest multiple of the unit, as a number that JSON writes short."""
    return tidy(round(value / unit) * unit)


def outward(value, unit):
    """The multiple of the unit at the value or beyond it, away from nought."""
    return tidy(math.ceil(value / unit - TINY) * unit)


def tidy(value):
    """The number without the crumbs of floating point; a whole one as an int."""
    found = round(value, 6)
    return int(found) if found == int(found) else found
