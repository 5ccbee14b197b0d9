"""Which period a day falls in: months, financial quarters and years, held against a calendar of our own."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from cjnudge.cases.counting.case_rows import last_whole_day
from cjnudge.cases.counting.counts import count
from cjnudge.cases.measures import measure
from tests.cases.case_snapshots import case, case_snapshot

STAMPS = 10_000
FIRST, LAST = date(2012, 1, 1), date(2027, 12, 31)
# Both ends of months and financial years, leap days, and the nights on which British clocks change.
EDGES = [
    *(
        date(year, month, day)
        for year in (2015, 2016, 2023, 2024)
        for month, day in ((3, 31), (4, 1), (12, 31), (1, 1))
    ),
    *(date(year, 2, day) for year in (2016, 2020, 2023, 2024) for day in (1, 28)),
    *(date(year, 2, 29) for year in (2016, 2020, 2024)),
    *(date(2024, month, day) for month, day in ((3, 30), (3, 31), (10, 26), (10, 27), (10, 28))),
    *(date(2025, month, day) for month, day in ((3, 29), (3, 30), (10, 25), (10, 26), (10, 27))),
    FIRST,
    LAST,
]
DAYS_IN = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
BEGIN_IN = {"month": range(1, 13), "quarter": (1, 4, 7, 10), "year": (4,)}
SHARE = measure("oocr_share_positive")


def stamps():
    """Days, a tenth of them edges."""
    source, span = Random(29), (LAST - FIRST).days + 1
    edges = [EDGES[number % len(EDGES)] for number in range(STAMPS // 10)]
    return edges + [FIRST + timedelta(days=int(source.random() * span)) for _ in range(STAMPS - len(edges))]


def calendar():
    """{day: first days of its month, quarter and financial year}, by walking day for day from 1 April 2011."""
    year, month, day, found = 2011, 4, 1, {}
    starts = dict.fromkeys(("month", "quarter", "year"))
    while year <= LAST.year:
        if day == 1:
            begin = [grain for grain, months in BEGIN_IN.items() if month in months]
            starts = starts | dict.fromkeys(begin, date(year, month, 1))
        found[date(year, month, day)] = starts
        leap = month == 2 and (year % 4 == 0 and year % 100 != 0 or year % 400 == 0)
        day += 1
        if day > DAYS_IN[month - 1] + leap:
            day, month = 1, month + 1
        if month > 12:
            month, year = 1, year + 1
    return found


@pytest.mark.django_db
def test_counts_of_10_000_stamps_equal_a_calendars(practice):
    days, periods = stamps(), calendar()
    rows = [case(day, "8" if number % 3 else "1", day, recorded_on=day) for number, day in enumerate(days)]
    snapshot = case_snapshot(practice, rows, as_at=date(2028, 6, 30))
    asked = {"entry": replace(measure("oocr_of_eligible_within_w"), follow_up_days=1)}
    for grain in ("month", "quarter", "year"):
        above = Counter(periods[day][grain] for number, day in enumerate(days) if number % 3)
        below = Counter(periods[day][grain] for day in days)
        for basis in ("entry", "closed", "recorded"):
            frame = count(asked.get(basis, SHARE), snapshot, by=("period",), basis=basis, grain=grain)
            assert dict(zip(frame.period, frame.numerator, strict=True)) == {p: above[p] for p in below}
            assert dict(zip(frame.period, frame.denominator, strict=True)) == below


@pytest.mark.django_db
def test_year_that_begins_in_january_would_not_equal_it(practice):
    """Control: the comparison sees a financial year that is taken for a calendar year."""
    days, periods = stamps(), calendar()
    below = Counter(date(day.year, 1, 1) for day in days)
    assert set(below) != {periods[day]["year"] for day in days}
    frame = count(
        SHARE,
        case_snapshot(practice, [case(day, "8", day) for day in days], as_at=date(2028, 6, 30)),
        by=("period",),
        basis="closed",
        grain="year",
    )
    assert dict(zip(frame.period, frame.denominator, strict=True)) != below


@pytest.mark.parametrize("grain", ["month", "quarter", "year"])
def test_last_whole_day_is_the_last_whose_period_is_over(grain):
    periods = calendar()
    for day in sorted(periods)[400:]:
        after = periods.get(day + timedelta(days=1))
        if after is None:
            continue
        expected = day if after[grain] > day else periods[day][grain] - timedelta(days=1)
        assert last_whole_day(day, grain) == expected
