"""What a look reads: counted anew here, case by case, in plain Python."""

import dataclasses
from collections import Counter
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from tests.cases.case_snapshots import case_snapshot
from tests.trials.running.cases import EARLY, FIRST, MATURE, UNITS, rows, trial_plan
from trials import look_source
from trials.frames import FrameRefused
from trials.planning.trial_plan import OutcomeLine
from trials.trial_cells import MEAN, NOT_MATURE, NOT_SUPPLIED, TrialCells, is_trial_cells
from trials.trial_frames import read_trial_frames

PLAN = trial_plan()
LAST = date(2026, 6, 30)


@pytest.fixture
def snapshot(practice):
    return case_snapshot(practice, rows(), as_at=MATURE)


def eligible():
    return [row for row in rows() if row["eligibility"] == "eligible" and row["entry_on"] <= LAST]


def cell_of(row):
    return row["unit"], (row["entry_on"].year - FIRST.year) * 12 + row["entry_on"].month


def in_time(row, days=120):
    return row["outcome_on"] is not None and row["outcome_on"] <= row["entry_on"] + timedelta(days=days)


def test_primary_counts_every_eligible_case_of_the_plan(snapshot):
    cells = read_trial_frames(PLAN, None, snapshot)
    below = Counter(map(cell_of, eligible()))
    above = Counter(cell_of(row) for row in eligible() if row["outcome"] == "8" and in_time(row))
    found = {(place.unit, period): values for place, period, values in cells.named(cells.counts)}
    assert {key: values[1] for key, values in found.items()} == below
    assert {key: values[0] for key, values in found.items() if values[0]} == above
    assert len(found) == len(UNITS) * 18 and cells.absent == ()


def test_every_case_of_a_look_was_followed_in_full(snapshot):
    cells = read_trial_frames(PLAN, None, snapshot)
    assert sum(row[2] for row in cells.entries) == sum(row[4] for row in cells.entries) == len(eligible())
    assert sum(row[3] for row in cells.entries) > len(eligible())


def test_parts_and_lags_give_the_primary_again(snapshot):
    cells = read_trial_frames(PLAN, None, snapshot)
    primary = {row[:2]: row[2:] for row in cells.counts}
    assert all(primary[row[:2]] == (row[2], sum(row[2:])) for row in cells.parts)
    by_lag = Counter()
    for place, period, cause, lag, count in cells.lags():
        assert 0 <= lag <= 120
        by_lag[place.unit, period] += count if cause == "oocr" else 0
    named = {(place.unit, period): values[0] for place, period, values in cells.named(cells.counts)}
    assert {key: n for key, n in by_lag.items() if n} == {key: n for key, n in named.items() if n}


def test_cells_are_the_same_after_a_round_trip(snapshot):
    plan = trial_plan(subgroups=("sex",))
    cells = read_trial_frames(plan, None, snapshot, exposures=[exposure("Team A", date(2026, 1, 20))])
    text = cells.to_json()
    assert TrialCells.from_json(text) == cells and TrialCells.from_json(text).to_json() == text
    assert is_trial_cells(text)


def test_early_extract_is_refused_with_the_day(practice):
    snapshot = case_snapshot(practice, rows(as_at=EARLY), as_at=EARLY)
    with pytest.raises(FrameRefused, match="mature on 28 October 2026"):
        read_trial_frames(PLAN, None, snapshot)
    look = read_trial_frames(PLAN, None, snapshot, up_to_period=15)
    assert {row[1] for row in look.counts} == set(range(15))


def test_guardrail_without_its_follow_up_says_until_when_and_how_far(snapshot, practice):
    line = read_trial_frames(PLAN, None, snapshot).outcomes["repeat_suspect_12m"]
    assert line.state == NOT_SUPPLIED and "suspect identifier" in line.text
    known = [row | {"reoffended_on": None} for row in rows()]
    other = case_snapshot(practice, known, as_at=MATURE, fields=("reoffended_on",))
    line = read_trial_frames(PLAN, None, other).outcomes["repeat_suspect_12m"]
    assert (line.state, line.mature_on, line.rows) == (NOT_MATURE, "2027-06-30", ())
    assert 0 < line.followed < line.entered == len(eligible())


def test_serious_offences_are_counted_among_resolutions(snapshot):
    line = read_trial_frames(PLAN, None, snapshot).outcomes["serious_share"]
    resolved = [row for row in eligible() if row["outcome"] == "8" and in_time(row)]
    assert sum(row[3] for row in line.rows) == len(resolved)
    assert sum(row[2] for row in line.rows) == sum(row["gravity"] >= 4 for row in resolved) > 0


