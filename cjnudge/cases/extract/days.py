"""The ways in which extracts write days, and the London day of each cell.

A time without an offset is local time and leaves its day as it is; one with Z or an offset is converted, so that
23:30Z in summer is the next day here.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from zoneinfo import ZoneInfo

from cjnudge.cases.problems import CellProblem
from cjnudge.periods import MONTH_NAMES

# No case of an extract entered before records systems kept outcomes; 1899 and 1900 are spreadsheets' day nought.
FIRST_DAY = date(1990, 1, 1)
_TIME = (
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d{1,9})?)?"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}


@dataclass(frozen=True)
class DayFormat:
    """One way to write a day; a time of day may follow in each."""

    key: str
    title: str
    example: str
    pattern: str

    def fullmatch(self, text):
        return _compiled(self.pattern).fullmatch(text)


@cache
def _compiled(pattern):
    return re.compile(pattern + _TIME, re.ASCII)


DAY_FORMATS = {
    one.key: one
    for one in (
        DayFormat("iso", "Year, month, day", "2025-12-31", r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
        DayFormat("uk", "Day, month, year", "31/12/2025", r"(?P<day>\d\d?)/(?P<month>\d\d?)/(?P<year>\d{4})"),
        DayFormat(
            "named_month",
            "Month as a word",
            "31-Dec-2025",
            r"(?P<day>\d\d?)[- ](?P<name>[A-Za-z]{3})[- ](?P<year>\d{4})",
        ),
        DayFormat("compact", "Digits alone", "20251231", r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"),
    )
}


@cache
def london():
    return ZoneInfo("Europe/London")


def read_day(text, day_format, column=""):
    """The London day of a cell's text; CellProblem where it is no day written that way."""
    found = day_format.fullmatch(text.strip())
    if not found:
        raise CellProblem(
            column,
            f"This is not a day written like {day_format.example}.",
            "Correct the cell, or say in the mapping how its days are written.",
        )
    parts = found.groupdict()
    day = _day(parts, column)
    if parts["hour"] is not None:
        day = _with_time(day, parts, column)
    if day < FIRST_DAY:
        raise CellProblem(
            column, f"The day is before {FIRST_DAY:%-d %B %Y}.", "Correct the year, or leave the cell empty."
        )
    return day


def _day(parts, column):
    month = _MONTHS.get(parts["name"].lower(), 0) if "name" in parts else int(parts["month"])
    try:
        return date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        raise CellProblem(column, "There is no such day.", "Correct the day, month or year.") from None


def _with_time(day, parts, column):
    hour, minute, second = int(parts["hour"]), int(parts["minute"]), int(parts["second"] or 0)
    offset = _offset(parts["zone"])
    if hour > 23 or minute > 59 or second > 59 or offset is None:
        raise CellProblem(
            column, "There is no such time of day.", "Correct the time, or write the day alone."
        )
    if parts["zone"] is None or not FIRST_DAY <= day < date.max:
        return day
    stamp = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=timezone(offset))
    return stamp.astimezone(london()).date()


def _offset(zone):
    """The offset from Greenwich; None for one that no clock has."""
    if zone in (None, "Z"):
        return timedelta()
    hours, minutes = int(zone[1:3]), int(zone[-2:])
    if hours > 14 or minutes > 59:
        return None
    return (1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes)
