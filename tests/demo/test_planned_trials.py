"""The months of the two planned trials, on whatever day somebody tries the demonstration."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from cjnudge.demo.chapters import extract
from cjnudge.demo.chapters.planned_trials import FOLLOW_UP, NULL, WEDGE, dated
from cjnudge.periods import add_months
from trials.planning.periods import end_of_period, first_day_of

FIRST_NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
DAYS = [FIRST_NOON + timedelta(days=number) for number in range(4 * 366)]  # a leap year and three others


@pytest.mark.parametrize("told", [WEDGE, NULL], ids=lambda told: told.slug)
def test_last_month_is_followed_in_full_on_the_day_of_the_practice_extract(told):
    for at in DAYS:
        plan, shown_on = dated(SimpleNamespace(at=at), told), at.date().replace(day=1)
        assert end_of_period(plan, plan.periods) + FOLLOW_UP <= shown_on, at


def test_months_of_the_three_arms_are_in_the_practice_extract():
    for at in DAYS:
        plan = dated(SimpleNamespace(at=at), NULL)
        assert first_day_of(plan, 1) >= add_months(at.date(), -extract.MONTHS), at
