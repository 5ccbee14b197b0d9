"""Estimates of the seeded 48-month series against R and the recorded averaged answers."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.reference import reference_file, reference_json, synthetic_series
from trials.stats import CannotEstimate, InputRefused, Plan, analyse

PLAN = Plan("interrupted_series")


@pytest.fixture(scope="module")
def report():
    return analyse(PLAN, synthetic_series())


def test_averaged_level_gives_the_recorded_answer(report):
    found = report.estimates["level"]
    assert round(found.value, 6) == 0.363400
    assert round(found.p_value, 6) == 0.007434


def test_gls_ar1_equals_r(report):
    expected = reference_json("synthetic", "expected_R.json")["its"]["gls_AR1_REML"]
    found = report.estimates["gls_ar1"]
    assert found.value == pytest.approx(expected["Value"], rel=1e-6)
    assert found.details["standard_error"] == pytest.approx(expected["Std.Error"], rel=1e-6)
    assert found.details["rho"] == pytest.approx(expected["rho"], rel=1e-6)
    assert found.p_value == pytest.approx(expected["p-value"], rel=1e-6)


def test_quasi_binomial_equals_r(report):
    expected = reference_json("synthetic", "expected_R.json")["its"]["quasi"]
    found = report.estimates["quasi_binomial"]
    assert found.value == pytest.approx(expected["Estimate"], rel=1e-6)
    assert found.details["standard_error"] == pytest.approx(expected["Std. Error"], rel=1e-6)
    assert found.p_value == pytest.approx(expected["Pr(>|t|)"], rel=1e-6)


def test_interval_holds_exactly_what_the_p_value_does_not_reject(report):
    found = report.primary
    assert found.low < found.value < found.high
    assert (found.low <= 0 <= found.high) == (found.p_value >= PLAN.alpha)
    at_its_p = analyse(Plan("interrupted_series", alpha=found.p_value), synthetic_series()).primary
    assert at_its_p.low == pytest.approx(0, abs=1e-9)  # at alpha = p the interval just touches nought


def test_sicilian_rates_fall_after_the_ban():
    table = pd.read_csv(reference_file("reference", "sicily", "data.csv"))
    columns = {"period": table["time"], "treated": table["smokban"], "events": table["aces"]}
    frame = pd.DataFrame({"unit": "Sicily", **columns, "exposure": table["stdpop"]})
    found = analyse(Plan("interrupted_series", scale="log_risk_ratio", harmonics=2), frame).primary
    assert found.low < np.log(0.8851) < found.high
    assert found.high < 0


def test_two_pairs_are_fitted_only_when_planned():
    assert analyse(PLAN, synthetic_series()).primary.details["seasonal_pairs"] == 1
    planned = Plan("interrupted_series", harmonics=2)
    assert analyse(planned, synthetic_series()).primary.details["seasonal_pairs"] == 2


def test_seven_points_before_the_start_are_refused():
    frame = synthetic_series()
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, frame[frame["period"] >= 18])
    assert refusal.value.code == "c"
    assert "7 points before" in refusal.value.missing
    assert refusal.value.report.series["treated"]


def test_eight_points_before_the_start_are_answered():
    frame = synthetic_series()
    assert analyse(PLAN, frame[frame["period"] >= 17]).primary is not None


def test_season_under_two_years_cannot_be_told():
    frame = synthetic_series()
    short = analyse(PLAN, frame[(frame["period"] >= 14) & (frame["period"] < 37)])
    assert short.finding("season").status == "cannot tell"
    assert short.primary.details["seasonal_pairs"] == 0


def test_untreated_units_are_refused_not_ignored():
    frame = synthetic_series()
    other = frame.assign(unit="other", treated=0)
    with pytest.raises(InputRefused, match="difference_in_differences"):
        analyse(PLAN, pd.concat([frame, other]))


def test_verdict_has_no_causal_verb(report):
    for verb in ("cause", "effect", "led to", "because", "worked", "due to", "reduced", "increased"):
        assert verb not in report.verdict.lower()
    assert "cannot say why" in report.verdict


def test_missing_month_is_a_longer_lag_and_changes_little(report):
    frame = synthetic_series()
    found = analyse(PLAN, frame[frame["period"] != 40]).primary
    assert found.value == pytest.approx(report.primary.value, abs=0.01)
