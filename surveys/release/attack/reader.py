"""A payload in an attacker's hands, and what one count, share or mean in it tells at the tightest."""

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from surveys.release.attack.figures import count, mean, spread
from surveys.release.attack.known import OUTSIDE, agreement_quantity, quantities_of
from surveys.release.policy import unit_of
from surveys.release.tables import table_of
from trials.stats.arithmetic.student import critical

ALPHA = 0.05


@dataclass(frozen=True)
class Reader:
    """Reads one wave's payload; size: {group: how many answered}, which the attacker knows.

    weights: {groups of somebody in the wave: weight of their answers}, {} where nothing was weighted; means: the
    pairs.Mean of every row of the tables of changes that is about these answers.
    """

    payload: dict
    instrument: object
    wave: str
    size: dict
    asked: int | None = None
    weights: dict = field(default_factory=dict)
    people: tuple = ()
    means: tuple = ()

    @property
    def base(self):
        return self.payload["thresholds"]["base"]

    @property
    def group(self):
        return self.payload["thresholds"]["group"]

    @property
    def span(self):
        return self.instrument.scale.high - self.instrument.scale.low

    @cached_property
    def quantities(self):
        """{name: Quantity} of all that figures are read of."""
        cases = len(self.table("knowledge", "scenarios"))
        found = quantities_of(self.instrument, self.payload["occasion"])
        agreement = [agreement_quantity(cases)] if cases else []
        # A table of changes knows how many cases one officer was asked, which may be fewer than there are.
        return {q.name: q for q in [*found, *agreement, *(mean.quantity for mean in self.means)]}

    @cached_property
    def factors(self):
        """The weight of everybody who answered, in no order."""
        return np.array([self.weights[groups] for groups in self.people]) if self.weights else np.array([])

    def table(self, section, key):
        found = table_of(self.payload, section, key)
        return found["rows"] if found else []


def sizes_of(people):
    """{group: how many people are in it}."""
    return Counter(group for groups in people for group in groups)


def numbers_of(quantity):
    return tuple(value for value in quantity.values if not isinstance(value, str))


def given(quantity):
    """The values of whoever answered at all."""
    return tuple(value for value in quantity.values if value != OUTSIDE)


def about(reader, shown):
    """Bounds of a count that is shown: it was rounded up or down by less than one base, and hidden under the group."""
    return max(reader.group, shown - reader.base + 1), shown + reader.base - 1


def answered_bounds(reader, shown):
    """Bounds of a number that answered. Where few did not, everybody is shown to have: less is known from below."""
    least, most = about(reader, shown)
    if shown == reader.payload["answers"]:
        least -= reader.group + reader.base + math.ceil(reader.size[reader.wave] / 200)
    return least, most


def read_answered(reader, quantity, shown):
    """How many answered."""
    if shown is not None:
        bounds = answered_bounds(reader, shown)
        yield count(reader.wave, quantity.name, given(quantity), bounds, "answered")


def share_bounds(reader, percent, whole):
    """Bounds of the counts, before rounding, that give this percentage of a rounded whole."""
    shown = [part for part in range(0, whole + 1, reader.base) if round(100 * part / whole) == percent]
    return about(reader, shown[0])[0], about(reader, shown[-1])[1]


def read_mean(reader, group, quantity, cell, span, asked=None):
    """What a mean and its interval tell, as mean_cell rounds them; of a mean without an interval, the mean."""
    cell = {"value": cell, "low": -math.inf, "high": math.inf} if isinstance(cell, int | float) else cell
    if not isinstance(cell, dict) or "value" not in cell:
        return
    sizes = max(reader.group, 2), reader.size.get(group, 0)
    if sizes[1] < sizes[0]:
        return
    numbers, shown = numbers_of(quantity), cell["value"]
    half, unit = half_of(quantity, shown, span, sizes[0])
    yield from mean(group, quantity.name, numbers, shown, half, span, f"{quantity.name} {group}")
    if is_whole(cell, numbers) and half < span:
        yield from _width(group, quantity, cell, unit, sizes, asked)


def half_of(quantity, shown, span, least):
    """(how far the mean may lie from what is shown, its unit): anywhere, where it was kept off an end of the scale."""
    numbers, unit = numbers_of(quantity), unit_of(span, least)
    at_an_end = shown - unit <= numbers[0] or shown + unit >= numbers[-1]
    return (span if at_an_end else unit / 2), unit


def is_whole(cell, numbers):
    """Whether the interval is cut off at no end of the scale, so that its width tells something."""
    return cell["low"] > numbers[0] and cell["high"] < numbers[-1]


def _width(group, quantity, cell, unit, sizes, asked):
    numbers, shown = numbers_of(quantity), cell["value"]
    half, span = cell["high"] - shown, numbers[-1] - numbers[0]
    off = span / sizes[0] + unit / 2
    far = max(critical(ALPHA, n - 1) * max(shown - numbers[0], numbers[-1] - shown) / n for n in sizes)
    least = half - unit - off if far < half - unit else 0.0
    share = tuple(1.0 if asked is None else max(0.0, 1 - n / asked) for n in sizes)
    yield from spread(
        group, quantity.name, numbers, shown, (least, half), sizes, off, share, f"{quantity.name} {group}"
    )
