"""Counts from case rows: within any window, by decision and by crime, with the first outcome and with the latest."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.counting.counts import MeasureRefused, count, count_together
from cjnudge.cases.measures import measure
from cjnudge.cases.outcomes import OOCR, OUTCOME_TYPES
from tests.cases.case_snapshots import AS_AT, case, case_snapshot, person
from tests.cases.files import UNIT_HEADER

pytestmark = pytest.mark.django_db
PRIMARY = measure("oocr_of_eligible_within_w")
PARTS = [measure(key) for key in ("oocr_of_eligible_within_w", "charge_within_w", "nfa_within_w")]
ENTRY = date(2026, 1, 5)
IN_TIME = ENTRY + timedelta(days=120)


def as_lists(frame):
    return frame.values.tolist()


def counted(practice, *rows, asked=PRIMARY, **given):
    """[numerator, denominator] over all of the rows."""
    return as_lists(count(asked, case_snapshot(practice, list(rows)), by=(), **given))[0]


def test_outcome_counts_to_the_last_day_of_the_window(practice):
    rows = [case(ENTRY, "8", IN_TIME + timedelta(days=days)) for days in (-1, 0, 1)]
    assert counted(practice, *rows) == [2, 3]


@pytest.mark.parametrize(("days", "inside"), [(30, 1), (90, 2), (120, 3), (180, 4)])
def test_any_window_can_be_asked_of_cases(practice, days, inside):
    rows = [case(ENTRY, "8", ENTRY + timedelta(days=lag)) for lag in (20, 80, 110, 170)]
    assert counted(practice, *rows, asked=replace(PRIMARY, follow_up_days=days)) == [inside, 4]


def test_case_without_an_outcome_in_its_window_stays_in_the_denominator(practice):
    rows = [case(ENTRY), case(ENTRY, "0"), case(ENTRY, "0", ENTRY), case(ENTRY, "8"), case(ENTRY, "8", ENTRY)]
    assert counted(practice, *rows) == [1, 5]


def test_month_counts_when_its_last_day_was_followed(practice):
    """2 July 2026 is 121 days before 31 October, 3 July 120; June is the last month followed to its end."""
    rows = [case(date(2026, month, 1), "8", date(2026, month, 2)) for month in (5, 6, 7)]
    snapshot = case_snapshot(practice, rows)
    assert AS_AT - timedelta(days=120) == date(2026, 7, 3)
    assert [row[0] for row in as_lists(count(PRIMARY, snapshot, by=("period",)))] == [
        date(2026, 5, 1),
        date(2026, 6, 1),
    ]
    assert as_lists(count(PRIMARY, snapshot, by=())) == [[2, 2]]


@pytest.mark.parametrize(
    ("as_at", "last"),
    [
        (date(2026, 7, 30), date(2026, 3, 1)),  # 1 April: 31 March is in
        (date(2026, 7, 29), date(2026, 3, 1)),  # 31 March itself
        (date(2026, 7, 28), date(2026, 2, 1)),  # a day short
        (date(2024, 6, 28), date(2024, 2, 1)),  # 29 February
        (date(2024, 6, 27), date(2024, 1, 1)),  # 28 February of a leap year
    ],
)
def test_last_whole_month_is_found_at_its_edges(practice, as_at, last):
    first = as_at - timedelta(days=300)
    rows = [case(first + timedelta(days=day)) for day in range(300)]
    frame = count(PRIMARY, case_snapshot(practice, rows, as_at=as_at), by=("period",))
    assert frame.period.max() == last
    assert frame.denominator.iloc[-1] == ((last + timedelta(days=31)).replace(day=1) - last).days


def test_eligible_and_conditional_cases_are_counted_and_no_others(practice):
    rows = [
        case(ENTRY, "8", ENTRY, eligibility=one)
        for one in ("eligible", "conditional", "not eligible", "unknown")
    ]
    assert counted(practice, *rows, case(ENTRY, "8", ENTRY, eligibility=None)) == [2, 2]


def test_decision_with_many_crimes_counts_once_or_for_each_crime(practice):
    crimes = [case(ENTRY, "8", ENTRY, suspect=person(1), first_of_decision=n == 0) for n in range(6)]
    rows = [*crimes, case(ENTRY, "1", ENTRY, suspect=person(2))]
    assert counted(practice, *rows) == counted(practice, *rows, per="decision") == [1, 2]
    assert counted(practice, *rows, per="crime") == [6, 7]


# --- reopened and transferred ----------------------------------------------------------------------------


def changed(first_on, latest_on, first="8", latest="1"):
    return case(ENTRY, latest, latest_on, first_outcome=first, first_outcome_on=first_on)


def test_first_and_latest_outcome_of_a_reopened_case_are_both_kept(practice):
    row = changed(ENTRY + timedelta(days=10), ENTRY + timedelta(days=50))
    for kept, found in (("latest", [0, 1]), ("first", [1, 1])):
        assert counted(practice, row, kept=kept) == found
    charge = measure("charge_within_w")
    assert counted(practice, row, asked=charge, kept="latest") == [1, 1]
    assert counted(practice, row, asked=charge, kept="first") == [0, 1]


def test_case_changed_after_its_window_keeps_what_it_had_in_it(practice):
    """Else the old cases, which had longer to be reopened, would lose resolutions that new ones still have."""
    row = changed(ENTRY + timedelta(days=10), IN_TIME + timedelta(days=1))
    assert counted(practice, row, kept="latest") == counted(practice, row, kept="first") == [1, 1]


def test_case_reopened_and_still_open_keeps_its_first_outcome(practice):
    for latest in (None, "0"):
        row = changed(ENTRY, None, latest=latest)
        assert counted(practice, row) == [1, 1]
        assert counted(practice, row, asked=measure("oocr_share_positive"), basis="closed") == [1, 1]


def test_first_outcome_without_a_day_came_by_the_day_of_the_latest(practice):
    assert counted(practice, changed(None, ENTRY + timedelta(days=50)), kept="first") == [1, 1]
    assert counted(practice, changed(None, IN_TIME + timedelta(days=1)), kept="first") == [0, 1]


def test_case_that_was_never_changed_has_its_one_outcome_as_first(practice):
    rows = [case(ENTRY, "8", ENTRY, first_outcome=first) for first in (None, "0")]
    assert counted(practice, *rows, kept="first") == [2, 2]


def test_closed_month_is_that_of_the_outcome_that_is_kept(practice):
    snapshot = case_snapshot(practice, [changed(date(2026, 2, 1), date(2026, 4, 1))])
    asked = measure("oocr_share_positive")
    assert as_lists(count(asked, snapshot, by=("period",), basis="closed")) == [[date(2026, 4, 1), 0, 1]]
    first = count(asked, snapshot, by=("period",), basis="closed", kept="first")
    assert as_lists(first) == [[date(2026, 2, 1), 1, 1]]


def test_transferred_case_stays_where_it_entered(practice):
    rows = [
        case(ENTRY, "20", ENTRY, transferred="yes"),
        case(ENTRY, transferred="yes"),
        case(ENTRY, "8", ENTRY),
    ]
    assert counted(practice, *rows) == [1, 3]


# --- against plain Python --------------------------------------------------------------------------------


def invented(number=900, seed=3):
    """Cases with every kind of gap: `random.Random` gives the same ones everywhere."""
    source = Random(seed)

    def pick(*choices):
        return choices[int(source.random() * len(choices))]

    def after(day, most):
        return pick(None, day + timedelta(days=int(source.random() * most)))

    rows = []
    for _ in range(number):
        entry = date(2024, 1, 1) + timedelta(days=int(source.random() * 1000))
        outcome_on = after(entry, 300)
        rows.append(
            case(
                entry,
                pick(None, "0", "1", "8", "22", "16", "18", "20"),
                outcome_on,
                unit=pick("A", "B", "Ç"),
                first_outcome=pick(None, None, None, "0", "1", "8", "16"),
                first_outcome_on=after(entry, 200),
                recorded_on=after(entry, 3),
                eligibility=pick("eligible", "conditional", "not eligible", "unknown", None),
                sex=pick(None, "female", "male"),
                first_of_decision=pick(True, True, True, False),
            )
        )
    return rows


def kept_outcome(row, days, kept):
    """(outcome or "", its day) of one case, rule by rule."""
    latest = (row["outcome"] if row["outcome"] != "0" else None, row["outcome_on"])
    first = (row["first_outcome"] if row["first_outcome"] != "0" else None, row["first_outcome_on"])
    first = (first[0], first[1] or row["outcome_on"]) if first[0] else latest
    for outcome, on in [first] if kept == "first" else [latest, first]:
        if outcome and on and (days is None or (on - row["entry_on"]).days <= days):
            return outcome, on
    return "", None


@pytest.mark.parametrize("kept", ["latest", "first"])
@pytest.mark.parametrize("per", ["decision", "crime"])
@pytest.mark.parametrize("days", [30, 120])
def test_counts_within_the_window_equal_plain_python(practice, kept, per, days):
    rows, limit = invented(), AS_AT - timedelta(days=days)
    expected = Counter()
    for row in rows:
        month = row["entry_on"].replace(day=1)
        ends = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        if ends > limit or row["eligibility"] not in ("eligible", "conditional"):
            continue
        if per == "decision" and not row["first_of_decision"]:
            continue
        outcome, _ = kept_outcome(row, days, kept)
        key = (row["unit"], month)
        expected[(*key, "all")] += 1
        for part in PARTS:
            expected[(*key, part.key)] += bool(outcome) and int(outcome) in part.numerator
    snapshot = case_snapshot(practice, rows[:400], rows[400:])
    asked = [replace(part, follow_up_days=days) for part in PARTS]
    frame = count_together(asked, snapshot, per=per, kept=kept)
    found = Counter()
    for row in frame.to_dict("records"):
        key = (row["place"], row["period"])
        found[(*key, "all")] = row["denominator"]
        for part in PARTS:
            found[(*key, part.key)] = row[part.key]
    assert len(frame) > 50 and found == expected
    assert set(found) == set(expected)


@pytest.mark.parametrize("basis", ["closed", "recorded"])
def test_counts_by_closed_and_recorded_month_equal_plain_python(practice, basis):
    rows, asked, expected = invented(seed=4), measure("oocr_share_decided"), Counter()
    for row in rows:
        outcome, on = kept_outcome(row, None, "latest")
        day = on if basis == "closed" else row["recorded_on"]
        if row["first_of_decision"] and day and outcome:
            key = day.replace(day=1)
            expected[key, "above"] += int(outcome) in asked.numerator
            expected[key, "below"] += int(outcome) in asked.denominator
    frame = count(asked, case_snapshot(practice, rows), by=("period",), basis=basis)
    found = {(row.period, "above"): row.numerator for row in frame.itertuples()}
    found |= {(row.period, "below"): row.denominator for row in frame.itertuples()}
    assert {key: n for key, n in found.items() if n} == {key: n for key, n in expected.items() if n}
    assert sum(expected.values()) > 200


# --- several measures, groups and refusals ---------------------------------------------------------------


def test_measures_counted_together_are_what_each_is_alone(practice):
    snapshot = case_snapshot(practice, invented(seed=5))
    together = count_together(PARTS, snapshot)
    for part in PARTS:
        alone = count(part, snapshot)
        assert as_lists(together[["place", "period", part.key, "denominator"]]) == as_lists(alone)


def test_measures_of_different_denominators_are_not_counted_together(practice):
    snapshot = case_snapshot(practice, [case(ENTRY)])
    for other in (measure("oocr_share_positive"), replace(PRIMARY, follow_up_days=90)):
        with pytest.raises(ValueError, match="different denominators"):
            count_together([PRIMARY, other], snapshot)


def test_groups_of_a_disparity_add_up_to_all(practice):
    rows = invented(seed=6)
    snapshot = case_snapshot(practice, rows)
    whole = as_lists(count(PRIMARY, snapshot, by=()))[0]
    for by in (("sex",), ("eligibility",), ("place", "sex"), ("sex", "period")):
        frame = count(PRIMARY, snapshot, by=by)
        assert [frame.numerator.sum(), frame.denominator.sum()] == whole
    assert set(count(PRIMARY, snapshot, by=("sex",)).sex) == {"female", "male", "not recorded"}
    assert set(count(PRIMARY, snapshot, by=("eligibility",)).eligibility) == {"eligible", "conditional"}


@pytest.mark.parametrize("name", ["officer", "suspect", "crime"])
def test_cases_are_never_grouped_by_a_person(practice, name):
    row = case(ENTRY, officer=person(1), suspect=person(2), crime=person(3))
    snapshot = case_snapshot(practice, [row])
    for by in ((name,), ("place", name), (name, "period")):
        with pytest.raises(
            MeasureRefused, match=f"never grouped by {name}: no page shows the cases of one person"
        ):
            count(PRIMARY, snapshot, by=by)


def test_group_that_the_mapping_lacks_is_refused_in_words(practice, bring_in):
    snapshot = case_snapshot(practice, [case(ENTRY)])
    for name, words in (
        ("ethnicity", "ethnicity"),
        ("age_band", "age band"),
        ("offence_group", "offence group"),
    ):
        with pytest.raises(MeasureRefused, match=f"does not hold the {words} of its cases"):
            count(PRIMARY, snapshot, by=(name,))
    given = {"options": {"follow_up_days": "120"}, "synthetic": True, "as_at": date(2026, 8, 31)}
    units, _ = bring_in("unit_counts", UNIT_HEADER, "A,2026-01,8,3", force=practice, **given)
    with pytest.raises(MeasureRefused, match="does not hold the sex"):
        count(PRIMARY, units, by=("sex",))


def test_offence_group_of_cases_can_be_told_apart(practice):
    rows = [case(ENTRY, "8", ENTRY, offence="46", offence_group="Theft"), case(ENTRY, offence="x")]
    frame = count(PRIMARY, case_snapshot(practice, rows), by=("offence_group",))
    assert as_lists(frame) == [["Theft", 1, 1], ["not recorded", 0, 1]]


def test_eligible_cases_are_refused_where_no_rules_were_approved(practice):
    snapshot = case_snapshot(practice, [case(ENTRY, "8", ENTRY, eligibility="unknown")], rules=None)
    with pytest.raises(MeasureRefused, match="no eligibility rules were approved"):
        count(PRIMARY, snapshot)
    assert as_lists(count(measure("oocr_share_positive"), snapshot, by=(), basis="closed")) == [[1, 1]]


def test_measure_with_one_basis_is_counted_on_it_unasked(practice):
    snapshot = case_snapshot(practice, [case(ENTRY, "8", ENTRY, recorded_on=ENTRY)])
    assert snapshot.contents["bases"] == ["closed", "entry", "recorded"]
    assert as_lists(count(PRIMARY, snapshot, by=())) == [[1, 1]]
    with pytest.raises(MeasureRefused, match="choose one"):
        count(measure("oocr_share_positive"), snapshot)
    with pytest.raises(MeasureRefused, match="these counts are by the month a crime was recorded"):
        count(PRIMARY, snapshot, basis="recorded")


def test_every_basis_can_be_shown_side_by_side(practice):
    snapshot = case_snapshot(practice, [case(ENTRY, "8", date(2026, 2, 1), recorded_on=ENTRY)])
    del snapshot.contents["bases"][1]
    frame = count(measure("oocr_share_positive"), snapshot, by=("basis", "period"))
    assert as_lists(frame) == [["closed", date(2026, 2, 1), 1, 1], ["recorded", date(2026, 1, 1), 1, 1]]


def test_recorded_basis_needs_recorded_dates(practice):
    snapshot = case_snapshot(practice, [case(ENTRY, "8", ENTRY)])
    with pytest.raises(MeasureRefused, match="no counts by the month a crime was recorded"):
        count(measure("oocr_share_positive"), snapshot, basis="recorded")


def test_places_and_periods_narrow_the_cases(practice):
    rows = [case(ENTRY, unit="A"), case(ENTRY, unit="B"), case(date(2026, 2, 5), unit="O'Brien); --")]
    snapshot = case_snapshot(practice, rows)
    assert places_in(snapshot) == ["A", "B", "O'Brien); --"]
    assert as_lists(count(PRIMARY, snapshot, by=("place",), places=["O'Brien); --"])) == [
        ["O'Brien); --", 0, 1]
    ]
    assert as_lists(count(PRIMARY, snapshot, by=(), periods=[date(2026, 1, 1)])) == [[0, 2]]


def test_counts_cannot_be_read_like_cases(bring_in, practice):
    given = {"options": {"follow_up_days": "120"}, "synthetic": True, "as_at": date(2026, 8, 31)}
    units, _ = bring_in("unit_counts", UNIT_HEADER, "A,2026-01,8,3", force=practice, **given)
    for reading in ({"per": "crime"}, {"kept": "first"}, {"grain": "year"}):
        with pytest.raises(MeasureRefused, match="holds counts, not cases"):
            count(PRIMARY, units, **reading)
    with pytest.raises(ValueError, match="kept is one of: latest, first"):
        count(PRIMARY, units, kept="middle")


def test_every_outcome_type_falls_where_its_measure_says(practice):
    rows = [case(ENTRY, str(code), ENTRY) for code in sorted(OUTCOME_TYPES)]
    assert counted(practice, *rows) == [len(OOCR), len(OUTCOME_TYPES)]
    decided = measure("oocr_share_decided")
    assert counted(practice, *rows, asked=decided, basis="closed") == [len(OOCR), len(decided.denominator)]


def test_nothing_is_counted_from_erased_rows(practice):
    snapshot = case_snapshot(practice, [case(ENTRY, "8", ENTRY)])
    snapshot.rows_erased_at, snapshot.erased_because = snapshot.imported_at, "expired"
    for asked in (PRIMARY, measure("oocr_share_positive")):
        with pytest.raises(MeasureRefused, match="were erased on 2 November 2026"):
            count(asked, snapshot)
    assert places_in(snapshot) == []
