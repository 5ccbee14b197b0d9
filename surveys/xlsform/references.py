"""Conditions in the names of a form, put into the keys and words of an instrument."""

import re
from dataclasses import dataclass, field

from cjnudge.cases.extract.header import shown
from surveys.scales.conditions import Compare, Selected, changed, parse_condition, written


@dataclass(frozen=True)
class Answer:
    """What a name of the form became: the key of its answer, whether it may be a number, {name: words} of the others.

    `ticks` are, for a question of several answers, {name of the choice: key of the question that became of it}.
    """

    key: str
    numbers: bool
    words: dict = field(default_factory=dict)
    ticks: dict = field(default_factory=dict)


YES, NO = "yes", "no"


class NotAsked(ValueError):
    """A condition that asks about what is not there."""


def in_our_words(relevant, answers):
    """The condition as the instrument holds it; NotAsked says what cannot be found."""
    return written(changed(parse_condition(relevant), lambda leaf: _leaf(leaf, answers)))


def _leaf(leaf, answers):
    answer = answers.get(leaf.name)
    if answer is None:
        raise NotAsked(f"no row is named “{shown(leaf.name)}”: mend the name")
    if answer.ticks:
        return _tick(leaf, answer)
    value = leaf.value if isinstance(leaf.value, str) else _plain(leaf.value)
    if value in answer.words and (isinstance(leaf, Selected) or leaf.sign in ("=", "!=")):
        return _with_value(leaf, answer.key, _quotable(answer.words[value]))
    if (answer.numbers and _is_number(value)) or value == "":
        return _with_value(leaf, answer.key, leaf.value)
    raise NotAsked(f"“{shown(value)}” is no name among the answers of “{shown(leaf.name)}”: {_names(answer)}")


def _tick(leaf, answer):
    """`selected` of one answer among several: whether its own question was answered with yes."""
    if not isinstance(leaf, Selected):
        raise NotAsked(f"several answers may be given to “{shown(leaf.name)}”: ask with selected(…)")
    if leaf.value not in answer.ticks:
        raise NotAsked(
            f"“{shown(leaf.value)}” is no name among the answers of “{shown(leaf.name)}”: {_names(answer)}"
        )
    return Compare(answer.ticks[leaf.value], "=", YES)


def _quotable(words):
    if "'" in words and '"' in words:
        raise NotAsked(
            f"“{shown(words)}” has both kinds of quotes, and no condition can name it: take one out"
        )
    return words


def _with_value(leaf, key, value):
    return Selected(key, value) if isinstance(leaf, Selected) else Compare(key, leaf.sign, value)


def _plain(number):
    return str(int(number)) if number == int(number) else str(number)


def _is_number(value):
    return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def _names(answer):
    names = [shown(name) for name in (*answer.ticks, *answer.words)]
    if answer.numbers:
        names.append("a number")
    return "write " + (
        " or ".join(names[:12]) if names else "a condition on another row: this one is a free text"
    )


def in_names(relevant, names):
    """The condition as a form writes it; names: {key: {words: name of the choice}}."""
    return written(changed(parse_condition(relevant), lambda leaf: _named(leaf, names)))


def _named(leaf, names):
    value = names.get(leaf.name, {}).get(leaf.value, leaf.value)
    return _with_value(leaf, leaf.name, value)