def test_minutes_are_means_with_their_spread(snapshot):
    line = OutcomeLine(key="officer_minutes", title="Minutes", role="secondary", better="lower")
    cells = read_trial_frames(trial_plan(outcomes=(line,)), None, snapshot).outcomes["officer_minutes"]
    values = [row["minutes"] for row in eligible()]
    assert cells.kind == MEAN and sum(row[2] for row in cells.rows) == len(values)
    total = sum(row[2] * row[3] for row in cells.rows)
    squares = sum(row[4] ** 2 * (row[2] - 1) + row[2] * row[3] ** 2 for row in cells.rows)
    assert total == pytest.approx(sum(values)) and squares == pytest.approx(sum(v * v for v in values))


def test_what_the_extract_does_not_hold_is_not_supplied(snapshot):
    lines = [
        OutcomeLine(key=key, title=key, role="guardrail", margin=0.05) for key in ("victim_consulted", "harm")
    ]
    found = read_trial_frames(trial_plan(outcomes=tuple(lines)), None, snapshot).outcomes
    assert {one.state for one in found.values()} == {NOT_SUPPLIED}
    assert "whether the victim was consulted" in found["victim_consulted"].text


def test_another_window_is_counted_from_cases(snapshot):
    cells = read_trial_frames(trial_plan(follow_up_days=90), None, snapshot)
    fast = sum(row["outcome"] == "8" and in_time(row, 90) for row in eligible())
    assert sum(row[2] for row in cells.counts) == fast
    assert set(cells.windows) == {"60"}
    assert sum(row[2] for row in cells.windows["60"]) < fast


def test_measure_of_another_version_is_refused(snapshot):
    with pytest.raises(FrameRefused, match="amend the plan"):
        read_trial_frames(trial_plan(measure_version="0"), None, snapshot)


def test_subgroup_that_the_extract_lacks_leaves_the_rest(snapshot):
    cells = read_trial_frames(trial_plan(subgroups=("sex", "ethnicity")), None, snapshot)
    assert set(cells.groups) == {"sex"} and "ethnicity" in cells.groups_refused["ethnicity"]
    assert sum(row[4] for row in cells.groups["sex"]) == len(eligible())


def test_unit_has_no_cells_after_it_was_closed(snapshot):
    closed = SimpleNamespace(kind="unit_closed", unit="Team B", on=date(2026, 3, 9), details={})
    cells = read_trial_frames(PLAN, None, snapshot, changes=[closed])
    assert max(row[1] for row in cells.counts if row[0] == 1) == 13


def test_renamed_unit_stays_the_unit_that_was_allocated(practice):
    renamed = [
        row | {"unit": "Hub B"} if row["unit"] == "Team B" and row["entry_on"] >= date(2026, 3, 1) else row
        for row in rows()
    ]
    snapshot = case_snapshot(practice, renamed, as_at=MATURE)
    change = SimpleNamespace(kind="unit_renamed", unit="Team B", on=date(2026, 3, 1), details={"to": "Hub B"})
    found = read_trial_frames(PLAN, None, snapshot, changes=[change])
    usual = read_trial_frames(PLAN, None, case_snapshot(practice, rows(), as_at=MATURE))
    assert dataclasses.replace(found, snapshot_hash="") == dataclasses.replace(usual, snapshot_hash="")


def exposure(unit, first, until=None, contamination=False):
    return SimpleNamespace(unit=unit, from_on=first, until_on=until, is_contamination=contamination)


def test_exposure_counts_months_in_which_it_was_delivered(snapshot):
    log = [
        exposure("Team A", date(2026, 1, 20), date(2026, 2, 3)),
        exposure("Team C", date(2026, 2, 1), contamination=True),
    ]
    found = read_trial_frames(PLAN, None, snapshot, exposures=log).exposed
    assert [row for row in found if row[2]] == [(0, 12, 1), (0, 13, 1)]


def test_lags_by_the_week_change_no_count(snapshot, monkeypatch):
    """Where there are many, days are kept by the week; every window still ends on its own day."""
    daily = read_trial_frames(PLAN, None, snapshot)
    monkeypatch.setattr(look_source, "MOST_LAGS", 100)
    weekly = read_trial_frames(PLAN, None, snapshot)
    assert (daily.lag_step, weekly.lag_step) == (1, 7) and len(daily.lags()) > len(weekly.lags())
    same = dataclasses.replace(weekly, timing=daily.timing, lag_step=1)
    assert same.to_json() == daily.to_json() and daily.windows["60"] != daily.windows["90"]
    assert sum(one[-1] for one in daily.lags()) == sum(one[-1] for one in weekly.lags())
    assert all(one[3] % 7 == 0 or one[3] == 120 for one in weekly.lags())
