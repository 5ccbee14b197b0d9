"""Turns a CSV file into rows of the one schema; every fault is noted with its line and column."""

from functools import partial

from cjnudge.cases.containers.tables import tables_of
from cjnudge.cases.outcomes import in_words, split_types
from cjnudge.cases.problems import CellProblem, FileProblem

# Two million rows of the widest layout need about 1 GB while they are read; a force's month has 120,000.
MOST_ROWS = 2_000_000


def rows_of(path, feed, options, note, *, latest=None):
    """Yields (layout, Row) for every good record of a file, of all its tables where it holds several.

    options: {key: text} as given; note(line, column, reason, remedy, within) is called for each fault, `within`
    naming the member of an archive or the sheet; latest: a date after which no period may start.
    """
    so_far = _SoFar()
    try:
        for within, records in tables_of(path, feed):
            told = partial(note, within=within)
            try:
                yield from _rows(records, feed, options, told, latest, so_far)
            except FileProblem as problem:
                told(problem.line, "", problem.reason, problem.remedy)
    except FileProblem as problem:
        note(problem.line, "", problem.reason, problem.remedy)


class _SoFar:
    """What was read of all the tables of a file."""

    def __init__(self):
        self.records, self.twice = 0, _Twice()


def _rows(records, feed, options, note, latest, so_far):
    layout = _layout(feed, next(records, (1, []))[1])
    values = _options(layout, options)
    width = len(layout.header)
    for line, record in records:
        so_far.records += 1
        if so_far.records > MOST_ROWS:
            raise FileProblem(
                f"The file has more than {MOST_ROWS:,} records.", "Split it by month or by force.", line
            )
        if len(record) != width:
            note(line, "", *_ragged(len(record), width))
            continue
        try:
            rows = list(layout.rows(dict(zip(layout.header, record, strict=True)), values))
            _refuse_future(rows, latest)
            if layout.unique:
                so_far.twice.check(rows, line)
        except CellProblem as problem:
            note(line, problem.column, problem.reason, problem.remedy)
            continue
        for row in rows:
            yield layout, row


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
