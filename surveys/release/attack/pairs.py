"""The tables that set two surveys beside each other, and of whose answers each mean in them is.

An earlier survey with this one, and the occasions of a training session: whichever of the two surveys somebody wants
to know of, one column of the table is about it. Whoever attacks is taken to know every answer to the other one.
"""

from dataclasses import dataclass

import pandas as pd

from surveys.release.attack.known import (
    agreement_quantity,
    agreement_shares,
    as_numbers,
    question_quantity,
    score_quantity,
)
from surveys.release.changes import paired
from surveys.scales.answers import question_columns, read_answers, read_marks
from surveys.scales.domains import domains, respondents_scores
from surveys.scales.methods.waves import asked_both_times
from surveys.scales.results import SurveyRefused
from surveys.scales.versions import bridged_items

COLUMNS = (0, 1)  # of the earlier survey's mean and the later one's


@dataclass(frozen=True)
class Mean:
    """One row of a table, as it is about one of the two surveys.

    column: the cell's place; quantity: what was answered, by `values`, a Series of one number a response, NaN where
    there is none; places: the responses the mean is of, if they have a number.
    """

    section: str
    table: str
    key: str
    column: int
    quantity: object
    values: pd.Series
    places: frozenset

    @property
    def group(self):
        return f"{self.section}.{self.table} {self.key}"


def means_about(material, fielding):
    """[Mean] of every table of changes in a release that is about the answers to this Fielding."""
    found = []
    for section, table, pair, rows in _tables(material):
        for column, side in zip(COLUMNS, _sides(pair), strict=True):
            if side is fielding:
                found += [
                    _mean(section, table, pair, key, column, measured) for key, measured in rows.items()
                ]
    return found


def answers_beside(means, number):
    """[{quantity: value}] of each of so many responses: what is true of the quantities of these Means."""
    columns = {mean.quantity.name: as_numbers(mean.values) for mean in means}
    return [{name: values[place] for name, values in columns.items()} for place in range(number)]


def _tables(material):
    """(section, table, Pair, {row: [(Quantity, values) before and after]}) of the tables of changes."""
    if material.earlier is not None:
        pair = paired(material.earlier, material.wave, material.names.get("area"))
        yield "compared", "components", pair, _components(pair, material.bridge)
    before, *later = material.instrument.occasions or ("",)
    for occasion in later if before in material.occasions else ():
        if occasion in material.occasions:
            pair = paired(material.occasions[before], material.occasions[occasion])
            last = occasion == material.instrument.occasions[-1]
            measured = _components(pair) | _scenarios(pair, material.rules)
            yield "training", "learning_later" if last else "learning", pair, measured
            if last:
                yield "training", "behaviour", pair, _behaviour(pair)


def _mean(section, table, pair, key, column, measured):
    quantity, values = measured[column]
    return Mean(section, table, key, column, quantity, values, _places(pair, column, measured))


def _places(pair, which, measured):
    """Whoever knows all but these answers knows whose own codes agree, and which of them have a number elsewhere."""
    labels = pair.teams[which if pair.linked is None else 0]
    if pair.linked is None:
        number = _sides(pair)[which].n
        return frozenset(i for i in range(number) if labels is None or labels[i] is not None)
    known = [both for both in pair.linked if labels is None or labels[both[0]] is not None]
    other = measured[1 - which][1]
    return frozenset(
        both[which] for both in known if other.iloc[both[1 - which]] == other.iloc[both[1 - which]]
    )


def _components(pair, bridge=None):
    try:
        joined = bridged_items(pair.before.instrument, pair.after.instrument, bridge)
    except SurveyRefused:  # then the release refuses them as well
        return {}
    occasions = pair.before.occasion, pair.after.occasion
    asked = asked_both_times(joined, occasions if any(occasions) else None)
    return {
        key: [
            _score(pair, key, side, [items[place] for items in both])
            for place, side in enumerate(_sides(pair))
        ]
        for key, both in asked.items()
    }


def _sides(pair):
    return pair.before, pair.after


def _score(pair, key, fielding, items):
    """A component's score, by name that of all its statements, or of those that were asked both times."""
    scale = fielding.instrument.scale
    whole = domains(fielding.instrument, "component", fielding.occasion)[key]
    names = [item.id for item in items]
    name = key if names == [item.id for item in whole] else f"{key} of {' '.join(names)}"
    scores = respondents_scores(items, read_answers(fielding.instrument, fielding.answers), scale)
    if pair.polarity(key) != "enabler":
        scores = scale.low + scale.high - scores
    return score_quantity(name, items, scale), scores


def _scenarios(pair, rules):
    right = (rules or {}).get("answers", {})
    if not right:
        return {}
    return {"scenarios": [_shares(one, right) for one in _sides(pair)]}


def _shares(fielding, right):
    shares = agreement_shares(fielding.instrument, fielding.answers, right, occasion=fielding.occasion)
    most = fielding.answers[list(right)].notna().sum(axis=1).max()
    return agreement_quantity(int(most)), shares


def _behaviour(pair):
    asked = pair.before.instrument.asked_on(pair.before.instrument.questions, pair.before.occasion)
    question = next((one for one in asked if one.about.startswith("behaviour")), None)
    if question is None:
        return {}
    name, part = question_columns(question)[0], question.parts[0]
    quantity = question_quantity(name, part)
    return {"behaviour": [(quantity, read_marks(one.instrument, one.answers, name)) for one in _sides(pair)]}
