"""Before and after without a control: a description, graded 2, that claims nothing more."""

import re
from math import exp

import pytest

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.reference import hertfordshire, reference_json, synthetic_series
from trials.stats import InputRefused, Plan, analyse

CAUSAL = r"\b(caus\w+|effects?|led to|because|work(s|ed)|due to|reduc\w+|increas\w+|improv\w+|impact\w*|thanks to)\b"


def counts(events1, cases1, events0, cases0):
    frame = panel_frame(units=1, treated=1, periods=2, start=2, seed=1)
    return frame.assign(events=[events0, events1], cases=[cases0, cases1])


def test_primary_is_newcombes_published_interval():
    found = analyse(Plan("before_after"), counts(56, 70, 48, 80)).primary
    assert [round(found.low, 4), round(found.high, 4)] == [0.0524, 0.3339]
    assert found.value == pytest.approx(0.2)
    assert found.p_value is None


def test_ratios_equal_the_reference():
    table = reference_json("two_proportion", "expected.json")
    for scale, name in (("log_risk_ratio", "RR"), ("log_odds_ratio", "OR")):
        found = analyse(Plan("before_after", scale=scale), counts(56, 70, 48, 80)).primary
        assert [exp(found.low), exp(found.high)] == pytest.approx(table[name], rel=1e-8)


def test_empty_cells_are_answered_on_every_scale():
    for scale in ("risk_difference", "log_risk_ratio", "log_odds_ratio"):
        found = analyse(Plan("before_after", scale=scale), counts(0, 10, 0, 20)).primary
        assert found.low < found.value < found.high or found.low <= 0 <= found.high


def test_verdict_has_no_causal_verb_and_the_grade_is_two():
    report = analyse(Plan("before_after"), counts(56, 70, 48, 80))
    assert not re.search(CAUSAL, report.verdict, flags=re.I)
    assert "rose 20.0 points, from 60.0 % to 80.0 %" in report.verdict
    assert "cannot say why" in report.verdict
    assert report.grade == 2


def test_one_force_before_and_after_is_described_with_its_naive_z_apart():
    frame = hertfordshire(treated_from=4)
    frame = frame[frame["unit"] == "Hertfordshire"]
    report = analyse(Plan("before_after", exclude_periods=(1, 3), periods_per_year=1), frame)
    assert "from 30.1 % to 39.4 %" in report.verdict
    assert round(report.naive["z"], 1) == 14.1
    assert report.finding("trend").status == "cannot tell"


def test_long_series_carries_its_test_beside_the_description():
    report = analyse(Plan("before_after"), synthetic_series())
    assert report.primary_key == "newcombe"
    series = analyse(Plan("interrupted_series"), synthetic_series()).primary
    assert report.estimates["mean_post_effect"] == series


def test_rate_is_refused_with_what_would_do():
    frame = counts(56, 70, 48, 80).rename(columns={"cases": "exposure"})
    with pytest.raises(InputRefused, match="reads no rate"):
        analyse(Plan("before_after"), frame)


def test_untreated_units_are_refused():
    frame = panel_frame(units=2, treated=1, periods=4, start=3, seed=1)
    with pytest.raises(InputRefused, match="difference_in_differences"):
        analyse(Plan("before_after"), frame)


def test_side_without_a_case_is_refused():
    with pytest.raises(InputRefused, match="no case after"):
        analyse(Plan("before_after"), counts(0, 0, 48, 80))
