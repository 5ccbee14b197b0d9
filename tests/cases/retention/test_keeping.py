"""The last day that rows are kept, from a record's date or months; what a page says before it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjnudge.cases.privacy.keeping import NOTICE_DAYS, is_over, last_day_kept, months_after, notice

DAY = date(2026, 1, 31)


@pytest.mark.parametrize(
    "day, months, expected",
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), 600, date(2076, 3, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(day, months, expected):
    assert months_after(day, months) == expected


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 600))
def test_months_agree_with_an_independent_reckoning(day, months):
    from dateutil.relativedelta import relativedelta

    assert months_after(day, months) == day + relativedelta(months=months)


def test_earlier_of_date_and_months_holds_and_neither_means_no_end():
    assert last_day_kept(until=date(2027, 1, 1), months=None, arrived_on=DAY) == date(2027, 1, 1)
    assert last_day_kept(until=None, months=24, arrived_on=DAY) == date(2028, 1, 31)
    assert last_day_kept(until=date(2027, 1, 1), months=24, arrived_on=DAY) == date(2027, 1, 1)
    assert last_day_kept(until=None, months=None, arrived_on=DAY) is None


def test_last_day_itself_is_still_kept():
    assert not is_over(DAY, DAY) and is_over(DAY, DAY + timedelta(days=1)) and not is_over(None, DAY)


def test_notice_begins_a_month_before():
    assert notice(DAY, DAY - timedelta(days=NOTICE_DAYS + 1)) == ""
    assert "in 30 days" in notice(DAY, DAY - timedelta(days=NOTICE_DAYS))
    assert "tomorrow" in notice(DAY, DAY - timedelta(days=1)) and "today" in notice(DAY, DAY)
    assert "next round" in notice(DAY, DAY + timedelta(days=1))
    assert notice(None, DAY) == ""
