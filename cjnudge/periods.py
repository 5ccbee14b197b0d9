"""Months, financial quarters and financial years: reading them, naming them and stepping through them.

A financial year starts on 1 April; its quarter 4 is January to March of the next calendar year. A period is
named
by its first day and its grain: "month", "quarter" or "year".
"""

import re
from datetime import date, timedelta

GRAINS = ("month", "quarter", "year")
MONTHS_IN = {"month": 1, "quarter": 3, "year": 12}
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
FIRST_MONTH_OF_YEAR = 4

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"([0-9]{4})/([0-9]{2})")


def parse_month(text):
    """First day of the month written "2024-03"; ValueError for anything else."""
    found = _MONTH.fullmatch(text)
    if not found or found[1] == "0000":
        raise ValueError('a month is written like "2024-03"')
    return date(int(found[1]), int(found[2]), 1)


def parse_financial_year(text):
    """First day of the financial year written "2023/24"; ValueError for anything else, "2023/25" included."""
    found = _YEAR.fullmatch(text)
    if not found or found[1] == "0000" or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError('a financial year is written like "2023/24"')
    return date(int(found[1]), FIRST_MONTH_OF_YEAR, 1)


def quarter_start(year_start, quarter):
    """First day of quarter 1 to 4 of the financial year that starts on `year_start`."""
    if quarter not in (1, 2, 3, 4):
        raise ValueError("a financial year has quarters 1 to 4")
    return add_months(year_start, 3 * (quarter - 1))


def add_months(day, months):
    """The first of the month so many months after the month of `day`."""
    whole = day.year * 12 + day.month - 1 + months
    return date(whole // 12, whole % 12 + 1, 1)


def period_end(start, grain):
    """Last day of the period."""
    return add_months(start, MONTHS_IN[grain]) - timedelta(days=1)


def next_period(start, grain):
    """First day of the period after this one."""
    return add_months(start, MONTHS_IN[grain])


def periods_between(first, last, grain):
    """First days of every period from `first` to `last`, both included."""
    starts = []
    while first <= last:
        starts.append(first)
        first = next_period(first, grain)
    return starts


def financial_year_of(day):
    """Label of the financial year a day lies in, like "2023/24"."""
    year = day.year if day.month >= FIRST_MONTH_OF_YEAR else day.year - 1
    return f"{year}/{(year + 1) % 100:02d}"


def quarter_of(day):
    """Number, 1 to 4, of the financial quarter a day lies in."""
    return (day.month - FIRST_MONTH_OF_YEAR) % 12 // 3 + 1


def period_label(start, grain):
    """The period in words: "March 2024", "2023/24 Q4 (January to March 2024)" or "2023/24"."""
    if grain == "month":
        return f"{MONTH_NAMES[start.month - 1]} {start.year}"
    if grain == "year":
        return financial_year_of(start)
    last = period_end(start, "quarter")
    months = f"{MONTH_NAMES[start.month - 1]} to {MONTH_NAMES[last.month - 1]} {last.year}"
    return f"{financial_year_of(start)} Q{quarter_of(start)} ({months})"
