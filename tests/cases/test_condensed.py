"""Condensed cases give the counts and the timings of the cases themselves, within the windows they were made for."""

from datetime import date, timedelta
from random import Random

import pytest

from cjnudge.cases.counting import condensed as module
from cjnudge.cases.counting.case_lines import within
from cjnudge.cases.counting.condensed import can_condense, condensed
from cjnudge.cases.counting.counts import MeasureRefused, count, count_together
from cjnudge.cases.counting.timing import lags_by_cell, timing
from cjnudge.cases.measures import measure
from tests.cases.case_snapshots import case, case_snapshot

pytestmark = pytest.mark.django_db
AS_AT = date(2026, 10, 31)
SPAN = {"first": date(2025, 3, 1), "last": date(2026, 3, 31)}
WINDOWS = (120, 60, 90, 180)
KEYS = ("oocr_of_eligible_within_w", "charge_within_w", "nfa_within_w")
UNITS, OUTCOMES = ("A", "B", "C"), ("8", "3", "1", "16", "20", "0", None)


def rows(number=3000, seed=5):
    """Cases of all kinds: open, decided before entry and long after, reopened, further crimes, not eligible."""
    source = Random(seed)
    return [made(source) for _ in range(number)]


def made(source):
    entry = date(2025, 1, 1) + timedelta(days=source.randrange(500))
    first, last = sorted(source.randrange(-3, 240) for _ in range(2))
    outcome, reopened = source.choice(OUTCOMES), source.random() < 0.3
    given = {
        "unit": source.choice(UNITS),
        "eligibility": source.choice(("eligible", "conditional", "not eligible")),
        "first_of_decision": source.random() < 0.9,
        "first_outcome": source.choice(OUTCOMES) if reopened else None,
        "first_outcome_on": entry + timedelta(days=first) if reopened and source.random() < 0.8 else None,
    }
    return case(entry, outcome, entry + timedelta(days=last) if outcome else None, **given)


@pytest.fixture
def snapshot(practice):
    return case_snapshot(practice, rows(), as_at=AS_AT, fields=("first_outcome", "first_outcome_on"))


def months(frame):
    """The rows of the condensed months, as lists."""
    return [row for row in frame.values.tolist() if SPAN["first"] <= row[1] <= SPAN["last"]]


@pytest.mark.parametrize("step", [1, 7])
def test_condensed_cases_give_the_same_counts_in_every_window(snapshot, step):
    with condensed(snapshot, **SPAN, windows=WINDOWS, step=step) as fewer:
        for days in WINDOWS:
            asked = [within(key, days) for key in KEYS]
            whole = months(count_together(asked, snapshot, basis="entry"))
            assert count_together(asked, fewer, basis="entry").values.tolist() == whole and len(whole) == 39


@pytest.mark.parametrize("step", [1, 7])
def test_condensed_cases_give_the_same_lags(snapshot, step):
    asked = {"follow_up_days": 120, "places": ["A", "C"], "periods": [date(2025, 5, 1), date(2026, 3, 1)]}
    with condensed(snapshot, **SPAN, windows=WINDOWS, step=step) as fewer:
        found = lags_by_cell(fewer, **asked, step=step)
    assert found == lags_by_cell(snapshot, **asked, step=step) and len(found) > 10


def test_lags_by_cell_are_those_of_timing(snapshot):
    whole = timing(snapshot, follow_up_days=120)
    periods = sorted({*whole.period})
    found = lags_by_cell(snapshot, follow_up_days=120, places=UNITS, periods=periods)
    listed = [
        [unit, period, cause, lag, number]
        for unit, period, cause, lags, numbers in found
        for lag, number in zip(lags, numbers, strict=True)
    ]
    assert listed == whole.values.tolist()


def test_many_cases_become_few_rows(snapshot):
    with condensed(snapshot, **SPAN, windows=(30,), step=7) as fewer:
        assert fewer.is_condensed and not hasattr(snapshot, "is_condensed")
        (path,) = fewer.read_instead
        assert path.stat().st_size > 0
    assert not path.exists()


def test_window_that_was_not_named_would_be_counted_wrongly(snapshot):
    """The negative control: steps run past the end of a window that they were not told of."""
    asked = within(KEYS[0], 60)
    whole = months(count(asked, snapshot, basis="entry"))
    with condensed(snapshot, **SPAN, windows=(120,), step=7) as fewer:
        assert count(asked, fewer, basis="entry").values.tolist() != whole


def test_open_cases_taken_for_decided_on_their_first_day_would_be_seen(snapshot, monkeypatch):
    """The negative control: greatest() passes over NULL."""
    broken = lambda day, windows, step: f"least(greatest({day} - entry_on, 0), {windows[-1] + 1})::INTEGER"  # noqa: E731
    monkeypatch.setattr(module, "_lag", broken)
    with condensed(snapshot, **SPAN, windows=(120,)) as fewer:
        found = lags_by_cell(fewer, follow_up_days=120, places=UNITS, periods=[SPAN["first"]])
    assert found != lags_by_cell(snapshot, follow_up_days=120, places=UNITS, periods=[SPAN["first"]])


def test_months_without_their_follow_up_are_refused(snapshot):
    late = {"first": SPAN["first"], "last": date(2026, 9, 30)}
    with pytest.raises(ValueError, match="not followed"), condensed(snapshot, **late, windows=WINDOWS):
        pass


def test_only_eligible_cases_by_their_entry_can_be_condensed(snapshot, practice):
    primary = measure(KEYS[0])
    assert can_condense(primary, snapshot, "entry") and not can_condense(primary, snapshot, "recorded")
    assert not can_condense(measure("repeat_suspect_12m"), snapshot, "entry")
    unruled = case_snapshot(practice, [case(date(2025, 5, 1))], rules=None)
    assert not can_condense(primary, unruled, "entry")
    with pytest.raises(MeasureRefused, match="approve rules"), condensed(unruled, **SPAN, windows=(30,)):
        pass
