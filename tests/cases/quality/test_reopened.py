"""The quality page and the measures say the same of cases that were reopened."""

from datetime import date, timedelta

import pytest

from cjnudge.cases.counting.counts import count
from cjnudge.cases.measures import measure
from tests.cases.case_snapshots import case_snapshot
from tests.cases.quality.conftest import AS_AT
from tests.cases.quality.parts import table

ENTRY = date(2025, 1, 5)


@pytest.fixture
def reopened(decisions):
    """50 resolved on day 30 and charged on day 200, 50 closed without further action on day 50."""
    resolved = {"first_outcome": "8", "first_outcome_on": ENTRY + timedelta(days=30)}
    charged = decisions(50, ENTRY, "1", ENTRY + timedelta(days=200), **resolved)
    return charged + decisions(50, ENTRY, "16", ENTRY + timedelta(days=50))


@pytest.mark.django_db
def test_month_has_the_resolutions_that_the_measure_counts(section, reopened, practice):
    shown = table(section("resolutions", reopened))["January 2025"]
    counted = count(
        measure("oocr_of_eligible_within_w"), case_snapshot(practice, reopened, as_at=AS_AT), by=("period",)
    )
    assert (shown["Resolutions"], shown["Out of"]) == (50, 100)
    assert (counted["numerator"].sum(), counted["denominator"].sum()) == (50, 100)


def test_first_outcome_counts_from_its_own_day_in_the_shares_by_lag(section, reopened):
    (shares,) = table(section("lags", reopened), -1).values()
    assert shares["30 days"] == 0.5  # of 100; all 100 have one at 60 days, so that the rest is small
    assert shares["60 days"] is None


def test_curves_have_the_outcome_that_stood_at_the_end_of_the_year(section, reopened, decisions):
    late = {"first_outcome": "8", "first_outcome_on": ENTRY + timedelta(days=30)}
    rows = reopened + decisions(100, ENTRY, "1", ENTRY + timedelta(days=400), **late)
    curves = table(section("lags", rows + decisions(50, ENTRY)))
    assert curves["Out-of-court resolution"]["60 days"] == 0.4  # 100 of 250: reopened after the year
    assert curves["Charge"]["240 days"] == 0.2
