"""A verdict says no more than the checks beside it allow."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from trials.stats import Allocation, InputRefused, Look, Plan, analyse

CAUSE = "likely cause"


def trial(*, rise: float, periods: int = 6, treated_from: int = 1) -> pd.DataFrame:
    """Twelve units, every other one with the nudge, its level higher by `rise`."""
    rng = np.random.default_rng(1)
    rows = [
        (f"u{unit:02d}", period, treated, rng.binomial(80, 0.4 + rise * treated), 80)
        for unit in range(12)
        for period in range(1, periods + 1)
        for treated in [int(unit % 2 and period >= treated_from)]
    ]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])


def test_lottery_nobody_can_check_is_called_what_it_is():
    frame = trial(rise=0.2)
    arms = tuple((f"u{unit:02d}", ("control", "treated")[unit % 2]) for unit in range(12))
    held = analyse(Plan("cluster_randomised", allocation=Allocation("simple", arms=arms)), frame).verdict
    claimed = analyse(Plan("cluster_randomised"), frame).verdict
    assert "As units were allocated at random" in held and CAUSE in held
    assert "As units were allocated at random" not in claimed and "plan says" in claimed


def test_wedge_whose_order_was_not_kept_is_not_said_to_be_drawn_at_random():
    rng = np.random.default_rng(1)
    starts = {f"u{unit}": 3 + 2 * (unit // 3) for unit in range(12)}
    rows = [
        (unit, period, treated, rng.binomial(80, 0.4 + 0.2 * treated), 80)
        for unit, start in starts.items()
        for period in range(1, 13)
        for treated in [int(period >= (9 if unit == "u0" else start))]
    ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])
    sealed = Plan("stepped_wedge", allocation=Allocation("stepped", sequences=tuple(starts.items())))
    spoiled, sound = analyse(sealed, frame).verdict, analyse(sealed, frame[frame["unit"] != "u0"]).verdict
    assert "was drawn at random" not in spoiled and "u0" in spoiled
    assert "u0" in sound  # a unit lost is not the order drawn either
    assert "was drawn at random" in analyse(Plan("stepped_wedge"), frame).verdict


def test_groups_that_were_moving_apart_are_named_in_the_verdict():
    frame = panel_frame(units=24, treated=12, periods=16, start=9, seed=1, cases=200)
    drift = (frame["unit"] < "unit 12") * frame["period"] * 6
    frame = frame.assign(events=np.minimum(frame["events"] + drift, 200))
    report = analyse(Plan("difference_in_differences"), frame)
    assert report.finding("pre_trend").status == "fails"
    assert "moving apart before the start" in report.verdict


def test_rising_level_before_the_date_is_named_in_the_verdict():
    frame = panel_frame(units=1, treated=1, periods=24, start=13, seed=1, cases=400)
    frame = frame.assign(events=frame["events"] // 2 + 8 * frame["period"])
    report = analyse(Plan("before_after"), frame)
    assert report.finding("trend").status == "fails" and "already rising" in report.verdict


def test_cases_alike_by_officer_take_the_cause_back():
    """Two proportions of single cases differ clearly; counted by officer they do not."""
    rng = np.random.default_rng(5)
    rows = [
        (
            f"o{officer}",
            1,
            treated,
            rng.binomial(300, np.clip(0.4 + shift * (-1) ** officer + 0.06 * treated, 0, 1)),
            300,
        )
        for officer in range(6)
        for treated, shift in ((0, 0.15), (1, -0.15))
    ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])
    plain = analyse(Plan("individually_randomised"), frame)
    named = analyse(Plan("individually_randomised", cluster="unit"), frame)
    assert plain.primary.p_value < 0.01 and CAUSE in plain.verdict
    assert named.estimates["cluster_robust"].p_value > 0.05
    assert CAUSE not in named.verdict and "unit" in named.verdict


@pytest.mark.parametrize("design", ["cluster_randomised", "individually_randomised"])
def test_planned_baseline_that_nobody_gave_is_no_covariate_in_silence(design):
    with pytest.raises(InputRefused, match="baseline"):
        analyse(Plan(design, covariates=("baseline",)), trial(rise=0.2))


def test_adjusted_difference_is_called_adjusted():
    frame = trial(rise=0.2, periods=14, treated_from=8)
    report = analyse(Plan("cluster_randomised"), frame)
    assert report.primary.details["covariates"] == ["baseline"]
    assert "adjusted for baseline" in report.verdict


def test_look_says_which_arm_it_tests_and_how_the_others_stand():
    rng = np.random.default_rng(2)
    rows = [
        (
            f"u{unit:02d}",
            period,
            int(unit % 3 > 0),
            "cab"[unit % 3],
            rng.binomial(80, 0.4 + 0.25 * (unit % 3 == 2)),
            80,
        )
        for unit in range(18)
        for period in range(1, 9)
    ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "arm", "events", "cases"])
    plan = Plan("cluster_randomised", arms=("c", "a", "b"), control="c", looks=(Look(4, 0.5), Look(8, 1.0)),
                max_information=4000.0)  # fmt: skip
    verdict = analyse(plan, frame, look=1).verdict
    assert "not crossed for a against c" in verdict and "b 2" in verdict


def test_estimand_says_what_precision_weights_average_and_on_which_scale():
    frame = trial(rise=0.1)
    equal, precise = (
        analyse(Plan("cluster_randomised", weights=each), frame).estimand for each in ("equal", "precision")
    )
    assert "average unit" in equal and equal != precise and "precision" in precise
    assert "log odds" in analyse(Plan("cluster_randomised", scale="log_odds_ratio"), frame).estimand


def test_early_look_reads_no_timing_of_later_periods():
    """Counts are cut at the look; outcomes that came sooner in later periods must not be read either."""
    frame = trial(rise=0.1, periods=8)
    plan = Plan("cluster_randomised", looks=(Look(4, 0.5), Look(8, 1.0)), max_information=3000.0)
    rows = [
        (unit, number % 2, 1, period, cause, lag, 40)
        for unit in sorted(frame["unit"].unique())
        for number in [int(unit[1:])]
        for period in range(1, 9)
        for cause, lag in (("oocr", 10 + 50 * (period > 4 and number % 2 == 0)), ("censored", 120))
    ]
    columns = ["unit", "treated", "post", "period", "cause", "lag_days", "count"]
    timing = pd.DataFrame(rows, columns=columns)
    early, cut = (
        analyse(plan, frame, look=1, timing=each) for each in (timing, timing[timing["period"] <= 4])
    )
    assert early.series["incidence"] == cut.series["incidence"]
    with pytest.raises(InputRefused, match="period a case came in"):
        analyse(plan, frame, look=1, timing=timing.drop(columns="period").drop_duplicates())


@pytest.mark.parametrize(("small", "status"), [(10, "fails"), (100, "passes")])
def test_small_units_among_large_ones_that_start_at_different_times_are_named(small, status):
    rng = np.random.default_rng(3)
    rows = [
        (f"u{unit}", period, int(period >= start), rng.binomial(cases, 0.3), cases)
        for unit in range(12)
        for start, base in [((5, 9)[unit % 2], small) if unit >= 8 else (99, 100)]
        for cases in [base + 5 * (unit % 4)]
        for period in range(1, 13)
    ]
    frame = pd.DataFrame(rows, columns=["unit", "period", "treated", "events", "cases"])
    report = analyse(Plan("staggered_adoption"), frame)
    assert report.finding("size_of_starters").status == status
    assert ("size may explain" in report.verdict) == (status == "fails")
