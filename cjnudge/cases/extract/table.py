"""The records of a file under its header and a mapping: batches of records become numbers, keys and faults."""

from typing import NamedTuple

import numpy as np

from cjnudge.cases.extract.agreement import disagreements
from cjnudge.cases.extract.columns import FAULT, UNMATCHED, column_of
from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.known_words import letters_of
from cjnudge.cases.extract.labels import AS_WRITTEN_KINDS
from cjnudge.cases.extract.people import normalised_all
from cjnudge.cases.extract.rare_units import RareUnits
from cjnudge.cases.extract.unmatched import MOST_DIFFERENT, Unmatched

NO_IDENTIFIER = (
    "This is no identifier: it is too long, or holds a character that cannot be seen.",
    "Type the identifier again, or leave the cell empty.",
)


class Fault(NamedTuple):
    """What is wrong with one record. `why()` gives (reason, remedy)."""

    line: int
    place: int  # of the column in the header; -1 for the whole record
    column: str
    why: object


class Batch(NamedTuple):
    """Records understood: {field: int32 array}, {person field: normalised identifiers}, and what is wrong."""

    lines: list
    numbers: dict
    identifiers: dict
    faults: list


class Table:
    """Reads batches of records under one header. units: names of the force's own units."""

    def __init__(self, header, mapping, last_day, units=()):
        known = _words_of_units(mapping, units)
        self.width = len(header)
        self._names = {mapping.columns[name]: name for name in header}
        self._places = {mapping.columns[name]: place for place, name in enumerate(header)}
        self.columns = {
            key: column_of(FIELDS[key], self._names[key], mapping, last_day, known)
            for key in mapping.fields
            if not FIELDS[key].is_person
        }
        self._people = [key for key in mapping.fields if FIELDS[key].is_person]
        self.unmatched = {
            key: Unmatched(known) for key, column in self.columns.items() if column.values is not None
        }
        self.rare_units = RareUnits(self.columns["unit"])

    def read(self, lines, records):
        """The Batch of some records; those with another number of cells are faults."""
        lines, records, faults = self._even(lines, records)
        if not records:
            return Batch([], {}, {}, faults)
        cells = list(zip(*records, strict=True))
        numbers = {}
        for key, column in self.columns.items():
            texts = cells[self._places[key]]
            numbers[key] = column.numbers(texts)
            if numbers[key].min() <= UNMATCHED:
                faults += self._wrong(key, numbers[key], texts, lines)
        self.rare_units.see(numbers["unit"], lines)
        identifiers = {key: normalised_all(cells[self._places[key]]) for key in self._people}
        for key, found in identifiers.items():
            if None in found:
                faults += [
                    self._fault(key, line, NO_IDENTIFIER)
                    for line, one in zip(lines, found, strict=True)
                    if one is None
                ]
        for places, key, *words in disagreements(numbers):
            faults += [self._fault(key, lines[place], words) for place in places.tolist()]
        return Batch(lines, numbers, identifiers, sorted(faults, key=lambda fault: fault[:2]))

    def _even(self, lines, records):
        if set(map(len, records)) == {self.width}:
            return lines, records, []
        pairs = list(zip(lines, records, strict=True))
        faults = [_ragged(line, len(record), self.width) for line, record in pairs]
        kept = [pair for pair in pairs if len(pair[1]) == self.width]
        return [line for line, _ in kept], [record for _, record in kept], list(filter(None, faults))

    def _wrong(self, key, numbers, texts, lines):
        column = self.columns[key]
        for place in np.flatnonzero(numbers == FAULT).tolist():
            yield Fault(
                lines[place],
                self._places[key],
                column.name,
                lambda text=texts[place]: _words(column.problem(text)),
            )
        for place in np.flatnonzero(numbers == UNMATCHED).tolist():
            yield from self._unknown(key, texts[place], lines[place])

    def _unknown(self, key, text, line):
        seen, column = self.unmatched[key], self.columns[key]
        if seen.too_many:
            return
        if seen.see(text):
            yield self._fault(key, line, _words(column.unknown()))
        elif seen.too_many:
            yield self._fault(key, line, _too_many(column.field))

    def _fault(self, key, line, words):
        return Fault(line, self._places[key], self._names[key], lambda: words)


def _words_of_units(mapping, units):
    """Words that the mapping and the force's units make known."""
    named = [*units, *(text for pair in mapping.labels.get("unit", {}).items() for text in pair)]
    return frozenset(word for name in named for word in letters_of(name))


def _words(problem):
    return problem.reason, problem.remedy


def _too_many(field):
    remedy = f"Check that this column is the {field.title.lower()}"
    if field.kind in AS_WRITTEN_KINDS:
        remedy += ", or say in the mapping that it is taken as it is written"
    return (
        f"The mapping does not know more than {MOST_DIFFERENT} different labels of this column.",
        f"{remedy}.",
    )


def _ragged(line, found, wanted):
    """The fault of a record with another number of cells than the header; None for a good one."""
    if found == wanted:
        return None
    few = "fewer" if found < wanted else "more"
    words = (
        f"The record has {found} cells, {few} than the {wanted} of the header.",
        "Check the commas and quotes of this line.",
    )
    return Fault(line, -1, "", lambda: words)
