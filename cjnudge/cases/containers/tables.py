"""The tables of a file: itself where it is CSV, its members where it is an archive, a sheet where it is a workbook."""

import csv
from fnmatch import fnmatch
from pathlib import Path

from cjnudge.cases.containers.archives import chunks_of, is_archive, opened
from cjnudge.cases.containers.workbooks import is_workbook, sheet_of
from cjnudge.cases.extract.header import shown
from cjnudge.cases.problems import FileProblem
from cjnudge.cases.reading.files import lines_from, lines_of


def tables_of(path, feed):
    """Yields (which table, iterator of (line or row where it starts, cells)); "" for the only table of a CSV file."""
    path = Path(path)
    if not is_archive(path):
        yield "", records_of(lines_of(path))
    elif is_workbook(path):
        name, rows = sheet_of(path, [layout.header for layout in feed.layouts])
        yield f"sheet {shown(name)}", rows
    else:
        yield from _members(path, feed)


def _members(path, feed):
    if not feed.members:
        raise FileProblem(
            f"The {feed.title} feed does not come as an archive.", "Unpack it and import the files inside."
        )
    with opened(path) as archive:
        wanted = [member for member in archive.infolist() if fnmatch(member.filename, feed.members)]
        if not wanted:
            raise FileProblem(
                "The archive has no file that this feed reads.", f"Their names are like {feed.members}."
            )
        for member in sorted(wanted, key=lambda member: member.filename):
            yield shown(member.filename), records_of(lines_from(chunks_of(archive, member)))


def records_of(lines):
    """(line where it starts, cells) of every record of CSV lines; a fault of quoting ends them."""
    reader = csv.reader(lines, strict=True)
    while True:
        line, broken = reader.line_num + 1, False
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error:
            broken = True
        if broken:
            raise FileProblem(
                "The quotes or line ends of this record are broken; the file was read no further.",
                'Put cells with commas in double quotes, write a quote inside a cell as "", end lines with '
                "LF or CRLF.",
                line,
            )
        if record:
            yield line, record
