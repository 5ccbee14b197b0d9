"""When a question is asked: conditions such as `${t1.1} != 'never' and ${b1} > 3`, read, checked and answered.

The grammar is the part of XLSForm's that forms of this kind need: `=`, `!=`, `<`, `>`, `selected(${name}, 'choice')`,
`and`, `or` and brackets, with a name on the left and a number or a text in quotes on the right. As in XPath 1.0
(W3C 1999, 3.4 and 3.7), which XLSForm takes them from, `and` binds closer than `or`, what is unanswered is the empty
text, and a word is no number: `<`, `>` and `=` do not hold for it.
"""

import math
import operator
import re
from dataclasses import dataclass, replace
from functools import cache

LONGEST = 1000  # characters; a condition that a person can check has far fewer
DEEPEST = 20  # brackets within brackets
WORDS_AND_SIGNS = "Write for example ${b1} > 3 and ${t1.1} != 'never'."
_TOKEN = re.compile(
    r"""\s*(?:(?P<name>\$\{\s*(?P<named>[^\s{}]+)\s*\})|(?P<text>'[^']*'|"[^"]*")|(?P<number>-?\d{1,9}(?:\.\d{1,9})?)"""
    r"""|(?P<sign><=|>=|!=|[=<>(),])|(?P<word>[A-Za-z_][\w-]*)|(?P<strange>\S))"""
)
_NUMBER = re.compile(r"\s*-?[0-9]+(\.[0-9]+)?\s*")
_SIGNS = {"=": operator.eq, "!=": operator.ne, "<": operator.lt, ">": operator.gt}
_WITHOUT = {"<=": "“at most 4” is “< 5”", ">=": "“at least 5” is “> 4”"}


class ConditionRefused(ValueError):
    """A condition that cannot be read: which character (from 1), why, and how to mend it."""

    def __init__(self, at, reason, remedy):
        self.at, self.reason, self.remedy = at, reason, remedy
        super().__init__(f"at character {at}: {reason} {remedy}")


@dataclass(frozen=True)
class Compare:
    """`${name} sign value`; the value is a number (float) or a text."""

    name: str
    sign: str
    value: float | str


@dataclass(frozen=True)
class Selected:
    """`selected(${name}, 'choice')`."""

    name: str
    value: str


@dataclass(frozen=True)
class Joined:
    """Terms joined by "and" or by "or"."""

    word: str
    terms: tuple


def evaluate(condition, answers):
    """Whether a condition (text, or as `parse_condition` reads it) holds; answers: {key: number, word, or words}.

    An empty condition holds. What was not answered may be absent.
    """
    if condition == "":
        return True
    return _holds(parse_condition(condition) if isinstance(condition, str) else condition, answers)


def named(condition):
    """The names a condition asks about, each once, in their order."""
    if condition == "":
        return ()
    return tuple(dict.fromkeys(leaf.name for leaf in leaves(condition)))


def leaves(condition):
    """Its comparisons, from left to right."""
    found = parse_condition(condition) if isinstance(condition, str) else condition
    return [leaf for term in found.terms for leaf in leaves(term)] if isinstance(found, Joined) else [found]


def changed(condition, change):
    """The condition with change(leaf) in place of each comparison."""
    if isinstance(condition, Joined):
        return replace(condition, terms=tuple(changed(term, change) for term in condition.terms))
    return change(condition)


def written(condition):
    """The condition as text, in one spelling."""
    if isinstance(condition, Joined):
        return f" {condition.word} ".join(_bracketed(term, condition.word) for term in condition.terms)
    if isinstance(condition, Selected):
        return f"selected(${{{condition.name}}}, {_quoted(condition.value)})"
    value = condition.value
    shown = _quoted(value) if isinstance(value, str) else f"{value:.10f}".rstrip("0").rstrip(".")
    return f"${{{condition.name}}} {condition.sign} {shown}"


def both(first, second):
    """The condition that two hold; either may be empty."""
    given = [parse_condition(one) for one in (first, second) if one]
    return written(Joined("and", tuple(given)) if len(given) == 2 else given[0]) if given else ""


@cache
def parse_condition(text):
    """The condition as Compare, Selected or Joined; ConditionRefused says where and why not."""
    if len(text) > LONGEST:
        raise ConditionRefused(LONGEST, f"It is longer than {LONGEST} characters.", "Split the question.")
    return _Reader(text).whole()


