"""From a payload to the figures in it, as tight as anybody can read them who knows how the policy rounds.

Read are all counts, shares and means with their intervals, of items, components and questions. Not read are figures
over everybody that are no sum over people (alpha, omega, correlations, d'): each rests on all answers of thirty
officers or more, whom none of these figures tells apart.
"""

import math
from collections import Counter
from dataclasses import dataclass

from surveys.release.attack.figures import count, mean, spread
from surveys.release.attack.known import parts_of, quantities_of
from surveys.release.policy import unit_of
from surveys.release.sections.items import bands_of
from surveys.release.tables import table_of
from trials.stats.arithmetic.student import critical

ALPHA = 0.05


@dataclass(frozen=True)
class Reader:
    """Reads one wave's payload; size: {group: how many answered}, which the attacker knows."""

    payload: dict
    instrument: object
    wave: str
    size: dict
    asked: int | None = None

    @property
    def base(self):
        return self.payload["thresholds"]["base"]

    @property
    def group(self):
        return self.payload["thresholds"]["group"]

    def table(self, section, key):
        found = table_of(self.payload, section, key)
        return found["rows"] if found else []


def sizes_of(people):
    """{group: how many people are in it}."""
    return Counter(group for groups in people for group in groups)


def figures_of(reader):
    """Every Figure of the payload that is a sum over people."""
    quantities = {q.name: q for q in quantities_of(reader.instrument, reader.payload["occasion"])}
    found = [*_profile(reader, quantities), *_by_bands(reader, quantities)]
    for name, quantity in quantities.items():
        found += _marks(reader, quantity, f"item.{name}", "items")
        found += _marks(reader, quantity, f"{name}.marks", "training")
    return [*found, *_bands(reader, quantities), *_questions(reader, quantities)]


def numbers_of(quantity):
    return tuple(value for value in quantity.values if not isinstance(value, str))


def about(reader, shown):
    """Bounds of a count that is shown: it was rounded up or down by less than one base, and hidden under the group."""
    return max(reader.group, shown - reader.base + 1), shown + reader.base - 1


def _answered(reader, quantity, shown):
    """How many gave a number. Where few did not, everybody is shown to have: there is no more to read from below."""
    if shown is None:
        return
    least, most = about(reader, shown)
    if shown == reader.payload["answers"]:
        least -= reader.group + reader.base + math.ceil(reader.size[reader.wave] / 200)
    yield count(reader.wave, quantity.name, numbers_of(quantity), (least, most), "answered")


def _mean(reader, group, quantity, cell, span, asked=None):
    """What a mean and its interval tell, as mean_cell rounds them."""
    if not isinstance(cell, dict) or "value" not in cell:
        return
    sizes = max(reader.group, 2), reader.size.get(group, 0)
    if sizes[1] < sizes[0]:
        return
    numbers, shown = numbers_of(quantity), cell["value"]
    unit = max(unit_of(span, n) for n in range(sizes[0], sizes[1] + 1))
    at_an_end = shown - unit <= numbers[0] or shown + unit >= numbers[-1]
    half = span if at_an_end else unit / 2
    yield from mean(group, quantity.name, numbers, shown, half, span, f"{quantity.name} {group}")
    if cell["low"] <= numbers[0] or cell["high"] >= numbers[-1] or at_an_end:
        return
    yield from _width(group, quantity, cell, unit, sizes, asked)


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


def _span(reader):
    return reader.instrument.scale.high - reader.instrument.scale.low


def _profile(reader, quantities):
    for row in reader.table("profile", "overall"):
        answered, cell, _ = row["cells"]
        yield from _answered(reader, quantities[row["key"]], answered)
        yield from _mean(reader, reader.wave, quantities[row["key"]], cell, _span(reader), reader.asked)


def _by_bands(reader, quantities):
    for section in reader.payload["sections"]:
        for table in section["tables"] if section["key"] == "profile" else ():
            if not table["key"].startswith("by_"):
                continue
            band, keys = table["key"][3:], [column["key"] for column in table["columns"][1:]]
            for row in table["rows"]:
                for key, cell in zip(keys, row["cells"][1:], strict=True):
                    group = f"{reader.wave} {band}={row['key']}"
                    yield from _mean(reader, group, quantities[key], cell, _span(reader))


def _marks(reader, quantity, key, section):
    """Counts of neighbouring marks that stand together."""
    for row in reader.table(section, key):
        first, last = map(int, row["key"].split("-"))
        if row["cells"][0] is not None:
            values = [value for value in numbers_of(quantity) if first <= value <= last]
            yield count(
                reader.wave, quantity.name, values, about(reader, row["cells"][0]), f"{key} {row['key']}"
            )


def _bands(reader, quantities):
    """Shares of the three bands of the scale."""
    bands = dict(zip(("low", "middle", "high"), bands_of(reader.instrument.scale), strict=True))
    for row in reader.table("items", "items"):
        quantity, cells = quantities[row["key"]], row["cells"]
        yield from _answered(reader, quantity, cells[0])
        for (name, (first, last)), percent in zip(bands.items(), cells[1:4], strict=True):
            if percent is not None:
                values = [value for value in numbers_of(quantity) if first <= value <= last]
                bounds = _of_share(reader, percent, cells[0])
                yield count(reader.wave, quantity.name, values, bounds, f"{row['key']} {name}")


def _of_share(reader, percent, whole):
    """Bounds of the counts, before rounding, that give this percentage of a rounded whole."""
    shown = [part for part in range(0, whole + 1, reader.base) if round(100 * part / whole) == percent]
    return about(reader, shown[0])[0], about(reader, shown[-1])[1]


def _questions(reader, quantities):
    """Choices, and means of counts and marks, of the questions beside the items."""
    for name, part in parts_of(reader.instrument, reader.payload["occasion"]):
        for place, row in enumerate(reader.table("training", name)):
            if row["cells"][0] is not None:
                bounds = about(reader, row["cells"][0])
                yield count(reader.wave, name, [part.choices[place]], bounds, f"{name} {row['key']}")
        for row in reader.table("training", f"{name}.mean"):
            yield from _answered(reader, quantities[name], row["cells"][0])
            yield from _mean(reader, reader.wave, quantities[name], row["cells"][1], part.high - part.low)
