"""What may have been answered, as an attacker knows it beforehand, and what was."""

from fractions import Fraction

from surveys.release.attack.figures import Quantity
from surveys.release.sections.items import bands_of
from surveys.scales.answers import question_columns, read_answers
from surveys.scales.domains import domains, enabling
from surveys.scales.methods.knowledge import agreement_shares

OUTSIDE = "outside"
AGREEMENT = "agreement"
PARTS = ("low", "middle", "high")


def scaled_quantities(instrument, occasion=""):
    """The Quantities that follow from the rows of an extract: the items and the scores of the components."""
    scale = instrument.scale
    items = [_item(item.id, scale) for item in instrument.asked_on(instrument.items, occasion)]
    scores = [
        score_quantity(key, group, scale) for key, group in domains(instrument, "component", occasion).items()
    ]
    return [*items, *scores]


def quantities_of(instrument, occasion=""):
    """The Quantities of an instrument: its items, the scores of its components, its questions and its short cases."""
    questions = [question_quantity(name, part) for name, part in parts_of(instrument, occasion)]
    cases = [_choice(case.id, case.choices) for case in instrument.asked_on(instrument.scenarios, occasion)]
    return [*scaled_quantities(instrument, occasion), *questions, *cases]


def agreement_quantity(cases):
    """The Quantity of an officer's share of the cases judged as the rules have it, of this many cases or fewer."""
    found = {as_number(Fraction(right, of)) for of in range(1, cases + 1) for right in range(of + 1)}
    part_of = {
        share: PARTS[(share > 1 / 3) + (share > 2 / 3)] for share in found
    }  # thirds, as no page draws lines
    return Quantity(AGREEMENT, (*sorted(found), OUTSIDE), part_of | {OUTSIDE: OUTSIDE})


def agreements_of(material):
    """[share of each response of the cases judged as the force's rules have it]: answers to agreement_quantity."""
    asked = {
        c.id for c in material.instrument.asked_on(material.instrument.scenarios, material.wave.occasion)
    }
    rules = (material.rules or {}).get("answers", {})
    right = {key: choice for key, choice in rules.items() if key in asked}
    shares = agreement_shares(
        material.instrument, material.wave.answers, right, occasion=material.wave.occasion
    )
    return as_numbers(shares)


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


def score_quantity(name, items, scale):
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
    return Quantity(name, (*values, OUTSIDE), {one: _part(one, scale) for one in values} | {OUTSIDE: OUTSIDE})


def question_quantity(name, part):
    """The Quantity of one part of a question: its choices, or its marks."""
    if part.kind == "choice":
        return _choice(name, part.choices)
    marks = tuple(range(part.low, part.high + 1))
    return Quantity(name, (*marks, OUTSIDE), {one: _part(one, part) for one in marks} | {OUTSIDE: OUTSIDE})


def _choice(name, choices):
    return Quantity(name, (*choices, OUTSIDE), {one: one for one in (*choices, OUTSIDE)})


def as_number(value):
    """A score as it is compared: to nine decimals, a whole one as an int."""
    found = round(float(value), 9)
    return int(found) if found == int(found) else found


def answers_of(fielding):
    """[{quantity: value}] of every response: what is true, and the attacker wants to know."""
    instrument, occasion = fielding.instrument, fielding.occasion
    read = read_answers(instrument, fielding.answers)
    columns = {
        item.id: as_numbers(read.values[item.id]) for item in instrument.asked_on(instrument.items, occasion)
    }
    for key, group in domains(instrument, "component", occasion).items():
        columns[key] = as_numbers(enabling(group, read, instrument.scale))
    for name, part in parts_of(instrument, occasion):
        columns[name] = [_given(value, part) for value in fielding.answers[name]]
    for case in instrument.asked_on(instrument.scenarios, occasion):
        columns[case.id] = [
            value if value in case.choices else OUTSIDE for value in fielding.answers[case.id]
        ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def as_numbers(series):
    """[number of each response], OUTSIDE where it gave none."""
    return [OUTSIDE if value != value else as_number(value) for value in series]  # NaN is unlike itself


def _given(value, part):
    if part.kind == "choice":
        return value if value in part.choices else OUTSIDE
    return value if isinstance(value, int) else OUTSIDE
