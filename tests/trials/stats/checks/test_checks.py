"""Each check on data built to pass it, to fail it, and to leave it open."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.reference import hertfordshire
from trials.stats import Plan, analyse
from trials.stats.checks.pre_trend import _power

PLAN = Plan("difference_in_differences")
SERIES = Plan("interrupted_series")


def groups(**options) -> pd.DataFrame:
    return panel_frame(
        **{"units": 12, "treated": 6, "periods": 12, "start": 7, "seed": 4, "cases": 400, **options}
    )


def series(values, *, start: int, cases: int = 1000) -> pd.DataFrame:
    """One unit whose proportions are those given."""
    period = np.arange(1, len(values) + 1)
    events = np.round(np.asarray(values) * cases).astype(int)
    treated = (period >= start).astype(int)
    return pd.DataFrame({"unit": "a", "period": period, "treated": treated, "events": events, "cases": cases})


def noise(length: int, seed: int = 1) -> np.ndarray:
    return 0.35 + 0.02 * np.random.default_rng(seed).standard_normal(length)


def moved(frame: pd.DataFrame, change) -> pd.DataFrame:
    """Events of the treated units raised by `change(period)`, as a share of cases."""
    treated = frame["unit"].isin(frame.loc[frame["treated"] == 1, "unit"])
    extra = (frame["cases"] * change(frame["period"])).round().where(treated, 0).astype(int)
    return frame.assign(events=frame["events"] + extra)


def finding(plan, frame, key):
    return analyse(plan, frame).finding(key)


def test_groups_moving_apart_before_the_start_fail_pre_trend_and_the_grade():
    report = analyse(PLAN, moved(groups(), lambda period: 0.02 * period))
    assert report.finding("pre_trend").status == "fails"
    assert report.grade == 2


def test_pre_trend_passes_only_with_power_for_a_trend_as_large_as_the_effect():
    strong = analyse(PLAN, moved(groups(), lambda period: 0.3 * (period >= 7)))
    assert strong.finding("pre_trend").status == "passes"
    assert strong.finding("pre_trend").facts["power"] > 0.5
    assert strong.grade == 3
    weak = finding(PLAN, groups(), "pre_trend")
    assert weak.status == "cannot tell" and weak.facts["power"] < 0.5


def test_pre_trend_of_two_periods_cannot_be_told():
    assert finding(PLAN, groups(periods=5, start=3), "pre_trend").status == "cannot tell"


@pytest.mark.parametrize(("factor", "status"), [(1, "passes"), (3, "cannot tell"), (0.25, "cannot tell")])
def test_lone_treated_unit_is_held_to_half_or_double_the_median(factor, status):
    frame = groups(units=25, treated=1)
    own = frame["unit"] == "unit 00"
    scaled = {
        name: frame[name].where(~own, (frame[name] * factor).astype(int)) for name in ("events", "cases")
    }
    report = analyse(PLAN, frame.assign(**scaled))
    assert report.finding("size_comparability").status == status
    assert ("cannot be told" in report.verdict) == (status == "cannot tell")


def test_largest_half_treated_fails_size_comparability():
    frame = groups()
    size = 1 + frame["unit"].str[-2:].astype(int).rsub(11)
    frame = frame.assign(events=frame["events"] * size, cases=frame["cases"] * size)
    assert finding(PLAN, frame, "size_comparability").status == "fails"


def test_smaller_units_in_smaller_number_leave_the_verdict_open():
    frame = groups(units=12, treated=3)
    own = frame["unit"].isin(["unit 00", "unit 01", "unit 02"])
    large = {name: frame[name].where(own, frame[name] * 20) for name in ("events", "cases")}
    report = analyse(PLAN, frame.assign(**large))
    assert report.finding("size_comparability").status == "cannot tell"
    assert "cannot be told" in report.verdict


def test_one_large_unit_that_moves_alone_makes_size_informative():
    frame = groups(cases=20)
    own = (frame["unit"] == "unit 00") & (frame["period"] >= 7)
    frame.loc[frame["unit"] == "unit 00", ["events", "cases"]] = [6000, 20000]
    frame.loc[own, "events"] = 13000
    assert finding(PLAN, frame, "informative_cluster_size").status == "fails"
    assert finding(PLAN, groups(), "informative_cluster_size").status == "passes"


def test_result_that_rests_on_one_unit_names_it():
    frame = moved(groups(cases=2000), lambda period: 0.02 * (period >= 7))
    spoiled = (frame["unit"] == "unit 00") & (frame["period"] >= 7)
    frame.loc[spoiled, "events"] -= 250
    found = finding(PLAN, frame, "leave_one_unit_out")
    assert found.status == "fails" and found.facts["unit"] == "unit 00"
    assert finding(PLAN, groups(), "leave_one_unit_out").status == "passes"


def test_disagreeing_weights_leave_the_verdict_open():
    # half the treated units are tiny and rise; the large ones stay, and are known far better
    frame = groups(units=40, treated=20, cases=2000)
    odd = frame["unit"] < "unit 10"
    frame.loc[odd, "cases"] = 3
    frame.loc[odd, "events"] = 1 + (frame.loc[odd, "period"] >= 7).astype(int)
    report = analyse(PLAN, frame)
    assert report.finding("weights_agree").status == "cannot tell"
    assert "cannot be told" in report.verdict


def test_more_than_a_fifth_missing_costs_one_step():
    frame = groups()
    gone = (frame["period"].isin([3, 4, 5])) & (frame["unit"] > "unit 00")
    report = analyse(PLAN, frame[~gone])
    assert report.finding("missing_cells").status == "fails"
    assert report.grade < analyse(PLAN, frame).grade


def test_late_entry_is_not_missing():
    frame = groups()
    late = (frame["unit"] == "unit 03") & (frame["period"] < 4)
    assert finding(PLAN, frame[~late], "missing_cells").facts["missing"] == 0


def test_units_lost_after_the_start_are_counted_by_side():
    frame = groups()
    lost = (frame["unit"] == "unit 00") & (frame["period"] >= 7)
    frame.loc[lost, ["events", "cases"]] = 0
    found = finding(PLAN, frame, "attrition")
    assert found.status == "fails"
    assert found.facts["units"] == ["unit 00"] and found.facts["treated_share"] == pytest.approx(1 / 6)


def test_hertfordshires_baseline_was_the_lowest_of_four_years():
    plan = Plan("difference_in_differences", exclude_periods=(1, 3), periods_per_year=1)
    found = finding(plan, hertfordshire(treated_from=4), "baseline_extreme")
    assert found.status == "fails"
    assert found.facts["baseline_periods"] == [2]
    assert (found.facts["rank_from_lowest"], found.facts["periods_observed"]) == (1, 4)


def test_baseline_in_the_middle_of_what_was_left_out_passes():
    plan = Plan("before_after", exclude_periods=(1, 3), periods_per_year=1)
    found = finding(plan, series([0.30, 0.32, 0.34, 0.36], start=4), "baseline_extreme")
    assert found.status == "passes"


def test_whole_past_as_baseline_passes():
    assert finding(SERIES, series(noise(48), start=25), "baseline_extreme").status == "passes"


def test_uncontrolled_designs_can_never_tell_of_other_events():
    assert finding(SERIES, series(noise(48), start=25), "other_events").status == "cannot tell"
    assert "other_events" not in {found.key for found in analyse(PLAN, groups()).findings}


def test_drifting_series_leaves_the_verdict_open():
    walk = 0.35 + np.cumsum(0.01 * np.random.default_rng(2).standard_normal(60))
    report = analyse(SERIES, series(walk, start=31, cases=10_000))
    assert report.finding("autocorrelation").status == "cannot tell"
    assert report.finding("autocorrelation").facts["mean_rho"] > 0.6
    assert "cannot be told" in report.verdict


def test_regular_pattern_the_model_lacks_is_found_in_the_residuals():
    quarterly = noise(60) + 0.05 * np.cos(2 * np.pi * np.arange(60) / 3)
    assert finding(SERIES, series(quarterly, start=31), "residual_acf").status == "fails"
    assert finding(SERIES, series(noise(60), start=31), "residual_acf").status == "passes"


def test_slow_wave_is_found_at_false_starts():
    wave = noise(60) + 0.1 * np.sin(np.arange(60) / 9)
    assert finding(SERIES, series(wave, start=41), "placebo_dates").status == "fails"
    assert finding(SERIES, series(noise(60), start=41), "placebo_dates").status == "passes"
    assert finding(SERIES, series(noise(30), start=11), "placebo_dates").status == "cannot tell"


def test_short_series_says_that_it_is_short():
    assert finding(SERIES, series(noise(30), start=16), "series_length").status == "cannot tell"
    assert finding(SERIES, series(noise(36), start=16), "series_length").status == "passes"


def test_points_of_few_cases_fail_small_cells():
    assert finding(SERIES, series(noise(48), start=25, cases=9), "small_cells").status == "fails"
    assert (
        finding(
            Plan("interrupted_series", min_cell=5), series(noise(48), start=25, cases=9), "small_cells"
        ).status
        == "passes"
    )


def test_periods_that_vary_more_than_chance_fail_dispersion():
    plan = Plan("before_after")
    assert finding(plan, series(noise(24), start=13, cases=100_000), "dispersion").status == "fails"
    steady = panel_frame(units=1, treated=1, periods=24, start=13, seed=8, cases=500)
    assert finding(plan, steady, "dispersion").status == "passes"
    assert finding(plan, series([0.3, 0.4], start=2), "dispersion").status == "cannot tell"


def test_rising_baseline_fails_trend():
    rising = noise(24) + 0.01 * np.arange(24)
    found = finding(Plan("before_after"), series(rising, start=13), "trend")
    assert found.status == "fails" and "rising" in found.text


@pytest.mark.parametrize("noncentrality", [0, 4.2, 9.2, 12, 18, 37, 40, 60, 1e6])
def test_power_of_the_pre_trend_test_is_a_number_however_large_the_effect(noncentrality):
    powers = [_power(noncentrality, df) for df in range(2, 80)]
    assert all(0.05 <= power <= 1 for power in np.round(powers, 9))
    assert noncentrality < 37 or min(powers) == pytest.approx(1)
