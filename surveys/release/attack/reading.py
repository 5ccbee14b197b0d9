"""From a payload to the figures in it, as tight as anybody can read them who knows how the policy rounds.

Read are all figures that are sums over people; `coverage` says which columns these are, and why the others are not.
"""

from surveys.release.attack.beside import beside_of
from surveys.release.attack.decisions import figures_of_decisions
from surveys.release.attack.figures import count
from surveys.release.attack.known import parts_of
from surveys.release.attack.pairs import means_about
from surveys.release.attack.people import people_beside, people_of, weights_of
from surveys.release.attack.reader import (
    Reader,
    about,
    answered_bounds,
    given,
    numbers_of,
    read_answered,
    read_mean,
    share_bounds,
    sizes_of,
)
from surveys.release.policy import percent
from surveys.release.sections.items import bands_of
from surveys.release.tables import table_of


def reader_of(material, payload, wave):
    """The Reader of a wave's payload for whoever knows everything of its material but the answers."""
    people = people_of(material, wave)
    return Reader(
        payload,
        material.instrument,
        wave,
        sizes_of(people),
        material.whole,
        weights_of(material, people, wave),
        tuple(people),
        tuple(means_about(material, material.wave)),
    )


def reader_beside(material, payload, wave, fielding):
    """The Reader of a payload for whoever wants to know the answers to another survey that it sets its own beside.

    fielding: the earlier one, or another occasion of a session; people: people.people_beside.
    """
    people, means = people_beside(material, wave, fielding), tuple(means_about(material, fielding))
    return Reader(payload, material.instrument, wave, sizes_of(people), people=tuple(people), means=means)


def figures_of(reader):
    """Every Figure of the payload that is a sum over people."""
    found = [*_profile(reader), *_by_bands(reader)]
    for name, quantity in reader.quantities.items():
        found += _marks(reader, quantity, f"item.{name}", "items")
        found += _marks(reader, quantity, f"{name}.marks", "training")
    return [*found, *_bands(reader), *_questions(reader), *beside_of(reader)]


def figures_of_effects(material, payload, wave):
    """What a payload tells of single decisions on cases with varied details."""
    effects = table_of(payload, "vignettes", "effects")
    return figures_of_decisions(material, effects["rows"], wave) if effects else []


def _profile(reader):
    for row in reader.table("profile", "overall"):
        quantity, (answered, cell, _) = reader.quantities[row["key"]], row["cells"]
        yield from read_answered(reader, quantity, answered)
        yield from read_mean(reader, reader.wave, quantity, cell, reader.span, reader.asked)


def _by_bands(reader):
    for section in reader.payload["sections"]:
        for table in section["tables"] if section["key"] == "profile" else ():
            if table["key"].startswith("by_"):
                yield from _by_band(reader, table, table["key"][3:])


def _by_band(reader, table, band):
    keys = [column["key"] for column in table["columns"][1:]]
    for row in table["rows"]:
        for key, cell in zip(keys, row["cells"][1:], strict=True):
            group = f"{reader.wave} {band}={row['key']}"
            yield from read_mean(reader, group, reader.quantities[key], cell, reader.span)


def _marks(reader, quantity, key, section):
    """Counts of neighbouring marks that stand together."""
    for row in reader.table(section, key):
        first, last = map(int, row["key"].split("-"))
        if row["cells"][0] is not None:
            values = [value for value in numbers_of(quantity) if first <= value <= last]
            yield count(
                reader.wave, quantity.name, values, about(reader, row["cells"][0]), f"{key} {row['key']}"
            )


def _bands(reader):
    """Shares of the three bands of the scale."""
    bands = dict(zip(("low", "middle", "high"), bands_of(reader.instrument.scale), strict=True))
    for row in reader.table("items", "items"):
        quantity, cells = reader.quantities[row["key"]], row["cells"]
        yield from read_answered(reader, quantity, cells[0])
        for (name, (first, last)), share in zip(bands.items(), cells[1:4], strict=True):
            if share is not None and cells[0] is not None:
                values = [value for value in numbers_of(quantity) if first <= value <= last]
                bounds = share_bounds(reader, share, cells[0])
                yield count(reader.wave, quantity.name, values, bounds, f"{row['key']} {name}")


def _questions(reader):
    """Choices, and means of counts and marks, of the questions beside the items."""
    for name, part in parts_of(reader.instrument, reader.payload["occasion"]):
        quantity = reader.quantities[name]
        yield from _choices(reader, quantity, part, reader.table("training", name))
        for row in reader.table("training", f"{name}.mean"):
            yield from read_answered(reader, quantity, row["cells"][0])
            yield from read_mean(reader, reader.wave, quantity, row["cells"][1], part.high - part.low)


def _choices(reader, quantity, part, rows):
    for choice, row in zip(part.choices, rows, strict=False):  # no rows where it is hidden
        if row["cells"][0] is not None:
            bounds = about(reader, row["cells"][0])
            yield count(reader.wave, quantity.name, [choice], bounds, f"{quantity.name} {row['key']}")
    yield from _of_how_many(reader, quantity, [row["cells"] for row in rows])


def _of_how_many(reader, quantity, shown):
    """How many answered, where only the shares tell that they were taken of it."""
    shares = [cells for cells in shown if None not in cells]
    wholes = range(reader.base, (reader.payload["answers"] or 0) + 1, reader.base)
    fitting = [of for of in wholes if all(percent(part, of) == share for part, share in shares)]
    if shares and fitting:
        least, most = zip(*(answered_bounds(reader, of) for of in fitting), strict=True)
        yield count(reader.wave, quantity.name, given(quantity), (min(least), max(most)), "of so many")