def _holds(condition, answers):
    if isinstance(condition, Joined):
        return (all if condition.word == "and" else any)(_holds(term, answers) for term in condition.terms)
    answer = answers.get(condition.name, "")
    if isinstance(condition, Selected):
        return condition.value in (answer if isinstance(answer, list | tuple) else (str(answer),))
    if condition.sign in "<>" or not isinstance(condition.value, str):
        return _SIGNS[condition.sign](_number(answer), _number(condition.value))
    return _SIGNS[condition.sign](str(answer), condition.value)


def _number(value):
    """A number, or NaN for a word: only != holds for it."""
    counts = not isinstance(value, str | list | tuple) or (
        isinstance(value, str) and _NUMBER.fullmatch(value)
    )
    return float(value) if counts else math.nan


def _quoted(text):
    return f'"{text}"' if "'" in text else f"'{text}'"


def _bracketed(term, outside):
    text = written(term)
    return f"({text})" if isinstance(term, Joined) and (term.word, outside) != ("and", "or") else text


class _Reader:
    """Reads one text from left to right; `ahead` is the next (kind, words, place)."""

    def __init__(self, text):
        found = [match for match in _TOKEN.finditer(text) if match.lastgroup]
        self.tokens = [(_kind(match), _words(match), match.start(match.lastgroup) + 1) for match in found]
        self.tokens.append(("end", "", len(text) + 1))
        self.deep = 0

    @property
    def ahead(self):
        return self.tokens[0]

    def take(self):
        return self.tokens.pop(0)

    def whole(self):
        found = self.joined("or", lambda: self.joined("and", self.term))
        kind, words, at = self.ahead
        if kind != "end":
            raise ConditionRefused(at, f"“{words}” cannot stand here.", "Join two comparisons by and or or.")
        return found

    def joined(self, word, part):
        terms = [part()]
        while self.ahead[:2] == ("word", word):
            self.take()
            terms.append(part())
        return terms[0] if len(terms) == 1 else Joined(word, tuple(terms))

    def term(self):
        kind, words, at = self.take()
        if (kind, words) == ("sign", "("):
            return self.bracket(at)
        if kind == "name":
            return self.comparison(words)
        if (kind, words) == ("word", "selected"):
            return self.selected()
        raise ConditionRefused(at, _not_a_term(kind, words), WORDS_AND_SIGNS)

    def bracket(self, at):
        self.deep += 1
        if self.deep > DEEPEST:
            raise ConditionRefused(at, f"More than {DEEPEST} brackets stand in each other.", WORDS_AND_SIGNS)
        found = self.joined("or", lambda: self.joined("and", self.term))
        self.expect(")", "Close the bracket.")
        self.deep -= 1
        return found

    def comparison(self, name):
        kind, sign, at = self.take()
        if kind != "sign" or sign not in _SIGNS:
            remedy = _WITHOUT.get(sign, "Write =, !=, < or > after a name.")
            raise ConditionRefused(at, f"“{sign}” is not read here." if sign else "It ends too soon.", remedy)
        kind, value, at = self.take()
        if kind not in ("number", "text"):
            raise ConditionRefused(
                at, f"After {sign} stands no number and no text.", "Write 3, or 'yes' in quotes."
            )
        if sign in "<>" and kind == "text" and _number(value) != _number(value):
            raise ConditionRefused(at, f"“{value}” is no number.", f"Compare with a number after {sign}.")
        return Compare(name, sign, float(value) if kind == "number" else value)

    def selected(self):
        self.expect("(", "Write selected(${name}, 'choice').")
        name = self.expect_kind("name")
        self.expect(",", "Write selected(${name}, 'choice').")
        value = self.expect_kind("text")
        self.expect(")", "Close the bracket of selected(…).")
        return Selected(name, value)

    def expect(self, sign, remedy):
        kind, words, at = self.take()
        if (kind, words) != ("sign", sign):
            raise ConditionRefused(at, f"“{sign}” is missing.", remedy)

    def expect_kind(self, kind):
        found, words, at = self.take()
        if found != kind:
            raise ConditionRefused(at, "selected(…) is not complete.", "Write selected(${name}, 'choice').")
        return words


def _kind(match):
    return "name" if match["name"] else match.lastgroup


def _words(match):
    if match["name"]:
        return match["named"]
    return match["text"][1:-1] if match["text"] else match[match.lastgroup]


def _not_a_term(kind, words):
    if kind == "end":
        return "It ends too soon."
    if kind == "word":
        return f"“{words}” is not read here: conditions know selected, and, or."
    return f"A comparison does not begin with “{words}”."
