"""One function turns (measure, snapshot, grouping) into counts, or refuses in words."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cjnudge.cases.counting.counts import MeasureRefused, count
from cjnudge.cases.counting.maturity import maturity
from cjnudge.cases.measures import all_measures, measure
from cjnudge.cases.outcomes import NOT_POSITIVE, join_types
from tests.cases.files import OWN_HEADER, UNIT_HEADER, own_row

pytestmark = pytest.mark.django_db
SHARE = measure("oocr_share_positive")
REST = join_types(NOT_POSITIVE)
LINES = [OWN_HEADER, own_row("1", 70), own_row("2+3+6+7+8+22", 30), own_row(REST, 900)]
FOLLOWED = {"options": {"follow_up_days": "120"}, "synthetic": True, "as_at": date(2026, 8, 31)}
PRIMARY = measure("oocr_of_eligible_within_w")


def as_lists(frame):
    return frame.values.tolist()


def answers(snapshot):
    """What every measure says of a snapshot, numbers or refusal."""
    found = {}
    for key, asked in all_measures().items():
        try:
            found[key] = as_lists(count(asked, snapshot))
        except MeasureRefused as refusal:
            found[key] = str(refusal)
    return found


def test_england_and_wales_is_not_added_to_its_forces(bring_in):
    total = {"place": "England and Wales", "territorial": ""}
    snapshot, _ = bring_in("published_counts", *LINES, own_row("1", 700, **total), own_row("8", 300, **total))
    with pytest.raises(MeasureRefused, match="choose a place"):
        count(SHARE, snapshot, by=("period",))
    assert as_lists(count(SHARE, snapshot, by=("period",), places=["Hertfordshire"]))[0][1:] == [30, 100]
    assert len(count(SHARE, snapshot)) == 2


def test_counts_come_by_place_and_period(bring_in):
    snapshot, _ = bring_in(
        "published_counts", *LINES, own_row("1", 10, place="Essex"), own_row("8", 1, quarter="2")
    )
    frame = count(SHARE, snapshot)
    assert list(frame.columns) == ["place", "period", "numerator", "denominator"]
    assert as_lists(frame) == [
        ["Essex", date(2023, 4, 1), 0, 10],
        ["Hertfordshire", date(2023, 4, 1), 30, 100],
        ["Hertfordshire", date(2023, 7, 1), 1, 1],
    ]


@pytest.mark.parametrize(
    "row", [own_row("0", 10_000), own_row("0", 5, place="Essex"), own_row("0", 7, quarter="3")]
)
def test_outcome_type_0_changes_no_measure(bring_in, row):
    without, _ = bring_in("published_counts", *LINES)
    with_0, _ = bring_in("published_counts", *LINES, row)
    assert with_0.total > without.total
    assert answers(with_0) == answers(without)


def test_another_type_would_change_a_measure(bring_in):
    """Control: the comparison above sees a row that does count."""
    without, _ = bring_in("published_counts", *LINES)
    with_more, _ = bring_in("published_counts", *LINES, own_row("1", 5, quarter="3"))
    assert answers(with_more) != answers(without)


def test_set_is_counted_whole_left_out_whole_or_refused(bring_in):
    inside, _ = bring_in(
        "published_counts", OWN_HEADER, own_row("1", 7), own_row("2+8", 3), own_row("3+6+7+22", 0)
    )
    assert as_lists(count(SHARE, inside, by=())) == [[3, 10]]
    straddling, _ = bring_in("published_counts", OWN_HEADER, own_row("1+10", 7), own_row("2+3+6+7+8+22", 3))
    with pytest.raises(MeasureRefused, match="counts outcome type 1 but not outcome type 10"):
        count(SHARE, straddling)


def test_straddling_set_without_a_case_refuses_nothing(bring_in):
    rows = [own_row("1+10", 0), own_row("2+3+6+7+8+22", 3)]
    snapshot, _ = bring_in("published_counts", OWN_HEADER, *rows)
    assert as_lists(count(SHARE, snapshot, by=())) == [[3, 3]]


def test_types_that_the_snapshot_does_not_count_are_named(bring_in):
    snapshot, _ = bring_in("published_counts", OWN_HEADER, own_row("1", 7), own_row("8", 3))
    with pytest.raises(MeasureRefused, match="outcome types 2, 3, 6, 7 and 22.*n = 0"):
        count(SHARE, snapshot)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("oocr_per_1000_crimes", "number of crimes recorded"),
        ("oocr_of_eligible_within_w", "eligible cases"),
        ("repeat_suspect_12m", "suspects followed"),
    ],
)
def test_measure_that_needs_more_than_the_snapshot_has_is_refused_in_words(bring_in, key, words):
    snapshot, _ = bring_in("published_counts", *LINES)
    with pytest.raises(MeasureRefused, match=words):
        count(measure(key), snapshot)


def test_bases_are_never_added_together(bring_in):
    rows = [own_row("1", 50, basis="recorded"), own_row("2+3+6+7+8+22", 50, basis="recorded")]
    snapshot, _ = bring_in("published_counts", *LINES, *rows)
    with pytest.raises(MeasureRefused, match="choose one"):
        count(SHARE, snapshot)
    assert as_lists(count(SHARE, snapshot, by=(), basis="recorded")) == [[50, 100]]
    assert as_lists(count(SHARE, snapshot, by=("basis",))) == [["closed", 30, 100], ["recorded", 50, 100]]


def test_basis_that_is_not_there_or_not_meant_is_refused(bring_in, practice):
    snapshot, _ = bring_in("published_counts", *LINES)
    with pytest.raises(MeasureRefused, match="no counts by the month a crime was recorded"):
        count(SHARE, snapshot, basis="recorded")
    units, _ = bring_in("unit_counts", UNIT_HEADER, "A,2026-01,8,3", force=practice, **FOLLOWED)
    with pytest.raises(MeasureRefused, match="these counts are by the month a case entered"):
        count(SHARE, units)


def test_periods_of_different_length_are_not_mixed(bring_in):
    rows = [own_row("1", 400, place="Essex", quarter=""), own_row("8", 4, place="Essex", quarter="")]
    snapshot, _ = bring_in("published_counts", *LINES, *rows)
    with pytest.raises(MeasureRefused, match="quarter, year"):
        count(SHARE, snapshot)
    assert len(count(SHARE, snapshot, by=("place", "grain_period"))) == 2
    assert as_lists(count(SHARE, snapshot, by=(), places=["Essex"])) == [[4, 404]]


def test_places_and_periods_narrow_the_counts(bring_in):
    snapshot, _ = bring_in(
        "published_counts", *LINES, own_row("1", 9, place="Essex"), own_row("1", 5, quarter="2")
    )
    assert as_lists(count(SHARE, snapshot, by=(), places=["Essex"])) == [[0, 9]]
    assert as_lists(count(SHARE, snapshot, by=(), periods=[date(2023, 7, 1)])) == [[0, 5]]
    assert count(SHARE, snapshot, places=[]).empty


def test_counts_are_never_grouped_by_anything_else(bring_in):
    snapshot, _ = bring_in("published_counts", *LINES)
    for name in ("case", "officer", "outcomes", 'place"; DROP TABLE x; --'):
        with pytest.raises(MeasureRefused, match="never grouped by"):
            count(SHARE, snapshot, by=(name,))


def test_place_names_are_values_and_never_sql(bring_in):
    name = "O'Brien); DROP TABLE chosen; --"
    snapshot, _ = bring_in("published_counts", *LINES, own_row("1", 4, place=name))
    assert as_lists(count(SHARE, snapshot, by=("place",), places=[name])) == [[name, 0, 4]]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(range(0, 23)), st.integers(0, 1000), min_size=1))
def test_counts_are_the_sums_over_the_sets(bring_in, counts):
    full = dict.fromkeys(range(1, 23), 0) | counts
    lines = [own_row(str(code), n) for code, n in full.items()]
    snapshot, _ = bring_in("published_counts", OWN_HEADER, *lines)
    for asked in all_measures().values():
        if asked.needs or "closed" not in asked.basis:
            continue
        wanted = [sum(full[code] for code in types) for types in (asked.numerator, asked.denominator)]
        assert as_lists(count(asked, snapshot, by=())) == [wanted]


# --- eligible cases --------------------------------------------------------------------------------------

UNITS = [
    UNIT_HEADER,
    "A,2026-01,8,30",
    "A,2026-01,1,40",
    "A,2026-01,16,20",
    "A,2026-01,none,10",
    "A,2026-05,8,5",
    "A,2026-05,0,5",
]


@pytest.fixture
def units(bring_in, practice):
    return bring_in("unit_counts", *UNITS, force=practice, **FOLLOWED)[0]


def test_case_without_an_outcome_in_its_window_is_in_the_denominator(units):
    assert as_lists(count(PRIMARY, units)) == [["A", date(2026, 1, 1), 30, 100]]


def test_parts_of_eligible_cases_share_their_denominator(units):
    for key, numerator in (("charge_within_w", 40), ("nfa_within_w", 20)):
        assert as_lists(count(measure(key), units, by=())) == [[numerator, 100]]


def test_month_that_was_not_followed_to_its_end_is_left_out(bring_in, practice):
    """May ends 92 days before 31 August; April, at 123 days, is the last mature month."""
    lines = [UNIT_HEADER, *(f"A,2026-0{month},8,9" for month in range(1, 9))]
    snapshot, _ = bring_in("unit_counts", *lines, force=practice, **FOLLOWED)
    assert count(PRIMARY, snapshot).period.max() == date(2026, 4, 1)


def test_other_follow_up_than_the_measures_is_refused(bring_in, practice):
    given = FOLLOWED | {"options": {"follow_up_days": "90"}}
    snapshot, _ = bring_in("unit_counts", *UNITS, force=practice, **given)
    with pytest.raises(
        MeasureRefused, match="followed for 120 days; this snapshot's were followed for 90 days"
    ):
        count(PRIMARY, snapshot)


def test_maturity_counts_those_not_followed_for_the_whole_window(units):
    found = maturity(PRIMARY, units)
    assert (found.entered, found.immature, found.share) == (110, 10, 10 / 110)
    assert found.mature_on == date(2026, 9, 28)
    assert maturity(PRIMARY, units, periods=[date(2026, 1, 1)]).immature == 0


def test_maturity_of_published_counts_is_unknown(bring_in):
    snapshot, _ = bring_in("published_counts", *LINES)
    with pytest.raises(MeasureRefused, match="asks for no follow-up"):
        maturity(SHARE, snapshot)
    with pytest.raises(MeasureRefused):
        maturity(PRIMARY, snapshot)


@pytest.mark.parametrize("days", ["0", "-5", "two", "1000"])
def test_follow_up_that_is_no_number_of_days_is_refused(refused, practice, days):
    given = FOLLOWED | {"options": {"follow_up_days": days}}
    assert "--follow-up-days" in str(refused("unit_counts", *UNITS, force=practice, **given))
