"""Turns a CSV file into rows of the one schema; every fault is noted with its line and column."""

import csv

from cjnudge.cases.files import lines_of
from cjnudge.cases.outcomes import in_words, split_types
from cjnudge.cases.problems import CellProblem, FileProblem

# Two million rows of the widest layout need about 1 GB while they are read; a force's month has 120,000.
MOST_ROWS = 2_000_000


def rows_of(path, feed, options, note, *, latest=None):
    """Yields (layout, Row) for every good record of a file.

    options: {key: text} as given; note(line, column, reason, remedy) is called for each fault; latest: a date
    after which no period may start.
    """
    try:
        yield from _rows(path, feed, options, note, latest)
    except FileProblem as problem:
        note(problem.line, "", problem.reason, problem.remedy)


def _rows(path, feed, options, note, latest):
    records = _records(path)
    layout = _layout(feed, next(records, (1, []))[1])
    values = _options(layout, options)
    twice = _Twice() if layout.unique else None
    width = len(layout.header)
    for count, (line, record) in enumerate(records):
        if count == MOST_ROWS:
            raise FileProblem(
                f"The file has more than {MOST_ROWS:,} records.", "Split it by month or by force.", line
            )
        if len(record) != width:
            note(line, "", *_ragged(len(record), width))
            continue
        try:
            rows = list(layout.rows(dict(zip(layout.header, record, strict=True)), values))
            _refuse_future(rows, latest)
            if twice:
                twice.check(rows, line)
        except CellProblem as problem:
            note(line, problem.column, problem.reason, problem.remedy)
            continue
        for row in rows:
            yield layout, row


def _records(path):
    """(line where it starts, cells) of every record; a fault of quoting ends the file."""
    reader = csv.reader(lines_of(path), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise FileProblem(
                "The quotes or line ends of this record are broken; the file was read no further.",
                'Put cells with commas in double quotes, write a quote inside a cell as "", end lines with '
                "LF or CRLF.",
                line,
            ) from None
        if record:
            yield line, record


def _layout(feed, header):
    found = feed.layout(header)
    if found:
        return found
    if not header:
        raise FileProblem("The file is empty.", "Export it again with its header line.", 1)
    near = feed.nearest_layout(header)
    missing = [name for name in near.header if name not in header]
    if missing:
        wrong = f"The header has no column {_listed(missing)}."
    else:
        wrong = "The header has other columns too, a column twice, or another order."
    raise FileProblem(wrong, f"The {feed.title} feed reads exactly: {_one_line(near.header)}.", 1)


def _listed(names):
    return ", ".join(f"“{name}”" for name in names)


def _one_line(header):
    return ",".join(header)


def _options(layout, given):
    """The values of a layout's options; FileProblem for one that is missing or wrong."""
    values = {}
    for option in layout.options:
        text = given.get(option.key, option.default)
        flag = "--" + option.key.replace("_", "-")
        if text is None:
            raise FileProblem(f"The file does not say {option.help}.", f"Say it with {flag}.")
        try:
            values[option.key] = option.read(str(text))
        except ValueError as error:
            raise FileProblem(f"{flag} cannot be used: {error}.", "Correct it and import again.") from None
    return values


def _refuse_future(rows, latest):
    if latest and any(row.period > latest for row in rows):
        raise CellProblem(
            "",
            f"The period begins after {latest:%-d %B %Y}.",
            "Correct the period, or the day given with --as-at.",
        )


def _ragged(found, wanted):
    few = "fewer" if found < wanted else "more"
    return (
        f"The record has {found} cells, {few} than the {wanted} of the header.",
        "Check the commas and quotes of this line.",
    )


class _Twice:
    """Finds rows that would count the same outcomes a second time."""

    def __init__(self):
        self.seen = {}

    def check(self, rows, line):
        for row in rows:
            key = (row.place, row.basis, row.period, row.grain_period, row.offence_group)
            sets = self.seen.setdefault(key, {})
            if row.outcomes in sets:
                raise CellProblem(
                    "",
                    "The same place, period, basis and outcome types are already on line "
                    f"{sets[row.outcomes]}.",
                    "Leave one of the two out.",
                )
            self._refuse_overlap(sets, row.outcomes)
            sets[row.outcomes] = line

    @staticmethod
    def _refuse_overlap(sets, outcomes):
        mine = split_types(outcomes)
        for other, line in sets.items():
            both = mine & split_types(other)
            if both:
                raise CellProblem(
                    "",
                    f"{in_words(both).capitalize()} would be counted twice: line {line} counts them too.",
                    "Give either the single types or their total, not both.",
                )
