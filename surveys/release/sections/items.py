"""How each statement was answered: three bands of the scale, and marks grouped as finely as may be shown."""

from dataclasses import dataclass

import numpy as np

from surveys.release.policy import Policy, percent
from surveys.release.sections.profile import lines_of
from surveys.release.tables import column, row, section, table
from surveys.release.wording import standing
from surveys.scales.answers import read_answers

REVERSED = "Worded the other way round: agreeing speaks against it."
LEFT_OUT = "Where fewer than about ten left a statement out, all answers stand as having answered it."
GROUPED = "Neighbouring marks stand together where too few gave one of them."
TOO_FEW = "Too few answers to show how they are spread."


def make(material):
    """Every statement with its bands, and a table of marks for each."""
    asked = material.instrument.asked_on(material.instrument.items, material.wave.occasion)
    read, scale = read_answers(material.instrument, material.wave.answers), material.instrument.scale
    spreads = {item.id: spread(material, item.id, read.values[item.id].dropna(), scale) for item in asked}
    if not any(spreads.values()):
        return section("items", [], [TOO_FEW])
    rows = [_row(material, item, spreads[item.id], scale) for item in asked]
    whole = table("items", "Every statement", _about(), _columns(scale), rows, [LEFT_OUT])
    marks = [marks_table(f"item.{item.id}", item.text, spreads[item.id]) for item in asked]
    return section("items", [whole, *(found for found in marks if found)])


def _about():
    return "Shares of those who marked the statement, as it is worded."


def bands_of(scale):
    """[(first, last)] mark of the three bands: under the lower line, between the two, over the upper one."""
    lower, upper = lines_of(scale)
    marks = range(scale.low, scale.high + 1)
    parts = ([m for m in marks if m < lower], [m for m in marks if lower <= m <= upper],
             [m for m in marks if m > upper])  # fmt: skip
    return [(part[0], part[-1]) for part in parts]


def span_words(first, last):
    return f"{first}" if first == last else f"{first} to {last}"


def _columns(scale):
    names = zip(("low", "middle", "high"), bands_of(scale), strict=True)
    return [
        column("answered", "Answered", "count"),
        *(column(name, span_words(*band), "percent") for name, band in names),
        column("outside", "Left out or does not apply", "percent"),
    ]


@dataclass(frozen=True)
class Spread:
    """How one question's marks are spread, as it may be shown: `answered`, and [(first, last, count)] in order.

    `bands` are the counts of the scale's three bands, None where hidden. A band that is shown is cut into groups of
    its own, so that no group and band subtract to a smaller one.
    """

    answered: int
    groups: list
    bands: list


def spread(material, name, values, scale):
    """The Spread of some marks (a Series without gaps), or None where nothing of it may be shown."""
    policy = material.policy
    answered = policy.answered(("marks", name), len(values), material.wave.n)
    if answered is None:
        return None
    marks = _Marks(policy, name, values.to_numpy())
    runs = marks.joined(bands_of(scale))
    groups = [group for run in runs for group in marks.cut(run)]
    if len(groups) < 2:
        return None
    shown = [policy.count(marks.about(*b), marks.between(*b)) if b in runs else None for b in bands_of(scale)]
    return Spread(answered, groups, shown)


@dataclass(frozen=True)
class _Marks:
    policy: Policy
    name: str
    values: np.ndarray

    def about(self, first, last):
        return "mark", self.name, first, last

    def between(self, first, last):
        return int(((self.values >= first) & (self.values <= last)).sum())

    def is_small(self, first, last):
        return self.policy.is_small(self.about(first, last), self.between(first, last), len(self.values))

    def joined(self, runs):
        """Neighbouring (first, last) joined, each small one to the smaller of its neighbours, until none is small."""
        runs = list(runs)
        while len(runs) > 1 and (small := [i for i, run in enumerate(runs) if self.is_small(*run)]):
            at = small[0]
            beside = [i for i in (at - 1, at + 1) if 0 <= i < len(runs)]
            one, other = sorted((at, min(beside, key=lambda i: self.between(*runs[i]))))
            runs[one : other + 1] = [(runs[one][0], runs[other][1])]
        return runs

    def cut(self, run):
        """[(first, last, shown count)] of a run that is not small: as many groups of marks as are not small."""
        first, found = run[0], []
        for mark in range(run[0], run[1] + 1):
            if not self.is_small(first, mark):
                found.append((first, mark))
                first = mark + 1
        if first <= run[1]:
            found[-1:] = [(found[-1][0] if found else run[0], run[1])]
        return [(a, b, self.policy.count(self.about(a, b), self.between(a, b))) for a, b in found]


def _row(material, item, found, scale):
    note = REVERSED if item.reversed else ""
    if found is None:
        return row(item.id, item.text, [None] * 5, note)
    shares = [percent(count, found.answered) for count in found.bands]
    outside = _outside(material, found)
    words = " ".join(part for part in (note, standing(found.answered)) if part)
    return row(item.id, item.text, [found.answered, *shares, outside], words)


def _outside(material, found):
    """The share that did not mark the scale, of all answers; hidden where it is small."""
    everyone = material.policy.count("answers", material.wave.n)
    return percent(everyone - found.answered, everyone) if everyone > found.answered else None


def marks_table(key, title, found):
    """The table of one question's marks; None where there is none to show."""
    if found is None:
        return None
    columns = [column("answers", "Answers", "count"), column("share", "Share", "percent")]
    rows = [
        row(f"{a}-{b}", span_words(a, b), [count, percent(count, found.answered)])
        for a, b, count in found.groups
    ]
    return table(key, title, GROUPED, columns, rows)
