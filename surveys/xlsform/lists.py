"""The lists of the sheet choices: what each name stands for, and whether a list is a scale of numbers."""

import re
from dataclasses import dataclass
from functools import cached_property

from cjnudge.cases.extract.header import shown
from surveys.xlsform.layout import CHOICES

MOST_ANSWERS = (
    150  # of one list: a hundred steps of a scale and words beside it, more than a page should show
)
NUMBER = re.compile(r"-?[0-9]{1,4}")
_MARK = re.compile(r"(?P<number>-?[0-9]{1,4})(?:\s*[-–—:.)=]?\s+|$)(?P<label>.*)")


@dataclass(frozen=True)
class Choice:
    """One answer: its name in conditions, its words, and its words in other languages."""

    name: str
    label: str
    other: dict
    row: object

    @property
    def mark(self):
        """The number that its name is; None where it is a word."""
        return int(self.name) if NUMBER.fullmatch(self.name) else None


@dataclass(frozen=True)
class Choices:
    """One list. `marks` are its numbers in order where they are whole and without a gap, `words` the answers beside."""

    name: str
    entries: tuple

    @cached_property
    def marks(self):
        numbers = [entry.mark for entry in self.entries if entry.mark is not None]
        whole = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1))
        return tuple(entry for entry in self.entries if entry.mark is not None) if whole else ()

    @cached_property
    def words(self):
        scale = bool(self.marks)
        return tuple(entry for entry in self.entries if entry.mark is None or not scale)

    @cached_property
    def is_plain_scale(self):
        """Whether its numbers stand for nothing but themselves, ends apart: then it is surely no list of words."""
        marks = self.marks
        return len(marks) > 2 and all(not mark_label(entry) for entry in marks[1:-1])


def mark_label(entry, label=None):
    """What a mark means besides its number: "strongly agree" of "10 strongly agree"; "" where nothing."""
    text = entry.label if label is None else label
    found = _MARK.fullmatch(text)
    if found and int(found["number"]) == entry.mark:
        return found["label"].strip()
    return text


def lists_of(rows, found):
    """{name: Choices} of the sheet choices."""
    lists, names = {}, set()
    for row in rows[CHOICES]:
        missing = [column for column in ("list_name", "name", "label") if not row.get(column)]
        for column in missing:
            found.refuse(row, column, "fill it in: every answer needs a list_name, a name and a label")
        key = (row.get("list_name"), row.get("name"))
        if key in names and not missing:
            found.refuse(
                row, "name", f"“{shown(key[1])}” stands twice in this list: give each answer its own name"
            )
        names.add(key)
        lists.setdefault(key[0], []).append(
            Choice(key[1], row.get("label"), row.in_other_words("label"), row)
        )
    for entries in lists.values():
        if len(entries) > MOST_ANSWERS:
            found.refuse(entries[MOST_ANSWERS].row, "list_name", f"keep to {MOST_ANSWERS} answers in a list")
            del entries[MOST_ANSWERS:]
    return {name: Choices(name, tuple(_differing(entries, found))) for name, entries in lists.items()}


def _differing(entries, found):
    """The entries; two that read the same are refused, for an officer could not tell them apart."""
    seen = set()
    for entry in entries:
        if entry.label and entry.label.casefold() in seen:
            found.refuse(
                entry.row, "label", "another answer of this list reads the same: word them differently"
            )
        seen.add(entry.label.casefold())
    return entries
