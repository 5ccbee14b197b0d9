"""Whose answer follows from the figures that were let out: a linear programme over all of them together.

The attacker of TRUST section 3.2 knows who answered and where everybody works, reads every table, and may hold the
rows of a researcher extract. Somebody is determined in a quantity when their answer can lie in one part of it alone
(low, middle, high, outside the scale), whatever assignment of answers to people agrees with everything that is shown.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from surveys.release.attack.figures import Figure, Quantity
from surveys.release.attack.programme import Rules
from surveys.release.attack.search import Question, settled, settled_in_fractions

__all__ = ["Exposure", "Figure", "Quantity", "disagreeing", "exposed", "exposed_by_rows", "surely_exposed"]


@dataclass(frozen=True)
class Exposure:
    """People whom nothing tells apart, and the part of a quantity in which the answers of all of them lie.

    proved: False where the solver ran out of time, and the worst is assumed.
    """

    groups: frozenset
    people: int
    quantity: str
    part: str
    proved: bool


def exposed(people, answers, figures, quantities):
    """[Exposure] by the figures alone, each quantity by itself.

    people: [groups of each person], a frozenset of names each; answers: [{quantity: value}] in the same order.
    """
    found = []
    for quantity in quantities:
        about = [figure for figure in figures if figure.quantity == quantity.name]
        found += _exposures(people, answers, about, [quantity])
    return found


def surely_exposed(people, answers, figures, quantities):
    """As `exposed`, but only those found by an attacker who reckons with fractions of people: a quick lower bound."""
    found = []
    for quantity in quantities:
        about = [figure for figure in figures if figure.quantity == quantity.name]
        found += _exposures(people, answers, about, [quantity], look=settled_in_fractions)
    return found


def exposed_by_rows(people, answers, figures, quantities, extracts):
    """[Exposure] by the figures and by extracts together.

    extracts: the groups of whom every row of answers is known, without whose it is.
    """
    names = {quantity.name for quantity in quantities}
    about = [figure for figure in figures if figure.quantity in names]
    return _exposures(people, answers, about, quantities, tuple(extracts))


def _question(kinds, people, answers, figures, quantities, extracts):
    """A sort of answer is one combination of the quantities' values; without an extract every value is a sort."""
    names = [quantity.name for quantity in quantities]
    given = [tuple(answer[name] for name in names) for answer in answers]
    sorts = list(dict.fromkeys(given)) if extracts else [(value,) for value in quantities[0].values]
    place, column = {kind: n for n, kind in enumerate(kinds)}, {sort: n for n, sort in enumerate(sorts)}
    truth = np.zeros((len(kinds), len(sorts)))
    for person, sort in zip(people, given, strict=True):
        truth[place[person], column[sort]] += 1
    parts = {q.name: np.array([q.part_of[sort[n]] for sort in sorts]) for n, q in enumerate(quantities)}
    rules = Rules(
        np.array([[figure.counts(kind) for kind in kinds] for figure in figures]).reshape(
            len(figures), len(kinds)
        ),
        np.array([_weights(figure, sorts, names) for figure in figures]).reshape(len(figures), len(sorts)),
        np.array([figure.low for figure in figures], dtype=float),
        np.array([figure.high for figure in figures], dtype=float),
    )
    known = tuple(_inside(kinds, group) for group in extracts)
    return Question(list(kinds.values()), truth, parts, rules, known)


def _inside(kinds, group):
    return np.array([float(group in kind) for kind in kinds])


def _weights(figure, sorts, names):
    return [figure.weights.get(sort[names.index(figure.quantity)], 0.0) for sort in sorts]


def _exposures(people, answers, figures, quantities, extracts=(), look=settled):
    kinds = Counter(people)
    groups = list(kinds)
    question = _question(kinds, people, answers, figures, quantities, extracts)
    return [
        Exposure(
            groups[case.kind], kinds[groups[case.kind]], case.attribute, str(min(case.possible)), case.proved
        )
        for case in look(question)
    ]


def disagreeing(people, answers, figures):
    """The Figures that the true answers do not agree with: there are none, or the figures were misread.

    answers: [{quantity: value}] in the order of people.
    """
    paired = list(zip(people, answers, strict=True))
    return [
        figure
        for figure in figures
        if not figure.holds([(groups, answer[figure.quantity]) for groups, answer in paired])
    ]
