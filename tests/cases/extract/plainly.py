"""The same mapping in plain Python: csv.DictReader, strptime, dictionaries and the hmac module, nothing of ours.

`reading_of(data)` is FAULTY where a file must be refused, else its rows; a row's value is UNSURE where the reader may
refuse it too, for a unit or an identifier that is strange without being wrong.
"""

import csv
import hmac
import io
import unicodedata
import uuid
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.cases.extract.mutating import TEAMS
from tests.cases.extract.reader import BODY, COLUMNS, LAYERS, TODAY

FAULTY = "faulty"
LONGEST_LINE = 64 << 10
NEEDED = ("entry_on", "unit")
GROUPS = {"46": "Theft offences", "8N": "Violence against the person", "105A": "Violence against the person"}
NOBODY = [
    "N/A",
    "NA",
    "N/K",
    "NK",
    "NIL",
    "NONE",
    "NULL",
    "NOTKNOWN",
    "NOTSTATED",
    "NOTRECORDED",
    "UNKNOWN",
    "TBC",
]
FORMS = {
    "entry_on": ["%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"],
    "recorded_on": [
        "%Y-%m-%d",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S%z",
        "%Y-%m-%dT%H:%M%z",
    ],
    "outcome_on": ["%d-%b-%Y", "%d-%b-%Y %H:%M"],
}


class Fault(Exception):
    pass


class Unsure(Exception):
    pass


def reading_of(data):
    """FAULTY, None for a file that may be refused or not, or {row number: {field: value}}."""
    try:
        return _rows(_text(data))
    except (Fault, csv.Error, UnicodeDecodeError):
        return FAULTY
    except Unsure:
        return None


def _text(data):
    if b"\0" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2] == b"PK":
        raise Fault
    text = data.decode("utf-8-sig")
    if any(len(line) > LONGEST_LINE for line in text.split("\n")):
        raise Fault
    return text


def _rows(text):
    lines = io.StringIO(text, newline="\n")
    header = next((record for record in csv.reader(lines, strict=True) if record), [])
    if sorted(header) != sorted(COLUMNS):
        raise Fault
    rows = [_row(record) for record in csv.DictReader(lines, header, strict=True)]
    seen = [
        (row["crime"], row["suspect"], row["entry_on"]) for row in rows if row["crime"] and row["suspect"]
    ]
    if not rows or len(set(seen)) < len(seen):
        raise Fault
    return rows


def _row(record):
    if None in record or None in record.values():
        raise Fault
    cells = {field: record[name].strip() for name, field in COLUMNS.items() if field != "drop"}
    row = {field: _value(field, text) for field, text in cells.items()}
    row["offence_group"] = GROUPS.get(row["offence"])
    on, entry = row["outcome_on"], row["entry_on"]
    if (row["outcome"] is None) != (on is None) or (on and on < entry):
        raise Fault
    return row


def _value(field, text):
    if field in LAYERS:
        return _pseudonym(field, text)
    if not text:
        if field in NEEDED:
            raise Fault
        return None
    if field in FORMS:
        return _day(field, text)
    if field == "gravity":
        return _whole(text, 20)
    if field == "age_band":
        years = _whole(text, 120)
        return None if years < 10 else "10-17" if years < 18 else "18-25" if years < 26 else "26+"
    return _label(field, text)


def _day(field, text):
    for form in FORMS[field]:
        try:
            found = datetime.strptime(text, form)
        except ValueError:
            continue
        if found.tzinfo:
            found = found.astimezone(ZoneInfo("Europe/London"))
        if not date(1990, 1, 1) <= found.date() <= TODAY:
            raise Fault
        return found.date()
    raise Fault


def _whole(text, most):
    whole, _, part = text.partition(".")
    if (
        not (whole.isascii() and whole.isdigit())
        or part.strip("0")
        or text.endswith(".")
        or int(whole) > most
    ):
        raise Fault
    return int(whole)


def _label(field, text):
    plain = " ".join(text.split()).casefold()
    for label, value in BODY.labels.get(field, {}).items():
        if label.casefold() == plain:
            return None if value == "0" else value
    if field == "outcome":
        number = text.removesuffix(".0")
        if number.isascii() and number.isdigit() and len(number) < 3 and int(number) < 23:
            return str(int(number)) if int(number) else None
        raise Fault
    if field == "unit":
        if text in TEAMS:
            return text
        raise Unsure
    if field == "offence":
        code = text.removesuffix(".0").lstrip("0")
        if code in GROUPS:
            return code
        raise Unsure
    if plain in {"sex": ("female", "male", "other", "not stated"), "hate": ("yes", "no")}.get(
        field, ("asian", "black")
    ):
        return plain
    if field == "ethnicity" and plain in ("mixed", "other", "white", "not stated"):
        return plain
    raise Fault


def _pseudonym(field, text):
    code = "".join(unicodedata.normalize("NFKC", text).upper().split())
    if len(code) > 100 or not code.isprintable():
        raise Fault
    if code in NOBODY or (len(code) < 21 and set(code) in ({"-"}, {"?"}, {"."}, {"0"}, {"X"}, {"*"}, set())):
        return None
    value = code.encode()
    for key in LAYERS[field]:
        value = hmac.new(key, value, "sha256").digest()[:16]
    return uuid.UUID(bytes=value)
