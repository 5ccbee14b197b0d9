"""Which months stand for before and after: never one on both sides, never one half in force."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjnudge.periods import add_months, period_end, periods_between
from trials.comparing.months import LONGEST_SIDE, NoMonths, next_month, sides_of

DAYS = [day.isoformat() for day in periods_between(date(2020, 1, 1), date(2026, 6, 1), "month")]


def sides(went_live_on, ended_on=None, days=DAYS):
    return sides_of(days, went_live_on, ended_on, follow_up_days=120)


def test_start_on_the_first_of_a_month_needs_no_washout():
    found = sides(date(2025, 10, 1))
    assert found.washout == 0 and found.after[0] == "2025-10-01" and found.before[-1] == "2025-09-01"


def test_start_within_a_month_leaves_that_month_out():
    found = sides(date(2025, 10, 2))
    assert found.washout == 1 and found.after[0] == "2025-11-01" and found.before[-1] == "2025-09-01"
    assert "October 2025 counts for neither side" in " ".join(found.reasons)


def test_end_within_a_month_leaves_that_month_out():
    assert sides(date(2025, 1, 1), date(2025, 12, 30)).after[-1] == "2025-11-01"
    assert sides(date(2025, 1, 1), date(2025, 12, 31)).after[-1] == "2025-12-01"


def test_neither_side_is_longer_than_three_years():
    found = sides(date(2023, 2, 1))
    assert len(found.before) == LONGEST_SIDE and found.before[-1] == "2023-01-01"
    assert len(sides(date(2021, 2, 1)).after) == LONGEST_SIDE


def test_no_month_before_says_what_to_bring():
    with pytest.raises(NoMonths, match="Bring in an extract that begins earlier"):
        sides(date(2020, 1, 20))


def test_start_too_late_names_the_day_of_the_first_mature_month():
    with pytest.raises(NoMonths, match="July 2026: mature on 28 November 2026"):
        sides(date(2026, 6, 20))


def test_ended_before_a_whole_month_is_told_apart_from_too_early():
    with pytest.raises(NoMonths, match="before it had been in force for one whole month"):
        sides(date(2025, 6, 3), date(2025, 7, 20))


def test_nothing_is_to_come_once_the_last_whole_month_is_compared():
    assert next_month(date(2025, 1, 15), date(2025, 6, 15), date(2025, 5, 1)) is None
    assert next_month(date(2025, 1, 15), date(2025, 6, 15), date(2025, 4, 1)) == date(2025, 5, 1)
    assert next_month(date(2025, 1, 15), None) == date(2025, 2, 1)


some_day = st.dates(date(2019, 6, 1), date(2027, 1, 31))


@given(some_day, st.one_of(st.none(), st.integers(0, 900)), st.sets(st.sampled_from(DAYS)))
def test_sides_never_meet_and_hold_whole_months_alone(went_live_on, lasted, held):
    ended_on = None if lasted is None else date.fromordinal(went_live_on.toordinal() + lasted)
    try:
        found = sides(went_live_on, ended_on, sorted(held))
    except NoMonths as refusal:
        assert str(refusal).endswith(".")
        return
    assert found.compared <= held and not {*found.before} & {*found.after}
    for day in map(date.fromisoformat, found.before):
        assert period_end(day, "month") < went_live_on
    for day in map(date.fromisoformat, found.after):
        assert day >= went_live_on and (ended_on is None or period_end(day, "month") <= ended_on)
    following = next_month(went_live_on, ended_on, date.fromisoformat(found.after[-1]))
    assert following is None or following == add_months(date.fromisoformat(found.after[-1]), 1)
