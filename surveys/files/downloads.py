"""The tables of a release as CSV: one file a table, and one with every figure. Formula cells are neutralised.

What is hidden is the word, never an empty cell that could be read as nought. A synthetic survey says so in the name
of the file and in every row, because rows are copied out of files. How to read the figures stands under them, as on the
page: a file is sent on without its page.
"""

import re

from cjnudge.spreadsheets import csv_lines
from surveys.presenters.shown_cells import HIDDEN, ends, figure, in_words, is_hidden, refusal

SYNTHETIC = "synthetic"
HOW = "how to read"
NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]")  # an author's keys stand in names of files
EVERY_COLUMN = ("section", "table", "row", "column", "figure", "low", "high", "words", "note")


def file_name(release, *parts):
    """ "synthetic-survey-0a1b2c3d-1-profile-overall.csv": says before it is opened whether it is synthetic."""
    mark = [SYNTHETIC] if release.payload["synthetic"] else []
    name = "-".join([*mark, "survey", str(release.wave_id)[:8], str(release.number), *parts])
    return f"{NOT_PLAIN.sub('-', name)}.csv"


def table_csv(payload, table):
    """One table as CSV text: a column for each of its own, three for one with intervals."""
    columns = [name for column in table["columns"] for name in _names(column)]
    lines = [["row", *columns, "note"]]
    lines += [[row["label"], *_values(row, table), row.get("note", "")] for row in table["rows"]]
    said = [table["about"], *table["notes"], *payload["notes"]]
    return _text(payload, lines + [[HOW, *[""] * len(columns), words] for words in said if words])


def _names(column):
    label = column["label"]
    return [label, f"{label}, low", f"{label}, high"] if column["kind"] == "interval" else [label]


def _values(row, table):
    for column, cell in zip(table["columns"], row["cells"], strict=True):
        yield from _cells(cell, column["kind"])


def _cells(cell, kind):
    """The cell as one value, or as the three of an interval."""
    said = HIDDEN.lower() if is_hidden(cell) else refusal(cell)
    if kind != "interval":
        return [said or cell]
    return [said] * 3 if said else [figure(cell), *ends(cell)]


def every_table_csv(payload):
    """Every figure of the release as CSV text, one line a cell; then one a sentence of how to read them."""
    lines = [EVERY_COLUMN]
    for section in payload["sections"]:
        for table in section["tables"]:
            lines += [_line(section, table, *cell) for cell in _each(table)]
    blank = [""] * (len(EVERY_COLUMN) - 4)
    return _text(payload, lines + [[*about, HOW, *blank, words] for *about, words in _how(payload)])


def _how(payload):
    """(section, table, sentence): what is said of the release, of each section and of each table."""
    yield from (("", "", words) for words in payload["notes"])
    for section in payload["sections"]:
        yield from ((section["title"], "", words) for words in section["notes"])
        for table in section["tables"]:
            said = [table["about"], *table["notes"]]
            yield from ((section["title"], table["title"], words) for words in said if words)


def _each(table):
    for row in table["rows"]:
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            yield row, column, cell


def _line(section, table, row, column, cell):
    names = [section["title"], table["title"], row["label"], column["label"]]
    words = in_words(cell, column["kind"])
    return [*names, figure(cell), *ends(cell), words, row.get("note", "")]


def _text(payload, lines):
    if payload["synthetic"]:
        lines = [["data", *lines[0]], *([SYNTHETIC, *line] for line in lines[1:])]
    return "".join(csv_lines(lines))
