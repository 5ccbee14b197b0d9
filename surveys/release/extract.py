"""The researcher extract: the answers to the scaled statements, one row a person, and nothing else of anybody.

No bands, no questions beside the scale, no text, no flags, no code. The order of the rows follows from a secret key
and from what stands in them, so it is the same in every download and says nothing of who came when.
"""

import hmac
import json
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from surveys.scales.answers import NOT_APPLICABLE, WITHHELD, read_answers

CODES_BELOW_100 = (
    99  # the last code of a word outside the scale; 99 and those before it, as survey files have them
)
LEFT_OUT = None


@dataclass(frozen=True)
class Variable:
    """One statement as a column. labels: {code: word} of the ends of the scale and the words outside it."""

    name: str
    label: str
    component: str
    reversed: bool
    labels: dict
    missing: tuple  # the codes that are words outside the scale


@dataclass(frozen=True)
class Extract:
    """rows: tuples in the order of `variables`; a cell is a mark, a code outside the scale, or None where left out."""

    variables: tuple
    rows: tuple


def codes_outside(scale):
    """{word outside the scale: its code}, the last of them 99."""
    words = list(dict.fromkeys([*scale.outside, NOT_APPLICABLE, WITHHELD]))
    return {word: CODES_BELOW_100 + 1 - len(words) + place for place, word in enumerate(words)}


def make_extract(fielding, key):
    """The Extract of a Fielding. key: bytes that nobody who reads it knows, the same for every one of the wave."""
    instrument = fielding.instrument
    items = instrument.asked_on(instrument.items, fielding.occasion)
    codes = codes_outside(instrument.scale)
    read_answers(instrument, fielding.answers)  # a wrong cell is named before anything leaves
    rows = [tuple(_coded(row[item.id], codes) for item in items) for _, row in fielding.answers.iterrows()]
    return Extract(tuple(_variable(item, instrument.scale, codes) for item in items), _mixed(rows, key))


def _variable(item, scale, codes):
    labels = {scale.low: scale.low_label, scale.high: scale.high_label}
    labels |= {code: word for word, code in codes.items()}
    return Variable(item.id, item.text, item.component, item.reversed, labels, tuple(codes.values()))


def _coded(answer, codes):
    if isinstance(answer, str):
        return codes[answer]
    return LEFT_OUT if answer is None or answer != answer else int(answer)  # NaN is unlike itself


def _mixed(rows, key):
    def place(row):
        return hmac.new(key, json.dumps(row).encode(), sha256).digest()

    return tuple(sorted(rows, key=place))


def differing(one, other):
    """How many rows of either stand in it more often than in the other: the larger of the two numbers.

    Where it is small, most people answered both times alike, and what is left over tells who came or went.
    """
    first, second = Counter(one), Counter(other)
    return max((first - second).total(), (second - first).total())


def codebook_rows(extract):
    """The codebook as rows of text: what each column holds."""
    yield ("variable", "statement", "component", "worded the other way round", "codes")
    for one in extract.variables:
        codes = "; ".join(f"{code} = {word}" for code, word in sorted(one.labels.items()))
        yield (
            one.name,
            one.label,
            one.component,
            "yes" if one.reversed else "no",
            f"{codes}; empty = left out",
        )
