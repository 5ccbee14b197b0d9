"""`python -m cjnudge.cases.containers.sheet PATH`: prints a workbook's table as JSON lines, within limits of its own.

The first line of standard input holds the headers to look for; where PATH is “-”, the workbook follows. Hidden sheets
are not read, and of a formula only its stored value.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from datetime import date, datetime

MEMORY = 180 << 20  # a table of MOST_CELLS fits
MOST_CELLS = 1_500_000  # the longest published table here has 140,000; empty ones between filled ones count
SECONDS = 20
FROM_INPUT = "-"
HEADER_WITHIN = 20  # published tables have a title and notes above their header


def main(path):
    limit()
    headers = [tuple(header) for header in json.loads(sys.stdin.buffer.readline())]
    from python_calamine import CalamineWorkbook

    with workbook(path) as stream:
        book = CalamineWorkbook.from_filelike(stream)
        found = [sheet for sheet in visible_sheets(book) if header_row(sheet, headers) is not None]
        if len(found) == 1 and found[0].total_height * found[0].total_width <= MOST_CELLS:
            print_table(found[0], headers)
        else:
            say(refusal(len(found), headers))


def limit():
    """Ends this process where it takes more than its share."""
    for what, most in (
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(what, (most, most))


def workbook(path):
    """The workbook's bytes, as an open file."""
    if path == FROM_INPUT:
        return io.BytesIO(sys.stdin.buffer.read())
    return open(path, "rb")  # noqa: PTH123 - the reader takes a file


def visible_sheets(book):
    """The worksheets that a person opening the workbook sees, one after the other."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    for meta in book.sheets_metadata:
        if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet:
            yield book.get_sheet_by_name(meta.name)


def header_row(sheet, headers):
    """Number of the row, from 0, that is one of the headers; None where there is none near the top."""
    for number, row in zip(range(HEADER_WITHIN), sheet.iter_rows(), strict=False):
        if trimmed(row) in headers:
            return number
    return None


def trimmed(row):
    """The texts of a row without the empty cells behind the last filled one."""
    cells = [text_of(cell) for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def text_of(cell):
    """A cell as a CSV file would have it."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date | datetime) else str(cell)


def print_table(sheet, headers):
    first = header_row(sheet, headers)
    say({"sheet": sheet.name})
    width = 0
    for number, row in enumerate(sheet.iter_rows()):
        cells = trimmed(row)
        width = width or (len(cells) if number == first else 0)
        if number >= first and cells:
            say([number + 1, *cells, *[""] * (width - len(cells))])
    say({"end": True})


def refusal(found, headers):
    """Why no table is printed, where so many sheets have a header."""
    if found == 1:
        return {
            "reason": f"The sheet reaches over more than {MOST_CELLS:,} cells.",
            "remedy": "Delete the empty rows and columns behind its table, or save the table as a CSV file.",
        }
    if found:
        return {
            "reason": "The workbook has more than one visible sheet with a header that this feed reads.",
            "remedy": "Save the one to import as a CSV file, or hide the others.",
        }
    wanted = " or ".join(",".join(header) for header in headers)
    return {
        "reason": "No visible sheet of the workbook has a header that this feed reads.",
        "remedy": f"Within its first {HEADER_WITHIN} rows a sheet must have the cells {wanted}.",
    }


def say(answer):
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
