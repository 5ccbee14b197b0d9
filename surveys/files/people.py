"""The list of people who get a personal link, from a CSV file or a workbook: every problem by sheet, row and column.

Read in memory: nothing of it is written to a disk. A message never repeats an address.
"""

import csv
import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from cjnudge.accounts.addresses import normalise_email
from cjnudge.cases.containers.archives import MAGIC
from cjnudge.cases.containers.workbooks import InMemory, is_workbook, sheet_in
from cjnudge.cases.extract.header import shown
from cjnudge.cases.problems import FileProblem
from surveys.bands import ROLE_BANDS

COLUMNS = ("address", "unit", "role_band")
LONGEST_ADDRESS = 254
MOST_SHOWN = 100
MOST_PEOPLE = 50_000  # the largest force has some 45,000 officers and staff
SAVE = "Save it as “CSV UTF-8 (comma delimited)” and try again."


@dataclass(frozen=True)
class Person:
    """One line, understood. `unit` and `role_band` are keys."""

    address: str
    unit: str
    role_band: str


@dataclass(frozen=True)
class Problem:
    """Where a file is wrong, why, and what to do. `row` counts from 1 with the header; 0 is the whole file."""

    sheet: str
    row: int
    column: str
    reason: str
    remedy: str


class FileRefused(Exception):
    """The file is not used at all. `problems` are the first hundred, `total` is how many there are."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} problems")
        self.problems, self.total = problems[:MOST_SHOWN], len(problems)


def read_people(content, units):
    """[Person] of a file's bytes. units: {key: name} of the survey's audience. Raises FileRefused."""
    try:
        sheet, rows = _rows(content)
        return _people(sheet, rows, _Known(units))
    except FileProblem as wrong:
        raise FileRefused([Problem("", wrong.line, "", wrong.reason, wrong.remedy)]) from wrong


def _rows(content):
    """(name of the sheet, iterator of (row number, cells)), the header first."""
    if content.startswith(MAGIC):
        if not is_workbook(InMemory(content)):
            raise FileProblem(
                "The file is an archive, not a workbook.", "Unpack it and upload the list inside."
            )
        return sheet_in(content, [COLUMNS])
    return "", _csv_rows(content)


def _csv_rows(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise FileProblem(
            "The file is not in UTF-8.", SAVE, content[: wrong.start].count(b"\n") + 1
        ) from wrong
    reader, line = csv.reader(io.StringIO(text, newline=""), strict=True), 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as wrong:
        reason = "A quotation mark is not closed or stands in the wrong place."
        raise FileProblem(reason, "Mend the quotation marks.", line) from wrong


class _Known:
    """Units and role bands by any spelling that a list may have: the key, or the name in whatever case."""

    def __init__(self, units):
        self.units = {_folded(word): key for key, name in units.items() for word in (key, name)}
        self.bands = {_folded(word): key for key, name in ROLE_BANDS.items() for word in (key, name)}
        self.unit_names, self.band_names = ", ".join(units.values()), ", ".join(ROLE_BANDS.values())


def _folded(text):
    return " ".join(text.split()).casefold()


def _people(sheet, rows, known):
    row, header = next(iter(rows), (1, ()))
    if tuple(cell.strip() for cell in header) != COLUMNS:
        reason = "The first line is not the header of the template."
        raise FileRefused([Problem(sheet, row, "", reason, f"Write {','.join(COLUMNS)}.")])
    found, problems, seen = [], [], {}
    for number, cells in rows:
        person, wrong = _person(cells, known)
        wrong = wrong or _twice(person, number, seen)
        problems += [Problem(sheet, number, *words) for words in wrong]
        found.append(person)
    if not found:
        problems = [
            Problem(sheet, 2, "", "The list has no people.", "Write one line for each below the header.")
        ]
    if len(found) > MOST_PEOPLE:
        problems = [
            Problem(sheet, 0, "", f"The list has more than {MOST_PEOPLE:,} people.", "Split the survey.")
        ]
    if problems:
        raise FileRefused(problems)
    return found


def _person(cells, known):
    """(Person or None, [(column, reason, remedy)])."""
    if len(cells) != len(COLUMNS):
        reason = f"The line has {len(cells)} cells, the header {len(COLUMNS)}."
        return None, [("", reason, "Put text with a comma in quotation marks, and leave no cell out.")]
    address, unit, band = normalise_email(cells[0]), _folded(cells[1]), _folded(cells[2])
    wrong = [*_address_faults(address), *_choice_faults("unit", unit, known.units, known.unit_names)]
    wrong += _choice_faults("role_band", band, known.bands, known.band_names)
    return (None if wrong else Person(address, known.units[unit], known.bands[band])), wrong


def _address_faults(address):
    try:
        if len(address) > LONGEST_ADDRESS:
            raise ValidationError("too long")
        validate_email(address)
    except ValidationError:
        reason = "This is not an e-mail address." if address else "The e-mail address is missing."
        yield "address", reason, "Write one address, such as pat.lee@example.police.uk."


def _choice_faults(column, cell, allowed, names):
    if cell not in allowed:
        what = "unit of this survey" if column == "unit" else "role band"
        reason = f"“{shown(cell)}” is not a {what}." if cell else f"The {what} is missing."
        yield column, reason, f"Write one of: {names}."


def _twice(person, row, seen):
    earlier = seen.setdefault(person.address, row)
    if earlier == row:
        return []
    return [("address", f"This address stands in row {earlier} already.", "Keep one of the two lines.")]
