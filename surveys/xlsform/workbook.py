"""The sheets of a form as a workbook. Every cell is a text: what begins like a formula is none, nor becomes one."""

import io
from datetime import datetime

from surveys.xlsform.layout import SURVEY

WIDTHS = {"label": 60, "hint": 40, "words": 60, "relevant": 30, "name": 24, "type": 24, "address": 30}
USUAL_WIDTH = 18
MADE = datetime(2026, 1, 1)  # fixed, so that the same form is the same file


def workbook_of(sheets):
    """The bytes of an .xlsx file with {sheet: [[cell text]]}."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": MADE})
        # With the mark of a leading quote a cell that is edited stays a text, whatever it begins with.
        text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True, "num_format": "@"})
        heading = book.add_format({"bold": True, "quote_prefix": True, "num_format": "@"})
        for name, rows in sheets.items():
            _write(book.add_worksheet(name), rows, heading, text)
    return stream.getvalue()


def _write(sheet, rows, heading, text):
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, cell, text if number else heading)
    for place, name in enumerate(rows[0] if rows else ()):
        sheet.set_column(place, place, WIDTHS.get(name.partition("::")[0], USUAL_WIDTH))
    sheet.freeze_panes(1, 2 if sheet.get_name() == SURVEY else 0)
