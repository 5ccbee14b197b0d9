"""Reads a table of counts that was pasted from a spreadsheet or filled into the template, cell by cell."""

import csv
import io
import re
from datetime import date

from cjnudge.cases.problems import ProblemList
from cjnudge.cases.sources.typed_counts import COLUMNS
from cjnudge.periods import MONTH_NAMES
from cjnudge.spreadsheets import inert

from .grid import COUNTS, NotACount, key_of, read_count, sum_fault

LARGEST = 1_000_000  # characters: a hundred units over five years have some 300,000
_MONTHS = {name[:length].casefold(): n for n, name in enumerate(MONTH_NAMES, 1) for length in (3, len(name))}
_WRITTEN = (
    (re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})(-01)?"), int),
    (re.compile(r"(0?1/)?(?P<month>\d{1,2})/(?P<year>\d{4})"), int),
    (
        re.compile(r"(?P<month>[A-Za-z]{3,9})[- ](?P<year>\d{4}|\d{2})"),
        lambda name: _MONTHS.get(name.casefold(), 0),
    ),
)


def read_month(text):
    """First day of a month written 2025-03, Mar-25, March 2025 or 01/03/2025; ValueError for anything else."""
    for pattern, number in _WRITTEN:
        found = pattern.fullmatch(text.strip())
        if found and text.isascii():
            year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)
            return date(year, number(found["month"]), 1)
    raise ValueError("a month is written like 2025-03")


def read_table(text, *, units, months, delimiter, name=""):
    """{unit: {month: counts}} of the rows of a table; ImportRefused, with every fault, and nothing read.

    A row is unit, month and the four counts. A first line of these names may stand above them.
    """
    problems = ProblemList()
    reader = _Reader(units, months, problems, name)
    for line, record in _records(text, delimiter, problems, name):
        reader.read(line, record)
    if not problems.total and not reader.cells:
        problems.add(name, 0, "", "There is no row of counts.", "Paste or fill in at least one.")
    problems.refuse_if_any()
    return reader.cells


def _records(text, delimiter, problems, name):
    """(line, cells) of the rows that are not empty, without the header."""
    if len(text) > LARGEST:
        problems.add(name, 0, "", f"There are more than {LARGEST:,} characters.", "Give fewer rows at once.")
        return
    lines, start = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    while True:
        try:
            record = next(lines, None)
        except csv.Error:
            problems.add(
                name, start, "", "The quotes of this row are broken.", "Take the quotation marks out."
            )
            return
        if record is None:
            return
        record = [cell.strip() for cell in record]
        if any(record) and not (start == 1 and _is_header(record)):
            yield start, record
        start = lines.line_num + 1


def _is_header(record):
    return tuple(cell.casefold() for cell in record) == COLUMNS


class _Reader:
    """Collects the cells of good rows and the problems of the others."""

    def __init__(self, units, months, problems, name):
        self.units = {text: unit for unit in units for text in (unit, inert(unit))}
        self.months = {key_of(month) for month in months}
        self.problems, self.name = problems, name
        self.cells, self.seen = {}, {}

    def read(self, line, record):
        if len(record) != len(COLUMNS):
            words = f"The row has {len(record)} cells; it needs {len(COLUMNS)}: {', '.join(COLUMNS)}."
            return self._note(line, "", words, "Copy these columns, in this order.")
        unit, month = self._unit(line, record[0]), self._month(line, record[1])
        counts = self._counts(line, record)
        if unit is None or month is None or counts is None:
            return None
        if (unit, month) in self.seen:
            words = f"The same unit and month stand on line {self.seen[unit, month]}."
            return self._note(line, "month", words, "Leave one of the two out.")
        self.seen[unit, month] = line
        self.cells.setdefault(unit, {})[month] = counts
        return None

    def _unit(self, line, text):
        if text not in self.units:
            return self._note(
                line,
                "unit",
                "There is no such unit in these counts.",
                "Write it as on the page, or add it there.",
            )
        return self.units[text]

    def _month(self, line, text):
        try:
            month = key_of(read_month(text))
        except (ValueError, OverflowError):
            return self._note(line, "month", "This is not a month.", "Write the month like 2025-03.")
        if month not in self.months:
            return self._note(
                line, "month", "The month is outside these counts.", "Correct it, or leave the row out."
            )
        return month

    def _counts(self, line, record):
        found, before = {}, self.problems.total
        for column, text in zip(COLUMNS[2:], record[2:], strict=True):
            try:
                found[column] = read_count(text)
            except NotACount as problem:
                reason, _, remedy = str(problem).partition(": ")
                self._note(line, column, f"{reason}.", remedy[0].upper() + remedy[1:])
        if self.problems.total == before and (fault := sum_fault(found)):
            self._note(line, "eligible", fault, "")
        return found if self.problems.total == before else None

    def _note(self, line, column, reason, remedy):
        self.problems.add(self.name, line, column, reason, remedy)


assert tuple(COUNTS) == COLUMNS[2:]
