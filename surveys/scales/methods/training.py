"""A training session by level: reaction, learning and self-reported behaviour, Kirkpatrick's first three of four."""

from dataclasses import dataclass

from surveys.scales.answers import question_columns, read_marks
from surveys.scales.intervals import ALPHA, Mean, mean_interval
from surveys.scales.methods.knowledge import Knowledge, agreement_shares, knowledge
from surveys.scales.methods.waves import (
    Change,
    Side,
    compare_waves,
    linked_change,
    linked_rows,
    unlinked_change,
    with_holm,
)
from surveys.scales.results import Refusal, Result, SurveyRefused

FOURTH = "What happens to cases, the fourth level, is for a trial: none of this shows it."
UNPROVEN = "That parallel forms are equally hard is not shown; they are balanced over officers."
BEFORE, AFTER, LATER = 0, 1, 2


@dataclass(frozen=True)
class Learning(Result):
    """What changed from before to one later occasion: components, and the share of scenarios agreeing.

    p_holm allows for all of them together.
    """

    occasion: str
    components: dict[str, Change | Refusal]
    scenarios: Change | Refusal


@dataclass(frozen=True)
class TrainingLevels(Result):
    """The three levels. `reaction` is {column: Mean}; `knowledge` {occasion: Knowledge}, once rules are recorded.

    `behaviour` is the change of the self-reported count from before to the last occasion. `linked` says whether
    each comparison followed persons.
    """

    reaction: dict[str, Mean | Refusal]
    learning: tuple[Learning, ...]
    knowledge: dict[str, Knowledge | Refusal]
    behaviour: Change | Refusal
    linked: dict[str, bool]
    notes: tuple[str, ...]


def training_levels(instrument, answers, *, links=None, key=None, alpha=ALPHA):
    """The TrainingLevels of one instrument asked before, straight after and some weeks later.

    `answers` is {occasion: table}, of the instrument's own occasions; one that was not fielded may lack, and is
    refused in words where it is needed. `links` is {later occasion: [(row label before, row label then)]} by own
    code; what has none is reported unlinked. `key` is the scenarios' right choices by the force's recorded rules.
    """
    occasions = _checked(instrument, answers)
    links = links or {}
    later = [o for o in occasions[AFTER:] if o in answers]
    return TrainingLevels(
        reaction=_reaction(instrument, answers, occasions[AFTER], alpha),
        learning=tuple(
            _learning(instrument, answers, occasions[BEFORE], o, links.get(o), key, alpha) for o in later
        ),
        knowledge={o: _knowledge(instrument, answers[o], o, key, alpha) for o in occasions if o in answers},
        behaviour=_behaviour(instrument, answers, occasions, links.get(occasions[LATER]), alpha),
        linked={o: o in links for o in later},
        notes=(FOURTH, UNPROVEN),
    )


def _checked(instrument, answers):
    if len(instrument.occasions) != 3:
        raise SurveyRefused(
            f"{instrument.key} is not asked on three occasions",
            remedy="Use oocr_training, or one built like it.",
        )
    if strange := [o for o in answers if o not in instrument.occasions]:
        raise SurveyRefused(
            "There is no such occasion",
            where=str(strange[0]),
            remedy=f"Use {', '.join(instrument.occasions)}.",
        )
    return instrument.occasions


def _reaction(instrument, answers, after, alpha):
    asked = [q for q in instrument.asked_on(instrument.questions, after) if q.about.startswith("reaction")]
    found = {}
    for question in asked:
        column, part = question_columns(question)[0], question.parts[0]
        if after not in answers:
            found[column] = Refusal("Nothing was asked straight after the session.", "Field that occasion.")
            continue
        marks = read_marks(instrument, answers[after], column)
        found[column] = mean_interval(marks, bounds=(part.low, part.high), alpha=alpha)
    return found


def _learning(instrument, answers, before, occasion, links, key, alpha):
    missing = Refusal("Nothing was asked before the session.", "Without it no change can be told.")
    if before not in answers:
        return Learning(occasion, {}, missing)
    sides = Side(instrument, answers[before]), Side(instrument, answers[occasion])
    components = compare_waves(*sides, linked=links, occasion=(before, occasion), alpha=alpha)
    if not key:
        unscored = Refusal("The force has not recorded its rules for the scenarios.", "Record them first.")
        return Learning(occasion, components, unscored)
    shares = [agreement_shares(instrument, answers[o], key, occasion=o) for o in (before, occasion)]
    change = _change("scenarios", shares, links, answers[before], answers[occasion], alpha)
    together = with_holm(components | {"scenarios": change})
    return Learning(occasion, {key: together[key] for key in components}, together["scenarios"])


def _change(name, values, links, before, after, alpha):
    arrays = [v.to_numpy(float) for v in values]
    if links is None:
        found = unlinked_change(name, (), arrays, alpha=alpha)
    else:
        rows = linked_rows(links, before, after)
        found = linked_change(name, (), arrays[0][rows[0]], arrays[1][rows[1]], alpha)
    return with_holm({name: found})[name]


def _knowledge(instrument, answers, occasion, key, alpha):
    if not key:
        return Refusal("The force has not recorded its rules for the scenarios.", "Record them first.")
    return knowledge(instrument, answers, key, occasion=occasion, alpha=alpha)


def _behaviour(instrument, answers, occasions, links, alpha):
    first, last = occasions[BEFORE], occasions[LATER]
    asked = [q for q in instrument.asked_on(instrument.questions, first) if q.about.startswith("behaviour")]
    if not asked:
        return Refusal("The instrument does not ask about the behaviour.", "Ask for it before and later.")
    if first not in answers or last not in answers:
        return Refusal("Behaviour was not asked before and some weeks later.", "Field both occasions.")
    column = question_columns(asked[0])[0]
    marks = [read_marks(instrument, answers[o], column) for o in (first, last)]
    return _change(column, marks, links, answers[first], answers[last], alpha)
