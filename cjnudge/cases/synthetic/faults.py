"""Faults that a synthetic extract can be given on request: one of each kind that an import must refuse or explain."""

import csv
import io

from cjnudge.cases.synthetic import layout

# Where the faulty record stands: far enough in that a reader that guesses from a sample has stopped guessing.
PLACE = 0.6


def apply(wrong, pieces, *, count):
    """The file's pieces (bytes: the header, then whole lines) with each asked fault worked in, as FAULTS has them."""
    for key in FAULTS:
        if key in wrong:
            pieces = FAULTS[key](pieces, int(count * PLACE))
    return pieces


def changed_cell(column, value):
    """A fault that writes a value into one record's cell."""

    def change(record):
        record[layout.HEADER.index(column)] = value
        return [record]

    return _changed_record(change)


def _changed_record(change):
    """A fault of one record: change(its cells) gives the records to write in its place."""

    def fault(pieces, at):
        yield next(pieces := iter(pieces))
        done = 0
        for piece in pieces:
            lines = _records(piece)
            if 0 <= at - done < len(lines):
                place = at - done
                lines[place : place + 1] = change(lines[place])
                piece = _as_csv(lines)
            done += len(lines)
            yield piece

    return fault


def changed_header(change):
    """A fault of the header: change(its columns) gives the columns to write."""

    def fault(pieces, at):
        pieces = iter(pieces)
        header = _records(next(pieces))[0]
        yield _as_csv([change(header)])
        yield from pieces

    return fault


def changed_bytes(change):
    """A fault of the whole file's bytes: change(piece, whether it is the first) gives the bytes to write."""

    def fault(pieces, at):
        for number, piece in enumerate(pieces):
            yield change(piece, number == 0)

    return fault


def _records(piece):
    return list(csv.reader(io.StringIO(piece.decode(), newline="")))


def _as_csv(records):
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(records)
    return text.getvalue().encode()


def _cut_short(pieces, at):
    """The last line ends within a quoted cell."""
    *whole, last = pieces
    yield from whole
    yield last.rstrip(b"\r\n") + b'\r\nSYNTHETIC,"cut short'


def _renamed(header):
    return ["Wrong column" if column == "Outcome" else column for column in header]


def _twice(header):
    return ["Outcome" if column == "First Outcome" else column for column in header]


def _before_entry(record):
    record[layout.HEADER.index("Outcome Date")] = "01/01/2001"
    record[layout.HEADER.index("Outcome")] = layout.OUTCOMES[8]
    return [record]


FAULTS = {
    "no such day": changed_cell("Suspect Identified", "30/02/2025"),
    "no day": changed_cell("Suspect Identified", ""),
    "american day": changed_cell("Suspect Identified", "12/31/2025"),
    "day in the future": changed_cell("Suspect Identified", "01/01/2099"),
    "outcome before entry": _changed_record(_before_entry),
    "unknown outcome": changed_cell("Outcome", "Words of Advice"),
    "unknown ethnicity": changed_cell("Self-defined Ethnicity", "Z9"),
    "not a number": changed_cell("Gravity", "high"),
    "huge number": changed_cell("OoCRs Before", "9223372036854775808"),
    "formula": changed_cell("Policing Team", "=1+1"),
    "unseen character": changed_cell("Policing Team", "Watford\u202e Crime"),
    "duplicate record": _changed_record(lambda record: [record, record]),
    "ragged": _changed_record(lambda record: [record[:-1]]),
    "extra cell": _changed_record(lambda record: [[*record, "one more"]]),
    "wrong header": changed_header(_renamed),
    "duplicate column": changed_header(_twice),
    "nul": changed_cell("MO Notes", "a\0b"),
    "cut short": _cut_short,
    "windows-1252": changed_bytes(
        lambda piece, first: piece.replace(b"Synthetic note: made up", b"Synthetic note: \x96 made up")
    ),
    "utf-16": changed_bytes(
        lambda piece, first: (b"\xff\xfe" if first else b"") + piece.decode("latin-1").encode("utf-16-le")
    ),
}
