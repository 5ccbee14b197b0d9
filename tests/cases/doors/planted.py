"""Extracts with planted personal values, and the search for them in everything that a run leaves behind."""

import re
from pathlib import Path

from cjnudge.cases.extract.mapping import MappingBody
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted
from tests.cases.doors.extracts import BODY, FIRST_DAY

HEADER = (
    "Crime No,PNC ID,CRO,Collar No,Suspect Name,Address,Postcode,E-mail,Phone,NINO,NHS No,MO Notes,"
    "Identified,Team,Outcome,Outcome Date"
)
DROPPED = ("CRO", "Suspect Name", "Address", "Postcode", "E-mail", "Phone", "NINO", "NHS No", "MO Notes")
PLANTED_BODY = MappingBody(
    columns={
        **dict.fromkeys(DROPPED, "drop"),
        **{name: field for name, field in BODY.columns.items() if name in HEADER and name != "Suspect Name"},
    },
    confirmed_drops=DROPPED,
    days=BODY.days,
    labels=BODY.labels,
    as_written=BODY.as_written,
)
# Each kind has a mark that nothing else holds, long enough not to come about by chance in a few hundred megabytes.
MARKS = {
    "suspect": rb"20/?76\d{5}[A-Z]",
    "CRO": rb"\d{5}/76QX",
    "officer": rb"ZQCOLLAR\d",
    "crime": rb"41QZXW",
    "name": rb"zephyrine|quackenbush",
    "postcode": rb"zz99 ?9qx",
    "address": rb"plantagenet terrace",
    "e-mail": rb"planted\.example",
    "phone": rb"07700 ?91\d{4}",
    "NINO": rb"QQ76\d{4}C",
    "NHS number": rb"943 476 \d{4}",
}
_ANY = {kind: re.compile(mark, re.I) for kind, mark in MARKS.items()}


def personal(number):
    """The cells of the identifiers and of what an extract should not have sent."""
    name = f"Zephyrine{number} Quackenbush"
    return (
        f"41QZXW/{number:06d}/26,20/76{number:05d}Q,{number:05d}/76QX,ZQCOLLAR{number % 97},{name},"
        f'"{number} Plantagenet Terrace",ZZ99 9QX,z{number}@planted.example,07700 91{number % 10000:04d},'
        f"QQ76{number % 10000:04d}C,943 476 {number % 10000:04d},{name} rang 07700 91{number % 10000:04d}"
    )


def planted(rows, *, outcome="Charged"):
    """The bytes of an extract of so many records, each with every kind of personal value."""
    lines = (f"{personal(number)},{FIRST_DAY},Watford,{outcome},{FIRST_DAY}" for number in range(1, rows + 1))
    return "\n".join([HEADER, *lines, ""]).encode()


def planted_where_they_do_not_belong(rows):
    """The same with faults whose cells are personal: in a day, a label, a quote that is never closed."""
    name = "Zephyrine Quackenbush"
    wrong = [
        f"{personal(1)},{name},Watford,Charged,{FIRST_DAY}",
        f"{personal(2)},{FIRST_DAY},Watford,{name},{FIRST_DAY}",
        f"{personal(3)},{FIRST_DAY},Watford,z1@planted.example,20/7600001Q",
        f'{personal(4)},{FIRST_DAY},Watford,"{name},{FIRST_DAY}',
    ]
    return planted(rows) + "\n".join(wrong).encode()


def kinds_in(content):
    """The kinds of planted values that some bytes hold, also where they were written as UTF-16."""
    texts = (content, content.replace(b"\0", b""))
    return sorted(kind for kind, mark in _ANY.items() if any(mark.search(text) for text in texts))


def hits(*places):
    """[(file, kinds)] of all files below some places that hold a planted value; Parquet is read, not only searched."""
    found = []
    for path in sorted(path for place in places for path in _files(Path(place))):
        kinds = kinds_in(path.read_bytes()) + (_in_parquet(path) if path.suffix == ".parquet" else [])
        if kinds:
            found.append((str(path), kinds))
    return found


def _files(place):
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and not path.is_symlink()]


def _in_parquet(path):
    with connection() as duck:
        rows = duck.execute(f"SELECT * FROM read_parquet({quoted(path)})").fetchall()
    return kinds_in(repr(rows).encode())
