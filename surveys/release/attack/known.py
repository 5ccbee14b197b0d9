"""What an attacker knows beforehand: who answered, where each of them works, and what may have been answered.

The worst is assumed: everybody said truly where they work, and the attacker knows it of every one.
"""

from fractions import Fraction

from surveys.release.attack.figures import Quantity, within
from surveys.release.changes import paired
from surveys.release.material import BANDS
from surveys.release.sections.items import bands_of
from surveys.release.sections.profile import groups_of
from surveys.release.sections.weighted import raked_of
from surveys.scales.answers import question_columns, read_answers
from surveys.scales.domains import domains, enabling
from surveys.scales.methods.knowledge import agreement_shares

OUTSIDE = "outside"
AGREEMENT = "agreement"
PARTS = ("low", "middle", "high")


def people_of(material, wave):
    """[groups of each response] of a wave by this name: all of it, one a band, and who is beside an earlier wave."""
    bands = [groups_of(material, band)[0] for band in BANDS if material.names.get(band)]
    names = [band for band in BANDS if material.names.get(band)]
    compared = _compared(material)
    return [
        frozenset({wave, *(f"{wave} {name}={one[place]}" for name, one in zip(names, bands, strict=True)),
                   *(f"{wave} compared {key}" for key, places in compared.items() if place in places)})
        for place in range(material.wave.n)
    ]  # fmt: skip


def _compared(material):
    """{component: places of the responses that its change since the earlier wave is told of, if they have a score}.

    Whoever knows all but the answers knows whose own codes agree. Statements that were changed in between are another
    quantity than the component's score: nothing is read of them.
    """
    wave, earlier = material.wave, material.earlier
    if earlier is None or earlier.instrument.items != wave.instrument.items:
        return {}
    pair = paired(earlier, wave, material.names.get("area"))
    if pair.linked is None:
        teams = pair.teams[1] or [""] * wave.n
        here = {place for place, team in enumerate(teams) if team is not None}
        return dict.fromkeys(wave.scores, here)
    teams = pair.teams[0] or [""] * earlier.n
    known = [(there, here) for there, here in pair.linked if teams[there] is not None]
    return {
        key: {here for there, here in known if scores.iloc[there] == scores.iloc[there]}
        for key, scores in earlier.scores.items()
    }


def weights_of(material, people, wave):
    """{groups of somebody in the wave: the weight of their answers}; {} where nothing was weighted."""
    raked = raked_of(material)
    if not raked:
        return {}
    return {within(groups, wave): weight for groups, weight in zip(people, raked.weights, strict=True)}


def scaled_quantities(instrument, occasion=""):
    """The Quantities that follow from the rows of an extract: the items and the scores of the components."""
    scale = instrument.scale
    items = [_item(item.id, scale) for item in instrument.asked_on(instrument.items, occasion)]
    scores = [_score(key, group, scale) for key, group in domains(instrument, "component", occasion).items()]
    return [*items, *scores]


def quantities_of(instrument, occasion=""):
    """The Quantities of an instrument: its items, the scores of its components, its questions and its short cases."""
    questions = [_question(name, part) for name, part in parts_of(instrument, occasion)]
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
    return _numbers(shares)


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
        item.id: _numbers(read.values[item.id]) for item in instrument.asked_on(instrument.items, occasion)
    }
    for key, group in domains(instrument, "component", occasion).items():
        columns[key] = _numbers(enabling(group, read, instrument.scale))
    for name, part in parts_of(instrument, occasion):
        columns[name] = [_given(value, part) for value in fielding.answers[name]]
    for case in instrument.asked_on(instrument.scenarios, occasion):
        columns[case.id] = [
            value if value in case.choices else OUTSIDE for value in fielding.answers[case.id]
        ]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _numbers(series):
    return [OUTSIDE if value != value else as_number(value) for value in series]  # NaN is unlike itself


def _given(value, part):
    if part.kind == "choice":
        return value if value in part.choices else OUTSIDE
    return value if isinstance(value, int) else OUTSIDE
