"""`python -m cjnudge.cases.containers.every_sheet -`: prints all visible sheets of a small workbook as JSON lines.

The workbook follows the first line of standard input, which is not used; limits are those of `sheet`.
"""

import sys

from cjnudge.cases.containers.sheet import limit, say, trimmed, visible_sheets, workbook

MOST_SHEETS, MOST_CELLS = 30, 200_000  # a form of 20 statements in four languages has some 15,000 cells
TOO_MUCH = {
    "reason": f"The workbook has more than {MOST_SHEETS} sheets, or a sheet of more than {MOST_CELLS:,} cells.",
    "remedy": "Delete the sheets, and the empty rows and columns, that do not belong to the form.",
}


def main(path):
    """Prints {"sheet": name} and [row number, cell, …] for each sheet, then {"end": true}."""
    limit()
    sys.stdin.buffer.readline()
    from python_calamine import CalamineWorkbook

    with workbook(path) as stream:
        sheets = list(visible_sheets(CalamineWorkbook.from_filelike(stream)))
        if len(sheets) > MOST_SHEETS or any(
            one.total_height * one.total_width > MOST_CELLS for one in sheets
        ):
            say(TOO_MUCH)
            return
        for sheet in sheets:
            print_sheet(sheet)
        say({"end": True})


def print_sheet(sheet):
    say({"sheet": sheet.name})
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = trimmed(row)
        if cells:
            say([number, *cells])


if __name__ == "__main__":
    main(sys.argv[1])
