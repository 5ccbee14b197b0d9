"""The documented CSV layout of an extract of cases, told from the one table of fields: it cannot go stale."""

import csv
import io

from cjnudge.cases.extract.fields import FIELDS

FILE_NAME = "cases.csv"
WRITTEN = {
    "day": "A date, as 2026-04-01; a time behind it is read and left out",
    "outcome": "A Home Office outcome type, 1 to 22; 0 or empty while there is none",
    "unit": "A name or short code, the same for every case of the unit",
    "offence": "A Home Office offence code",
    "person": "Any identifier; it becomes a keyed pseudonym while the file is read and is never stored",
}


def header():
    """The columns of the layout: every field by its key."""
    return list(FIELDS)


def header_line():
    """The first line of a file in the layout, as CSV text."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(header())
    return line.getvalue()


def rows():
    """[[column, what it is, how it is written, "needed" or ""]] of the layout."""
    return [
        [one.key, f"{one.title}. {one.help}".strip(), written(one), "needed" if one.needed else ""]
        for one in FIELDS.values()
    ]


def written(field):
    """How the cells of a field are written, in words."""
    if field.kind == "choice":
        return f"One of: {', '.join(field.choices)}"
    if field.kind == "whole":
        return f"A whole number from 0 to {field.most:,}"
    return WRITTEN[field.kind]
