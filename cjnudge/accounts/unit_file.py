"""Units from a CSV file: read strictly, and every problem named by line and column. Knows no database."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, datetime

from cjnudge.accounts.unit_tree import LEVELS
from cjnudge.characters import holds_unseen

COLUMNS = ("key", "name", "level", "parent", "starts_on", "ends_on")
LARGEST = 1_000_000  # bytes: some 15,000 units, more than the largest force has
MOST_SHOWN = 100
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
SHOWN = 40  # characters of a cell repeated in a message


@dataclass(frozen=True)
class Problem:
    """Where a file is wrong, why, and what to do. `line` counts from 1 with the header."""

    line: int
    column: str
    reason: str
    remedy: str


@dataclass(frozen=True)
class UnitRow:
    """One line, understood. `parent` is a key, or "" for a unit right under the force."""

    line: int
    key: str
    name: str
    level: str
    parent: str
    starts_on: date
    ends_on: date | None


class FileRefused(Exception):
    """The file is not used at all. `problems` are the first hundred, `total` is how many there are."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)} problems")
        self.problems, self.total = problems[:MOST_SHOWN], len(problems)


def read_units(content):
    """[UnitRow] of a file's bytes; raises FileRefused with everything that is wrong with it."""
    records = _records(_text(content))
    _check_header(records[0] if records else (1, []))
    problems, rows = [], []
    for line, cells in records[1:]:
        found = _row(line, cells)
        (rows if isinstance(found, UnitRow) else problems).append(found)
    if not rows and not problems:
        problems = [
            [Problem(2, "", "The file has no units.", "Write one line for each unit below the header.")]
        ]
    if problems:
        raise FileRefused([problem for group in problems for problem in group])
    return rows


def _text(content):
    if len(content) > LARGEST:
        _refuse(1, "The file is larger than 1 MB.", "Send the units in several files.")
    if b"\0" in content:
        _refuse(
            1, "The file holds NUL bytes: it is not a CSV in UTF-8.", "Save it as “CSV UTF-8” and try again."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        _refuse(line, "The file is not in UTF-8.", "Save it as “CSV UTF-8” and try again.")


def _records(text):
    """[(line where the record starts, cells)] without blank lines."""
    reader, found, start = csv.reader(io.StringIO(text, newline=""), strict=True), [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                found.append((start, [cell.strip() for cell in cells]))
            start = reader.line_num + 1
    except csv.Error:
        _refuse(
            start, "A quotation mark is not closed or stands in the wrong place.", "Mend the quotation marks."
        )
    return found


def _check_header(record):
    line, cells = record
    if tuple(cells) != COLUMNS:
        _refuse(line, "The first line is not the header of the template.", f"Write {','.join(COLUMNS)}.")


def _refuse(line, reason, remedy):
    raise FileRefused([Problem(line, "", reason, remedy)])


def _row(line, cells):
    """A UnitRow, or the list of what is wrong with the line."""
    if len(cells) != len(COLUMNS):
        reason = f"The line has {len(cells)} cells, the header {len(COLUMNS)}."
        return [Problem(line, "", reason, "Put text with a comma in quotation marks, and leave no cell out.")]
    values = dict(zip(COLUMNS, cells, strict=True))
    problems = [problem for column in COLUMNS for problem in CHECKS[column](line, column, values[column])]
    if problems:
        return problems
    dates = {column: read_date(values[column]) for column in ("starts_on", "ends_on")}
    if dates["ends_on"] and dates["ends_on"] < dates["starts_on"]:
        return [
            Problem(line, "ends_on", "The last day is before the first.", "Correct one of the two dates.")
        ]
    return UnitRow(line, **{**values, **dates})


def _check_key(line, column, cell):
    if column == "parent" and not cell:
        return
    if not KEY.fullmatch(cell):
        remedy = "Use lower-case letters, digits, - and _, at most 60; begin with a letter or digit."
        yield Problem(
            line, column, f"“{cell[:SHOWN]}” is not a key." if cell else "The key is missing.", remedy
        )


def _check_name(line, column, cell):
    if not 0 < len(cell) <= 120:
        reason = "The name is missing." if not cell else "The name is longer than 120 characters."
        yield Problem(line, column, reason, "Write the name by which officers know the unit.")
    if holds_unseen(cell, lines=True):
        yield Problem(line, column, "The name holds a character that cannot be seen.", "Type the name again.")


def _check_level(line, column, cell):
    if cell not in LEVELS:
        reason = f"“{cell[:SHOWN]}” is not a level." if cell else "The level is missing."
        yield Problem(line, column, reason, f"Write {', '.join(list(LEVELS)[:-1])} or {list(LEVELS)[-1]}.")


def _check_date(line, column, cell):
    if not cell and column == "ends_on":
        return
    if read_date(cell) is None:
        reason = f"“{cell[:SHOWN]}” is not a date." if cell else "The first day is missing."
        yield Problem(line, column, reason, "Write a date such as 2026-04-01 or 01/04/2026.")


def read_date(cell):
    """A date written 2026-04-01 or, as spreadsheets here save it, 01/04/2026; None for anything else."""
    for pattern, form in ((r"\d{4}-\d\d-\d\d", "%Y-%m-%d"), (r"\d\d/\d\d/\d{4}", "%d/%m/%Y")):
        if re.fullmatch(pattern, cell, re.ASCII):
            try:
                return datetime.strptime(cell, form).date()
            except ValueError:
                return None
    return None


CHECKS = {
    "key": _check_key,
    "name": _check_name,
    "level": _check_level,
    "parent": _check_key,
    "starts_on": _check_date,
    "ends_on": _check_date,
}
