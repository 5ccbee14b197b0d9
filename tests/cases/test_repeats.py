"""Suspects named again: from 14 days after the decision to 12 months after entry, by date or by entry."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from cjnudge.cases.counting import counts, repeats
from cjnudge.cases.counting.counts import MeasureRefused, count, count_together
from cjnudge.cases.counting.repeats import OWN_ENTRIES, SUPPLIED, source_in_words
from cjnudge.cases.measures import measure
from tests.cases.case_snapshots import AS_AT, case, case_snapshot, person

pytestmark = pytest.mark.django_db
REPEAT = measure("repeat_suspect_12m")
ENTRY = date(2025, 6, 2)
DECIDED = date(2025, 7, 1)
AGAIN = {"eligibility": "not eligible"}  # a later entry counts whatever its eligibility


def counted(practice, *rows, **given):
    return count(REPEAT, case_snapshot(practice, list(rows), **given), by=()).values.tolist()[0]


@pytest.mark.parametrize(
    ("later", "found"),
    [
        (DECIDED + timedelta(days=13), 0),
        (DECIDED + timedelta(days=14), 1),
        (ENTRY + timedelta(days=365), 1),
        (ENTRY + timedelta(days=366), 0),
        (ENTRY + timedelta(days=5), 0),
    ],
)
def test_return_counts_from_14_days_after_the_decision_to_12_months_after_entry(practice, later, found):
    by_entry = [
        case(ENTRY, "8", DECIDED, suspect=person(1)),
        case(later, suspect=person(1), **AGAIN),
        case(later, suspect=person(2), **AGAIN),
    ]
    assert counted(practice, *by_entry) == [found, 1]
    by_date = case(ENTRY, "8", DECIDED, reoffended_on=later)
    assert counted(practice, by_date) == [found, 1]


def test_supplied_date_is_preferred_to_the_entries(practice):
    rows = [
        case(ENTRY, "8", DECIDED, suspect=person(1)),
        case(ENTRY, "8", DECIDED, suspect=person(2), reoffended_on=date(2025, 12, 1)),
        case(date(2025, 12, 24), suspect=person(1), **AGAIN),
    ]
    assert counted(practice, *rows) == [1, 2]
    assert source_in_words({"suspect", "reoffended_on"}) == SUPPLIED
    assert source_in_words({"suspect"}) == OWN_ENTRIES and source_in_words({"unit"}) == ""


def test_nearest_entry_after_the_fortnight_is_found_past_earlier_ones(practice):
    days = [DECIDED + timedelta(days=lag) for lag in (1, 13, 20, 400)]
    rows = [case(day, suspect=person(1), **AGAIN) for day in days]
    assert counted(practice, case(ENTRY, "8", DECIDED, suspect=person(1)), *rows) == [1, 1]


def test_entry_in_another_file_of_the_snapshot_counts(practice):
    first, second = (
        [case(ENTRY, "8", DECIDED, suspect=person(1))],
        [case(date(2026, 1, 5), suspect=person(1))],
    )
    frame = count(REPEAT, case_snapshot(practice, first, second), periods=[date(2025, 6, 1)])
    assert frame.values.tolist() == [["A", date(2025, 6, 1), 1, 1]]


def test_case_without_a_decision_stays_in_the_denominator(practice):
    rows = [case(ENTRY, suspect=person(1)), case(date(2025, 12, 24), suspect=person(1), **AGAIN)]
    assert counted(practice, *rows) == [0, 1]


def test_case_without_a_suspect_was_not_followed(practice):
    rows = [case(ENTRY, "8", DECIDED), case(ENTRY, "8", DECIDED, suspect=person(1))]
    assert counted(practice, *rows) == [0, 1]
    assert counted(practice, *rows, fields=["reoffended_on"]) == [0, 2]


def test_only_months_followed_for_12_months_are_counted(practice):
    rows = [
        case(date(2025, month, 9), "8", date(2025, month, 9), suspect=person(month)) for month in (9, 10, 11)
    ]
    frame = count(REPEAT, case_snapshot(practice, rows), by=("period",))
    assert AS_AT - timedelta(days=365) == date(2025, 10, 31)
    assert list(frame.period) == [date(2025, 9, 1), date(2025, 10, 1)]


def test_suspects_cannot_be_followed_without_identifier_or_date(practice):
    snapshot = case_snapshot(practice, [case(ENTRY, "8", DECIDED)])
    with pytest.raises(MeasureRefused, match="neither a suspect identifier nor the date of the next crime"):
        count(REPEAT, snapshot)


def test_returns_by_entry_equal_plain_python(practice):
    source, rows = Random(8), []
    for _ in range(600):
        entry = date(2025, 1, 1) + timedelta(days=int(source.random() * 600))
        decided = entry + timedelta(days=int(source.random() * 90)) if source.random() < 0.8 else None
        who = person(int(source.random() * 150)) if source.random() < 0.9 else None
        unit = "AB"[int(source.random() * 2)]
        rows.append(case(entry, "1" if decided else None, decided, suspect=who, unit=unit))
    expected = Counter()
    for row in rows:
        if row["suspect"] and row["entry_on"].replace(day=1) <= date(2025, 10, 1):
            expected[row["unit"], "all"] += 1
            expected[row["unit"], "again"] += _returned(row, rows)
    frame = count(REPEAT, case_snapshot(practice, rows), by=("place",))
    found = {(unit, "again"): n for unit, n in zip(frame.place, frame.numerator, strict=True)}
    found |= {(unit, "all"): n for unit, n in zip(frame.place, frame.denominator, strict=True)}
    assert found == expected and expected["A", "again"] > 20


def _returned(row, rows):
    if not row["outcome_on"]:
        return False
    start, end = row["outcome_on"] + timedelta(days=14), row["entry_on"] + timedelta(days=365)
    return any(one["suspect"] == row["suspect"] and start <= one["entry_on"] <= end for one in rows)


def test_returns_are_not_counted_over_another_denominator(practice):
    rows = [case(ENTRY, "8", DECIDED, suspect=person(1))]
    with pytest.raises(ValueError, match="different denominators"):
        count_together([REPEAT, measure("charge_within_w")], case_snapshot(practice, rows))


def test_suspects_counted_in_shares_give_the_same(practice, monkeypatch):
    """The entries of a suspect lie in one share, so that none of them is missed; in parts of the file some would be."""
    source = Random(8)
    rows = [
        case(date(2025, 1, 1) + timedelta(days=source.randrange(300)), "8", date(2025, 11, 1),
             suspect=person(source.randrange(150)))
        for _ in range(600)
    ]  # fmt: skip
    snapshot = case_snapshot(practice, [row | {"outcome_on": row["entry_on"]} for row in rows])
    whole = count(REPEAT, snapshot).values.tolist()
    monkeypatch.setattr(repeats, "MOST_ROWS", 100)
    shares = repeats.shares_of_suspects(snapshot, REPEAT)
    assert len(shares) == 6 and count(REPEAT, snapshot).values.tolist() == whole and whole[0][2] > 0
    broken = [share.replace("suspect", "entry_on") for share in shares]
    monkeypatch.setattr(counts, "shares_of_suspects", lambda *given: broken)
    assert count(REPEAT, snapshot).values.tolist() != whole
