"""The columns named in the first line of a file, from a paste or from the file's first bytes."""

import csv
import io

from cjnudge.cases.extract.header import look
from cjnudge.cases.extract.mapping import LONGEST_COLUMN
from cjnudge.cases.extract.personal import looks_like_value
from cjnudge.characters import holds_unseen

# Records systems give 20 to 120 columns; a page with a choice for each of more is of no use to anybody.
MOST_COLUMNS = 400
FIRST_BYTES = 64 * 1024  # of a file: more than the names of all the columns that are taken
_SAVE_AS = "Save the file as “CSV UTF-8” and try again."
# The names of columns are kept for good: of a record, nothing may be taken for one, nor be repeated here.
_NO_HEADER = (
    "The first line holds a number, day or reference, as a record does and a line of column names does not. "
    "Export the file with its line of column names, or take the number out of the name."
)


class HeaderProblem(ValueError):
    """These are no columns to set up; the text says why and what to do."""


def header_of_bytes(start):
    """The columns of a file that starts with these bytes."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start:
        raise HeaderProblem(f"This is no CSV file in UTF-8. {_SAVE_AS}")
    line = start.removeprefix(b"\xef\xbb\xbf")
    cut = line.rfind(b"\n") + 1 if len(start) >= FIRST_BYTES else 0
    try:
        return header_of((line[:cut] if cut else line).decode("utf-8"))
    except UnicodeDecodeError as wrong:
        raise HeaderProblem(f"This file is not in UTF-8. {_SAVE_AS}") from wrong


def header_of(text):
    """The columns of the first record of a text: CSV, or cells copied out of a spreadsheet (tabs)."""
    text = text.removeprefix("\ufeff").lstrip("\r\n")
    first = text.splitlines()[0] if text else ""
    delimiter = "\t" if "\t" in first and "," not in first else ","
    try:
        columns = tuple(next(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter), ()))
    except csv.Error as wrong:
        raise HeaderProblem("The first line has a quotation mark too many or too few: mend it.") from wrong
    _check(columns)
    return columns


def _check(columns):
    if not any(column.strip() for column in columns):
        raise HeaderProblem("There are no column names in the first line.")
    if len(columns) > MOST_COLUMNS:
        raise HeaderProblem(
            f"There are {len(columns):,} columns; at most {MOST_COLUMNS} can be set up. Take some out of the extract."
        )
    if any(map(looks_like_value, columns)):
        raise HeaderProblem(_NO_HEADER)
    for number, column in enumerate(columns, 1):
        _check_name(number, column)
    seen = set()
    for number, column in enumerate(columns, 1):
        if look(column) in seen:
            raise HeaderProblem(f"Column {number} looks the same as an earlier one: give each its own name.")
        seen.add(look(column))


def _check_name(number, column):
    if not column.strip():
        raise HeaderProblem(f"Column {number} has no name: give every column one in the first line.")
    if len(column) > LONGEST_COLUMN:
        raise HeaderProblem(
            f"The name of column {number} is longer than {LONGEST_COLUMN} characters: is this the first line?"
        )
    if holds_unseen(column):
        raise HeaderProblem(
            f"The name of column {number} holds a character that cannot be seen: type it again."
        )
