"""Reads single cells of a record: numbers, periods, outcome types. Each raises CellProblem with a remedy."""

import re

from cjnudge import periods
from cjnudge.cases.outcomes import OutcomeProblem, parse_type, parse_types
from cjnudge.cases.problems import CellProblem
from cjnudge.characters import holds_unseen

_WHOLE = re.compile(r"[0-9]{1,12}(\.0{1,6})?")
_SIGNED = re.compile(r"-?[0-9]{1,12}(\.0{1,6})?")
# Recorded crime is published from 1898 on; an earlier year is a slip of the keyboard.
FIRST_YEAR = 1898
BASES = ("entry", "recorded", "closed")


def whole_number(record, column, *, signed=False):
    """The whole number in a cell; "35.0" is 35. With `signed`, a correction such as -2 is kept."""
    text = record[column].strip()
    if (_SIGNED if signed else _WHOLE).fullmatch(text):
        return int(text.partition(".")[0])
    raise CellProblem(
        column,
        "This is not a whole number." if signed else "This is not a whole number of 0 or more.",
        "Write the count with digits only; leave out rows for which no figure was given.",
    )


def filled(record, column, most=120):
    """The text of a cell that must not be empty."""
    text = record[column].strip()
    if not text or len(text) > most:
        raise CellProblem(column, f"The cell is empty or longer than {most} characters.", "Fill it in.")
    if holds_unseen(text, lines=True):
        raise CellProblem(column, "The cell holds a character that cannot be seen.", "Type the cell again.")
    return text


def filled_or_none(record, column):
    """The same for a cell that may be empty: None then."""
    return filled(record, column) if record[column].strip() else None


def month(record, column):
    """First day of the month in a cell like "2024-03"."""
    return _period(periods.parse_month, record, column, "Write the month like 2024-03.")


def financial_year(record, column):
    """First day of the financial year in a cell like "2023/24"."""
    return _period(
        periods.parse_financial_year,
        record,
        column,
        "Write the year like 2023/24: it starts on 1 April 2023.",
    )


def _period(parse, record, column, remedy):
    try:
        start = parse(record[column].strip())
    except ValueError:
        raise CellProblem(column, "There is no such period.", remedy) from None
    if start.year < FIRST_YEAR:
        raise CellProblem(column, f"No outcomes were counted before {FIRST_YEAR}.", remedy)
    return start


def quarter(record, column, year_start):
    """First day of the financial quarter 1 to 4 (or "1.0") in a cell."""
    number = record[column].strip().removesuffix(".0")
    if number not in ("1", "2", "3", "4"):
        raise CellProblem(column, "There is no such quarter.", "Write 1 to 4; quarter 1 is April to June.")
    return periods.quarter_start(year_start, int(number))


def basis(record, column):
    """One of the bases."""
    text = record[column].strip()
    if text not in BASES:
        raise CellProblem(column, "This is not a basis.", f"Write one of: {', '.join(BASES)}.")
    return text


def outcome_type(record, column):
    """Canonical text of a single outcome type; "8.0" is 8."""
    return str(_outcomes(parse_type, record, column))


def outcome_types(record, column):
    """Canonical text of a set of outcome types written "2+3+6"."""
    return _outcomes(parse_types, record, column)


def _outcomes(parse, record, column):
    try:
        return parse(record[column])
    except OutcomeProblem as problem:
        raise CellProblem(column, problem.reason, problem.remedy) from None
