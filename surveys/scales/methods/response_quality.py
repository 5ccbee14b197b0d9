"""Which responses look as if they were given without reading. Flagged, never deleted: results with and without."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from surveys.scales.answers import read_answers
from surveys.scales.domains import scored
from surveys.scales.methods.scores import score
from surveys.scales.results import Result, SurveyRefused

PAIRS = Path(__file__).parent.parent / "contradictions.toml"
STRAIGHT = 6  # items answered alike, a reversed one among them: SURVEYS section 3
LONG_STRING = (
    10  # marks alike in a row; by judgement: two thirds of fifteen items, and more than any two components
)


@dataclass(frozen=True)
class Pair:
    """Two items that contradict each other where their scored answers lie `apart` points or more apart."""

    items: tuple[str, str]
    apart: float
    because: str


@dataclass(frozen=True)
class ResponseQuality(Result):
    """One entry a response, in the order of the rows.

    longest is the longest run of equal marks in the order asked. The flags: straight (all of six or more items
    alike, one of them reversed), long_string (a run of ten or more), contradicts (the pairs that do). flagged has
    any of them. The counts are over all responses; pairs_checked are those that were looked at.
    """

    longest: tuple[int, ...]
    straight: tuple[bool, ...]
    long_string: tuple[bool, ...]
    contradicts: tuple[tuple[str, ...], ...]
    flagged: tuple[bool, ...]
    n: int
    n_flagged: int
    n_straight: int
    n_long_string: int
    n_contradicts: int
    pairs_checked: tuple[str, ...]


@dataclass(frozen=True)
class WithAndWithout(Result):
    """Scores over all responses, and over those without a flag: {domain: DomainScore or Refusal} each."""

    everyone: dict
    unflagged: dict
    n: int
    n_unflagged: int


def response_quality(instrument, answers, *, order=None, pairs=None, long_string=LONG_STRING):
    """The ResponseQuality of a table of answers.

    `order` is one list of item ids a response, as they were asked; without it the order of the file is taken.
    `pairs` are Pairs to look at, by default those kept for the instrument in contradictions.toml.
    """
    read = read_answers(instrument, answers)
    asked = _orders(instrument, read, order)
    values = read.values
    rows = range(len(values))
    table = values.to_numpy()
    at = {name: i for i, name in enumerate(values)}
    longest = tuple(longest_run(table[i, [at[name] for name in asked[i]]]) for i in rows)
    turned = np.array([item.reversed for item in instrument.items])
    straight = tuple(_is_straight(table[i], turned) for i in rows)
    pairs = _known_pairs(instrument) if pairs is None else _checked(pairs, values)
    contradicts = _contradictions(instrument, read, pairs)
    long = tuple(run >= long_string for run in longest)
    flagged = tuple(bool(s or o or c) for s, o, c in zip(straight, long, contradicts, strict=True))
    return ResponseQuality(
        longest=longest,
        straight=straight,
        long_string=long,
        contradicts=contradicts,
        flagged=flagged,
        n=len(values),
        n_flagged=sum(flagged),
        n_straight=sum(straight),
        n_long_string=sum(long),
        n_contradicts=sum(bool(found) for found in contradicts),
        pairs_checked=tuple(_name(pair) for pair in pairs),
    )


def with_and_without(instrument, answers, flagged, **kept):
    """Scores WithAndWithout the flagged responses.

    `flagged` is a ResponseQuality of this table, or one entry a response that is true, or not empty, where it has
    a flag. `kept` goes to `score`, and may hold nothing that has one entry a response.
    """
    marks = np.array([bool(mark) for mark in getattr(flagged, "flagged", flagged)], dtype=bool)
    if len(marks) != len(answers):
        raise SurveyRefused(
            f"The flags are of {len(marks)} responses, the table has {len(answers)}",
            remedy="Hand in the flags of this table.",
        )
    clean = answers[~marks]
    return WithAndWithout(
        everyone=score(instrument, answers, **kept),
        unflagged=score(instrument, clean, **kept),
        n=len(answers),
        n_unflagged=len(clean),
    )


def longest_run(marks):
    """The longest run of equal marks in a row, of an array; those left out are passed over."""
    marks = marks[~np.isnan(marks)]
    if not len(marks):
        return 0
    breaks = np.flatnonzero(np.diff(marks)) + 1
    return int(np.diff([0, *breaks, len(marks)]).max())


def _is_straight(marks, turned):
    there = ~np.isnan(marks)
    return bool(there.sum() >= STRAIGHT and turned[there].any() and np.ptp(marks[there]) == 0)


def _orders(instrument, read, order):
    ids = [item.id for item in instrument.items]
    if order is None:
        return [ids] * len(read.values)
    for row, asked in zip(read.values.index, order, strict=False):
        if sorted(asked) != sorted(ids):
            raise SurveyRefused(
                "An order does not name every item once", where=f"row {row}", remedy="List all item ids."
            )
    if len(order) != len(read.values):
        raise SurveyRefused("There is not one order a response", remedy="Give one list of item ids a row.")
    return order


def _contradictions(instrument, read, pairs):
    """For each response, the names of the pairs it contradicts itself in."""
    turned = scored(instrument.items, read, instrument.scale)
    found = [[] for _ in range(len(turned))]
    for pair in pairs:
        apart = (turned[pair.items[0]] - turned[pair.items[1]]).abs() >= pair.apart
        for row in np.flatnonzero(apart):
            found[row].append(_name(pair))
    return tuple(tuple(names) for names in found)


def _name(pair):
    return " and ".join(pair.items)


def _checked(pairs, values: pd.DataFrame):
    for pair in pairs:
        if strange := [name for name in pair.items if name not in values]:
            raise SurveyRefused(
                "A pair names an item that is not there", where=strange[0], remedy="Mend its id."
            )
    return tuple(pairs)


def _known_pairs(instrument):
    ids = {item.id for item in instrument.items}
    return tuple(pair for key, pair in _read_pairs() if key == instrument.key and set(pair.items) <= ids)


@cache
def _read_pairs():
    entries = tomllib.loads(PAIRS.read_text(encoding="utf-8"))["pair"]
    return tuple((e["instrument"], Pair(tuple(e["items"]), e["apart"], e["because"])) for e in entries)
