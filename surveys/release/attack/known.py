"""What an attacker knows beforehand: who answered, where each of them works, and what may have been answered.

The worst is assumed: everybody said truly where they work, and the attacker knows it of every one.
"""

from fractions import Fraction

from surveys.release.attack.figures import Quantity
from surveys.release.material import BANDS
from surveys.release.sections.items import bands_of
from surveys.release.sections.profile import groups_of
from surveys.scales.answers import question_columns, read_answers
from surveys.scales.domains import domains, enabling

OUTSIDE = "outside"
PARTS = ("low", "middle", "high")


def people_of(material, wave):
    """[groups of each response] of a wave by this name: all of it, and one group a band."""
    bands = [groups_of(material, band)[0] for band in BANDS if material.names.get(band)]
    names = [band for band in BANDS if material.names.get(band)]
    return [
        frozenset({wave, *(f"{wave} {name}={one[place]}" for name, one in zip(names, bands, strict=True))})
        for place in range(material.wave.n)
    ]


def scaled_quantities(instrument, occasion=""):
    """The Quantities that follow from the rows of an extract: the items and the scores of the components."""
    beside = {name for name, _ in parts_of(instrument, occasion)}
    return [quantity for quantity in quantities_of(instrument, occasion) if quantity.name not in beside]


def quantities_of(instrument, occasion=""):
    """The Quantities of an instrument: its items, the scores of its components and its questions."""
    scale = instrument.scale
    items = [_item(item.id, scale) for item in instrument.asked_on(instrument.items, occasion)]
    scores = [_score(key, group, scale) for key, group in domains(instrument, "component", occasion).items()]
    return [*items, *scores, *(_question(name, part) for name, part in parts_of(instrument, occasion))]


def parts_of(instrument, occasion=""):
    """[(column, part)] of every question that is answered by a number or a choice."""
    return [
        (name, part)
        for question in instrument.asked_on(instrument.questions, occasion)
        for name, part in zip(question_columns(question), question.parts, strict=True)
        if part.kind != "text"
    ]


def _item(name, scale):
    marks = tuple(range(scale.low, scale.high + 1))
    return Quantity(
        name, (*marks, OUTSIDE), {mark: _part(mark, scale) for mark in marks} | {OUTSIDE: OUTSIDE}
    )


def _part(mark, scale):
    """low, middle or high: the bands of the scale as they are shown; a score between two of them belongs below."""
    return next(
        part for part, (first, _) in zip(PARTS[::-1], bands_of(scale)[::-1], strict=True) if mark >= first
    )


def _score(key, items, scale):
    """A component's score is the mean of the items answered, if half of them are or more."""
    most = len(items)
    found = {
        as_number(Fraction(total, answered))
        for answered in range((most + 1) // 2, most + 1)
        for total in range(answered * scale.low, answered * scale.high + 1)
    } | {
        as_number(Fraction(total, answered))  # fewer are enough where the others do not apply
        for answered in range(1, (most + 1) // 2)
        for total in range(answered * scale.low, answered * scale.high + 1)
    }
    values = tuple(sorted(found))
    return Quantity(key, (*values, OUTSIDE), {one: _part(one, scale) for one in values} | {OUTSIDE: OUTSIDE})


def _question(name, part):
    if part.kind == "choice":
        return Quantity(name, (*part.choices, OUTSIDE), {one: one for one in (*part.choices, OUTSIDE)})
    marks = tuple(range(part.low, part.high + 1))
    return Quantity(name, (*marks, OUTSIDE), {one: _part(one, part) for one in marks} | {OUTSIDE: OUTSIDE})


def as_number(value):
    """A score as it is compared: to nine decimals, a whole one as an int."""
    found = round(float(value), 9)
    return int(found) if found == int(found) else found


def answers_of(fielding):
    """[{quantity: value}] of every response: what is true, and the attacker wants to know."""
    instrument, occasion = fielding.instrument, fielding.occasion
    read = read_answers(instrument, fielding.answers)
    columns = {
        item.id: _numbers(read.values[item.id]) for item in instrument.asked_on(instrument.items, occasion)
    }
    for key, group in domains(instrument, "component", occasion).items():
        columns[key] = _numbers(enabling(group, read, instrument.scale))
    for name, part in parts_of(instrument, occasion):
        columns[name] = [_given(value, part) for value in fielding.answers[name]]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _numbers(series):
    return [OUTSIDE if value != value else as_number(value) for value in series]  # NaN is unlike itself


def _given(value, part):
    if part.kind == "choice":
        return value if value in part.choices else OUTSIDE
    return value if isinstance(value, int) else OUTSIDE
