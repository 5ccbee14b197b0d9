"""Screened, entered, followed: on the way from all decisions to the cases that are counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.counting.flow import flow
from cjnudge.cases.counting.maturity import maturity
from cjnudge.cases.measures import measure
from tests.cases.case_snapshots import AS_AT, case, case_snapshot, person
from tests.cases.files import UNIT_HEADER

pytestmark = pytest.mark.django_db
PRIMARY = measure("oocr_of_eligible_within_w")
LIMIT = AS_AT - timedelta(days=120)  # 3 July 2026


def test_last_case_followed_in_full_entered_w_days_before_the_snapshot(practice):
    rows = [case(LIMIT + timedelta(days=days), unit="A") for days in (-1, 0, 1)]
    frame = flow(case_snapshot(practice, rows), PRIMARY)
    assert frame.values.tolist() == [["A", date(2026, 7, 1), 3, 3, 2]]


def test_screened_entered_and_followed_narrow_in_this_order(practice):
    rows = [
        case(date(2026, 1, 5), "8", date(2026, 1, 6)),
        case(date(2026, 1, 5), "8", date(2026, 1, 6), first_of_decision=False, suspect=person(1)),
        case(date(2026, 1, 9), eligibility="not eligible"),
        case(date(2026, 1, 9), eligibility="unknown"),
        case(date(2026, 9, 9), eligibility="conditional", unit="B"),
    ]
    snapshot = case_snapshot(practice, rows)
    assert flow(snapshot, PRIMARY).values.tolist() == [
        ["A", date(2026, 1, 1), 3, 1, 1],
        ["B", date(2026, 9, 1), 1, 1, 0],
    ]
    assert flow(snapshot, PRIMARY, by=(), per="crime").values.tolist() == [[5, 3, 2]]
    assert flow(snapshot, PRIMARY, by=("place",), places=["B"]).values.tolist() == [["B", 1, 1, 0]]
    assert flow(snapshot, PRIMARY, by=("period",), periods=[date(2026, 1, 1)]).followed.tolist() == [1]


def test_followed_in_whole_months_are_the_cases_that_are_counted(practice):
    rows = [case(date(2026, 1, 1) + timedelta(days=day)) for day in range(300)]
    snapshot = case_snapshot(practice, rows)
    counted = count(PRIMARY, snapshot, by=("period",)).set_index("period").denominator
    seen = flow(snapshot, PRIMARY, by=("period",)).set_index("period")
    assert len(counted) == 6
    assert seen.followed[counted.index].tolist() == seen.entered[counted.index].tolist() == counted.tolist()
    assert seen.followed[date(2026, 7, 1)] == 3 and seen.followed[date(2026, 8, 1)] == 0


def test_maturity_of_cases_goes_by_the_day(practice):
    rows = [case(LIMIT + timedelta(days=days)) for days in (-40, -1, 0, 1, 2)]
    found = maturity(PRIMARY, case_snapshot(practice, rows))
    assert (found.entered, found.immature, found.share) == (5, 2, 0.4)
    assert found.mature_on == date(2026, 7, 31) + timedelta(days=120)


@pytest.mark.parametrize("days", [30, 365])
def test_maturity_goes_by_the_window_of_the_measure(practice, days):
    rows = [case(AS_AT - timedelta(days=lag)) for lag in (29, 30, 364, 365)]
    found = maturity(replace(PRIMARY, follow_up_days=days), case_snapshot(practice, rows))
    assert found.entered - found.immature == {30: 3, 365: 1}[days]


def test_later_snapshot_of_the_same_cases_is_more_mature(practice):
    rows = [case(date(2026, 1, 5) + timedelta(days=30 * month)) for month in range(6)]
    early = maturity(PRIMARY, case_snapshot(practice, rows, as_at=date(2026, 6, 30)))
    late = maturity(PRIMARY, case_snapshot(practice, rows, as_at=AS_AT))
    assert (early.immature, late.immature) == (4, 0)


def test_empty_choice_has_nothing_immature(practice):
    found = maturity(PRIMARY, case_snapshot(practice, [case(LIMIT)]), places=["nowhere"])
    assert (found.entered, found.immature) == (0, 0)


def test_counts_do_not_say_how_many_were_screened(bring_in, practice):
    given = {"options": {"follow_up_days": "120"}, "synthetic": True, "as_at": date(2026, 8, 31)}
    lines = [UNIT_HEADER, "A,2026-01,8,3", "A,2026-01,none,2", "A,2026-01,0,1", "A,2026-06,8,4"]
    units, _ = bring_in("unit_counts", *lines, force=practice, **given)
    frame = flow(units, PRIMARY)
    assert frame.screened.isna().all()
    assert frame[["entered", "followed"]].values.tolist() == [[6, 5], [4, 0]]


def test_flow_is_never_grouped_by_a_person_nor_read_from_erased_rows(practice):
    snapshot = case_snapshot(practice, [case(LIMIT, officer=person(1))])
    with pytest.raises(MeasureRefused, match="place and period alone"):
        flow(snapshot, PRIMARY, by=("officer",))
    snapshot.rows_erased_at, snapshot.erased_because = snapshot.imported_at, "expired"
    with pytest.raises(MeasureRefused, match="were erased"):
        flow(snapshot, PRIMARY)


def test_measure_without_follow_up_has_no_flow(practice):
    with pytest.raises(MeasureRefused, match="asks for no follow-up"):
        flow(case_snapshot(practice, [case(LIMIT)]), measure("oocr_share_positive"))


def test_other_windows_are_followed_as_if_each_were_asked_alone(practice):
    rows = [case(date(2026, 1, 1) + timedelta(days=number), unit="AB"[number % 2]) for number in range(200)]
    snapshot = case_snapshot(practice, rows, as_at=date(2026, 10, 31))
    together = flow(snapshot, PRIMARY, also=(30, 183))
    for days in (30, 183):
        alone = flow(snapshot, replace(PRIMARY, follow_up_days=days))
        assert together[f"followed_{days}"].tolist() == alone["followed"].tolist()
        assert 0 < alone["followed"].sum() < 200 or days == 30
