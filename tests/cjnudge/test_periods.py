from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjnudge import periods


def test_financial_year_starts_on_1_april():
    assert periods.parse_financial_year("2023/24") == date(2023, 4, 1)
    assert periods.parse_financial_year("1999/00") == date(1999, 4, 1)


@pytest.mark.parametrize("text", ["2023/25", "2023-24", "23/24", "2023/24 ", "٢٠٢٣/٢٤", "", "0000/01"])
def test_what_is_no_financial_year_is_refused(text):
    with pytest.raises(ValueError, match="2023/24"):
        periods.parse_financial_year(text)


@pytest.mark.parametrize(
    "text", ["2021-13", "2021-00", "2021-1", "202101", "2021-01-01", "2021-01 ", "٢٠٢١-٠١"]
)
def test_impossible_month_is_refused(text):
    with pytest.raises(ValueError, match="2024-03"):
        periods.parse_month(text)


def test_quarter_4_is_january_to_march_of_the_next_calendar_year():
    start = periods.quarter_start(date(2023, 4, 1), 4)
    assert start == date(2024, 1, 1)
    assert periods.period_label(start, "quarter") == "2023/24 Q4 (January to March 2024)"
    assert periods.period_end(start, "quarter") == date(2024, 3, 31)


def test_fifth_quarter_is_refused():
    with pytest.raises(ValueError):
        periods.quarter_start(date(2023, 4, 1), 5)


def test_labels_name_the_period():
    assert periods.period_label(date(2024, 2, 1), "month") == "February 2024"
    assert periods.period_label(date(2025, 4, 1), "year") == "2025/26"


def test_leap_february_ends_on_the_29th():
    assert periods.period_end(date(2024, 2, 1), "month") == date(2024, 2, 29)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.sampled_from(periods.GRAINS))
def test_next_period_begins_the_day_after_this_one_ends(day, grain):
    start = day.replace(day=1)
    assert (periods.next_period(start, grain) - periods.period_end(start, grain)).days == 1


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_the_quarter_and_year_that_name_it(day):
    year = periods.parse_financial_year(periods.financial_year_of(day))
    assert year <= day <= periods.period_end(year, "year")
    start = periods.quarter_start(year, periods.quarter_of(day))
    assert start <= day <= periods.period_end(start, "quarter")


def test_periods_between_counts_both_ends():
    assert len(periods.periods_between(date(2021, 1, 1), date(2022, 1, 1), "month")) == 13
    assert periods.periods_between(date(2022, 1, 1), date(2021, 1, 1), "month") == []
