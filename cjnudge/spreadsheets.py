"""CSV that no spreadsheet runs: text that it would take for a formula gets an apostrophe in front."""

import csv
import io

# What Excel, LibreOffice and Google Sheets begin a formula with, and the full-width forms that they read the same.
FORMULA_BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(value):
    """The cell's value: numbers and empty cells as they are, other things as text that begins no formula."""
    if value is None or isinstance(value, (int, float)):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_BEGINNINGS) else text


def csv_lines(rows):
    """Yield each row, an iterable of cells, as one line of CSV text (RFC 4180: CR LF, quotes doubled)."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([inert(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
