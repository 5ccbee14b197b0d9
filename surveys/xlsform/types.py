"""What the columns type, constraint and parameters of one row say."""

import re

from surveys.xlsform.layout import SELECTS

_BETWEEN = re.compile(
    r"\.\s*(?P<above>>=?)\s*(?P<low>-?\d{1,4})\s+and\s+\.\s*(?P<below><=?)\s*(?P<high>-?\d{1,4})", re.I
)
_UP_TO = re.compile(r"\.\s*(?P<below><=?)\s*(?P<high>-?\d{1,4})", re.I)
_LENGTH = re.compile(r"string-length\(\s*\.\s*\)\s*(?P<below><=?)\s*(?P<most>\d{1,6})", re.I)
_PARAMETER = re.compile(r"(?P<name>[A-Za-z_-]+)\s*=\s*(?P<value>[^\s,;]+)")
_GROUPS = ("begin_group", "end_group", "begin_repeat", "end_repeat")
RANGE = {"start": "1", "end": "10", "step": "1"}  # what the reference of XLSForm takes where nothing is said


def type_of(row):
    """(type with underscores, what follows it): `select one from x` is ("select_one_from", "x")."""
    words = row.get("type").split()
    for length in range(min(len(words), 5), 1, -1):
        joined = "_".join(words[:length]).lower()
        if joined in SELECTS or joined in _GROUPS:
            return joined, " ".join(words[length:])
    return (words[0].lower(), " ".join(words[1:])) if words else ("", "")


def between(row, found):
    """(low, high) of an integer's constraint; None for what it does not say."""
    text = row.get("constraint")
    if not text:
        return None, None
    both, most = _BETWEEN.fullmatch(text), _UP_TO.fullmatch(text)
    if not both and not most:
        found.refuse(row, "constraint", "write it as . >= 0 and . <= 10: no other is read for a number")
        return None, None
    limits = both or most
    high = int(limits["high"]) - (limits["below"] == "<")
    return (int(both["low"]) + (both["above"] == ">") if both else None), high


def longest(row, found):
    """The characters that a text may have; None where that is not said."""
    text = row.get("constraint")
    limit = _LENGTH.fullmatch(text)
    if text and not limit:
        found.note(row, "constraint", "left out: of a text only string-length(.) <= 300 is read")
    return int(limit["most"]) - (limit["below"] == "<") if limit else None


def range_of(row, found):
    """(low, high) of a range."""
    said = RANGE | {one["name"].lower(): one["value"] for one in _PARAMETER.finditer(row.get("parameters"))}
    ends = [said[name] for name in RANGE]
    if not all(re.fullmatch(r"-?\d{1,4}", end) for end in ends) or said["step"] != "1":
        found.refuse(row, "parameters", "write whole numbers and step=1, as in start=0 end=10 step=1")
        return None, None
    return int(ends[0]), int(ends[1])
