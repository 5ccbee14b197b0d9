"""Small extracts, most of them damaged in one of the ways in which files of records systems are."""

import codecs
import csv
import io
import random

from tests.cases.extract.reader import COLUMNS, record

TEAMS = ("Hertford", "Watford", "WAT", "Stevenage")
CELLS = (
    *("1e400", "9223372036854775808", "-1", "5.0", "5.5", "0x10", "NaN", "1_000", "٣", "121", "21", "007"),
    *("30/02/2025", "29/02/2025", "29/02/2024", "31/12/1899", "01/01/2031", "2025-02-30", "31/12/2024 25:00"),
    *("31/12/2024 23:59", "2025-03-30 01:30", "2025-07-01T23:30:00Z", "2024-12-31T23:30:00-05:00", "15-Foo-2025"),
    *("=1+1", "=cmd|' /C calc'!A0", "+44", "@SUM(A1)", "-2+3", "\t=1", "1A", "2a", "3A", "23", "0", "8.0", "08"),
    *("\u202eWAT", "W\u200bAT", "Wat\u00a0ford", "\ufeffx", "", " ", "NULL", "unknown", "n/a", "0000", "é" * 70),
    *("community  RESOLUTION", " M ", "w1", "other", "TH68010", "105A", "8N", "999Z", "a,b", 'say "so"', "two\nlines"),
    *("two\r\nlines", "cr\rcell", "x" * 101, "12/345678a", "１２/345678A", "12/345 678A"),
)  # fmt: skip
HEADERS = (
    *("Tеam", "Team ", " Team", "Team\u200e", "TEAM", "Te\u00adam", "Colour", "Suspect DOB", "New column", ""),
    *("Outcome\u00a0Date", "=Team", "Sex"),
)  # fmt: skip


def good_table(chance):
    """A header and a few good records, the columns in any order."""
    names = list(COLUMNS)
    chance.shuffle(names)
    rows = [_good_record(chance, number) for number in range(chance.randint(1, 8))]
    return [names, *([row[name] for name in names] for row in rows)]


def _good_record(chance, number):
    has_outcome = chance.random() < 0.8
    cells = record(
        entry_on=f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/2024",
        outcome=chance.choice(("Community resolution", "Charge/summons", "16")) if has_outcome else "",
        outcome_on=f"{chance.randint(1, 28)}-Jan-2025" if has_outcome else "",
        unit=chance.choice(TEAMS),
        offence=chance.choice(("046", "46", "8N", "105A", "")),
        age_band=str(chance.randint(5, 80)),
        suspect=chance.choice(("", f"12/{chance.randint(0, 999999):06}A")),
        crime=f"41/{number}/25",
    )
    return dict(zip(COLUMNS, cells, strict=True))


def as_text(table, chance):
    """The table as CSV, quoted in one of the usual ways."""
    text = io.StringIO()
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(text, quoting=quoting, lineterminator=chance.choice(("\n", "\r\n"))).writerows(table)
    return text.getvalue()


def strange_cell(table, chance):
    row = chance.choice(table[1:])
    row[chance.randrange(len(row))] = chance.choice(CELLS)


def strange_cells(table, chance):
    for _ in range(chance.randint(2, 5)):
        strange_cell(table, chance)


def huge_cell(table, chance):
    chance.choice(table[1:])[0] = "x" * chance.choice((65_536, 131_072, 131_073))


def strange_header(table, chance):
    table[0][chance.randrange(len(table[0]))] = chance.choice(HEADERS)


def column_twice(table, chance):
    place = chance.randrange(len(table[0]))
    for row in table:
        row.append(row[place])


def missing_column(table, chance):
    place = chance.randrange(len(table[0]))
    for row in table:
        del row[place]


def ragged(table, chance):
    row = chance.choice(table)
    if chance.random() < 0.5:
        row.append("more")
    else:
        row.pop()


def record_twice(table, chance):
    table.append(list(chance.choice(table[1:])))


def no_header(table, chance):
    del table[0]


IN_TABLE = (
    *(strange_cell, strange_cell, strange_cells, huge_cell, strange_header, column_twice, missing_column, ragged),
    *(record_twice, no_header),
)  # fmt: skip


def cut(data, chance):
    return data[: chance.randrange(len(data) + 1)]


def nul(data, chance):
    return _put(data, b"\0", chance)


def mark(data, chance):
    return codecs.BOM_UTF8 + data


def two_marks(data, chance):
    return codecs.BOM_UTF8 * 2 + data


def utf_16(data, chance):
    return data.decode().encode(chance.choice(("utf-16", "utf-16-le", "utf-16-be")))


def windows_1252(data, chance):
    return _put(data, chance.choice((b"\xe9", b"\x92", b"\xff", b"\xc3")), chance)


def other_line_ends(data, chance):
    ends = iter(lambda: chance.choice((b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\n")), None)
    return b"".join(line + next(ends) for line in data.replace(b"\r", b"").split(b"\n"))


def quotes(data, chance):
    return _put(data, chance.choice((b'"', b'""', b'"""', b'"' * 7, b'"x', b'x"')), chance)


def a_byte(data, chance):
    return _put(data, bytes([chance.randrange(256)]), chance)


def lines_swapped(data, chance):
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _put(data, what, chance):
    at = chance.randrange(len(data) + 1)
    return data[:at] + what + data[at:]


IN_BYTES = (
    *(cut, nul, mark, two_marks, utf_16, windows_1252, other_line_ends, quotes, quotes, a_byte, lines_swapped),
)  # fmt: skip


def mutated(seed):
    """The bytes of one file; the same for the same seed. One in ten is not damaged."""
    chance = random.Random(seed)
    table = good_table(chance)
    kind = chance.random()
    if 0.1 < kind < 0.65:
        chance.choice(IN_TABLE)(table, chance)
    data = as_text(table, chance).encode()
    return chance.choice(IN_BYTES)(data, chance) if kind > 0.55 else data
