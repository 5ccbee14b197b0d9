from datetime import date

from tests.trials.planning_world import whole_plan
from trials.planning.periods import (
    end_of_period,
    label_of,
    mature_on,
    months_of,
    period_of,
    usual_first_month,
)

PLAN = whole_plan(first_period="2026-11-01", start=2, periods=4)


def test_months_run_over_the_new_year():
    assert months_of(PLAN) == ("2026-11-01", "2026-12-01", "2027-01-01", "2027-02-01")


def test_every_day_lies_in_its_month_and_none_outside():
    assert period_of(PLAN, date(2026, 11, 1)) == 1
    assert period_of(PLAN, date(2027, 2, 28)) == 4
    assert period_of(PLAN, date(2026, 10, 31)) is None
    assert period_of(PLAN, date(2027, 3, 1)) is None


def test_cases_of_a_month_are_mature_when_its_last_has_been_followed():
    assert end_of_period(PLAN, 4) == date(2027, 2, 28)
    assert mature_on(PLAN, 4) == date(2027, 6, 28)  # 120 days after the last of February
    assert mature_on(PLAN, 4, follow_up_days=365) == date(2028, 2, 28)


def test_month_has_its_name():
    assert label_of(PLAN, 3) == "January 2027"


def test_figures_begin_a_year_before_the_next_month():
    assert usual_first_month(date(2026, 11, 23)) == "2025-12-01"
