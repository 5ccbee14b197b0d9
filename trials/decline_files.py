"""Reads "why not out of court?" from CSV: a unit, a month, a reason, and how often; or one row a case.

A column that says which officer or which case is dropped where it stands and never stored. Any other column that is
not asked for is refused, because nobody has said what is in it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from cjnudge.cases.containers.tables import records_of
from cjnudge.cases.extract.personal import looks_identifying, looks_personal, words_of
from cjnudge.cases.problems import CellProblem, FileProblem, ImportRefused, ProblemList
from cjnudge.cases.reading.cells import filled, month, whole_number
from cjnudge.cases.reading.files import lines_from
from cjnudge.characters import holds_unseen
from cjnudge.spreadsheets import inert

NEEDED = ("unit", "month", "reason")
NUMBER = "n"
LARGEST = 1_000_000  # bytes: some 20,000 rows, more than a force declines in a year
MOST_REASONS = 40  # a list of reasons has a dozen; more are notes on single cases
LONGEST = 120
MOST_COLUMNS = 60  # a case system's export has some twenty
MOST_NAMED = 12  # units that a refusal lists: more would hide what is wrong
HEADER_COUNTS = (*NEEDED, NUMBER)
OF_ONE = {"officer", "collar", "shoulder", "warrant", "reference", "ref", "custody", "crime", "case"}
EXAMPLES = {
    "counts": (HEADER_COUNTS, ("Stevenage", "2026-04", "No admission", 12)),
    "cases": (NEEDED, ("Stevenage", "2026-04", "Suspect refused")),
}


@dataclass(frozen=True)
class Declines:
    """What a file says: {(unit, first day of the month, reason): times}, and the columns that were dropped."""

    counts: dict[tuple[str, date, str], int]
    dropped: tuple[str, ...]

    @property
    def months(self):
        """(unit, month) pairs that the file is about."""
        return sorted({(unit, day) for unit, day, _ in self.counts})


def read_declines(content, *, file, units, first, last):
    """Declines of a file's bytes; ImportRefused with line, column, reason and remedy of everything that is wrong.

    units: the names of the trial's units; first, last: the first days of its first and last month.
    """
    problems, counts, dropped = ProblemList(), Counter(), ()
    try:
        if len(content) > LARGEST:
            raise FileProblem("The file is larger than 1 MB.", "Upload it by month.")
        records = records_of(lines_from([content]))
        columns, dropped = _columns(next(records, (1, []))[1])
        for line, record in records:
            try:
                key, times = _row(record, columns, units, first, last)
                counts[key] += times
            except CellProblem as wrong:
                problems.add(file, line, wrong.column, wrong.reason, wrong.remedy)
        _check_reasons(counts, read_any=bool(counts or problems.total))
    except FileProblem as wrong:
        problems.add(file, wrong.line, "", wrong.reason, wrong.remedy)
    if problems.total:
        raise ImportRefused(problems.kept, problems.total)
    return Declines(dict(counts), dropped)


def _columns(header):
    """({name: place of its cell, "": their number}, names that are dropped); FileProblem for any other header."""
    _check_size(header)
    names = [name.strip().lower() for name in header]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise FileProblem(
            f"The header has no column {', '.join(missing)}.",
            "Write unit,month,reason, and n where you count.",
            1,
        )
    more = [name for name in names if name not in HEADER_COUNTS]
    dropped = tuple(name for name in more if says_who(name))
    unknown = [number for number, name in enumerate(names, 1) if name in more and name not in dropped]
    if unknown or len(set(names)) != len(names):
        which = f"Column {unknown[0]} is not asked for." if unknown else "A column stands twice."
        raise FileProblem(which, f"Leave only {', '.join(HEADER_COUNTS)} in the file.", 1)
    places = {name: names.index(name) for name in HEADER_COUNTS if name in names}
    return {**places, "": len(names)}, dropped


def _check_size(header):
    """FileProblem for a header that nobody could read: the names of columns that are dropped are shown."""
    wrong = ""
    if len(header) > MOST_COLUMNS:
        wrong = f"The header has {len(header):,} columns, and {MOST_COLUMNS} at most are looked at."
    elif any(len(name) > LONGEST or holds_unseen(name.strip()) for name in header):
        wrong = f"A column's name has more than {LONGEST} characters, or one that cannot be seen."
    if wrong:
        raise FileProblem(wrong, f"Leave only {', '.join(HEADER_COUNTS)} in the file.", 1)


def says_who(column):
    """Whether a column by its name says which officer, person or case it was."""
    named = not OF_ONE.isdisjoint(words_of(column))
    return named or looks_identifying(column) or bool(looks_personal(column))


def _row(record, columns, units, first, last):
    """((unit, month, reason), times) of one line."""
    if len(record) != columns[""]:
        raise CellProblem(
            "",
            "The line has another number of cells than the header.",
            "Check the commas and quotes of this line.",
        )
    cells = {name: record[place] for name, place in columns.items() if name}
    unit = filled(cells, "unit")
    if unit not in units:
        raise CellProblem("unit", "The plan has no unit of this name.", f"Write one of: {_some(units)}.")
    day = month(cells, "month")
    if not first <= day <= last:
        raise CellProblem(
            "month",
            "The month is not one of the trial's.",
            f"Write a month from {first:%Y-%m} to {last:%Y-%m}.",
        )
    times = whole_number(cells, NUMBER) if NUMBER in cells else 1
    return (unit, day, _reason(cells)), times


def _some(units):
    more = len(units) - MOST_NAMED
    return ", ".join(units[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _reason(cells):
    """A reason in one spelling; refused where it holds a number, as notes on a case do."""
    text = " ".join(filled(cells, "reason", LONGEST).split())
    if sum(letter.isdigit() for letter in text) >= 4:  # noqa: PLR2004 - a date, a collar or crime number
        raise CellProblem(
            "reason", "The reason holds a long number, as notes on one case do.", "Write the reason alone."
        )
    if not any(letter.isalpha() for letter in text) or inert(text) != text:
        raise CellProblem("reason", "The reason is no words, or begins like a formula.", "Write it in words.")
    return text[0].upper() + text[1:]


def _check_reasons(counts, *, read_any):
    reasons = {reason for _, _, reason in counts}
    if len(reasons) > MOST_REASONS:
        raise FileProblem(
            f"The file has {len(reasons)} different reasons, which are notes and no list.",
            f"Sort them into {MOST_REASONS} reasons at most, in the same words each time.",
        )
    if not read_any:
        raise FileProblem(
            "The file has no line below its header.", "Write one line for each unit, month and reason."
        )
