"""Reads a rule set from JSON, as it is stored and as a person may send it."""

import json

from .conditions import Condition
from .rules import FORMAT, Rule, RuleSet

LARGEST = 400_000  # characters: sixty rules with lists of three hundred offences have 300,000


class RulesUnreadable(ValueError):
    """The text is no rule set; the words say where and what to do."""


def read_rules(text):
    """The RuleSet that a JSON text holds; its values are not judged here: `faults` does."""
    if len(text) > LARGEST:
        raise RulesUnreadable(f"The rules are longer than {LARGEST:,} characters: shorten them.")
    body = _object(_parsed(text), "The file", {"format", "rules"})
    if type(body["format"]) is not int or body["format"] != FORMAT:
        raise RulesUnreadable(f'The rules are of another format: write "format": {FORMAT}.')
    return RuleSet(tuple(_rule(one, number) for number, one in enumerate(_list(body["rules"], "rules"), 1)))


def _parsed(text):
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_without_repeats)
    except RulesUnreadable:
        raise
    except (ValueError, RecursionError) as problem:
        line = f" Line {problem.lineno}." if isinstance(problem, json.JSONDecodeError) else ""
        raise RulesUnreadable(
            f"The file is not JSON.{line} Start from the example or a downloaded version."
        ) from None


def _no_number(name):
    raise RulesUnreadable(f"{name} is no number: write a whole one.")


def _without_repeats(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise RulesUnreadable("A name stands twice in one pair of braces: leave one of the two out.")
    return dict(pairs)


def _rule(value, number):
    where = f"Rule {number}"
    body = _object(value, where, {"result", "reason", "conditions"}, {"if_missing"})
    conditions = tuple(_condition(one, where) for one in _list(body["conditions"], "conditions"))
    return Rule(
        _text(body["result"], where, "result"),
        _text(body["reason"], where, "reason"),
        conditions,
        _text(body.get("if_missing", "unknown"), where, "if_missing"),
    )


def _condition(value, where):
    body = _object(value, where, {"field", "operator"}, {"value"})
    given = body.get("value")
    if isinstance(given, (dict, float, bool)):
        raise RulesUnreadable(f"{where}: a value is a text, a whole number or a list of those.")
    if isinstance(given, list):
        given = tuple(_item(one, where) for one in given)
    return Condition(_text(body["field"], where, "field"), _text(body["operator"], where, "operator"), given)


def _item(value, where):
    if isinstance(value, str) or type(value) is int:
        return value
    raise RulesUnreadable(f"{where}: a list holds texts or whole numbers.")


def _object(value, where, needed, allowed=frozenset()):
    if not isinstance(value, dict) or not needed <= set(value) <= needed | allowed:
        names = ", ".join(f'"{name}"' for name in sorted(needed | allowed))
        raise RulesUnreadable(f"{where} must have {names}, and nothing else.")
    return value


def _list(value, name):
    if not isinstance(value, list):
        raise RulesUnreadable(f'"{name}" must be a list in square brackets.')
    return value


def _text(value, where, name):
    if not isinstance(value, str):
        raise RulesUnreadable(f'{where}: "{name}" must be a text in double quotes.')
    return value
