"""The verdict of a comparison with untreated units says what moved, by how much, and what the test allows."""

import pytest

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.reference import synthetic_changes
from trials.stats import CannotEstimate, Plan, Report, analyse

PLAN = Plan("difference_in_differences")


def test_verdict_gives_both_changes_and_the_test():
    verdict = analyse(PLAN, synthetic_changes()).verdict
    assert "The 4 treated units rose 2.8 points on average while the other 6 fell 3.5 points" in verdict
    assert "6.2 points (−0.6 to 13.0)" in verdict
    assert "p = 0.068" in verdict


def test_difference_chance_seldom_gives_is_said_so():
    frame = panel_frame(units=12, treated=6, periods=6, start=4, seed=2, cases=400)
    later = (frame["treated"] == 1).astype(int) * 80
    assert "would seldom give" in analyse(PLAN, frame.assign(events=frame["events"] + later)).verdict


def test_refused_report_says_why_and_keeps_the_chart():
    frame = panel_frame(units=6, treated=6, periods=4, start=3, seed=1)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, frame)
    report = refusal.value.report
    assert report.verdict.startswith("No verdict. No untreated unit")
    assert report.primary is None and report.estimates == {}
    assert len(report.series["treated"]) == 4
    assert Report.from_json(report.to_json()).refusal == report.refusal


def test_series_lists_units_changes_and_placebo_statistics():
    frame = panel_frame(units=20, treated=1, periods=4, start=3, seed=1)
    series = analyse(PLAN, frame).series
    assert series["treated_units"] == ["unit 00"]
    assert len(series["units"]) == len(series["changes"]) == len(series["placebo"]) == 20
    assert series["before"] == [1, 2] and series["after"] == [3, 4]


def test_grade_never_rises_above_the_design():
    frame = panel_frame(units=30, treated=15, periods=12, start=7, seed=2, cases=400)
    assert analyse(PLAN, frame).grade <= 3
