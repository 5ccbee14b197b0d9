"""A series against comparison units: what both share is taken out, what only one has stays."""

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.reference import synthetic_series
from trials.stats import CannotEstimate, Plan, Report, analyse
from trials.stats.estimators.placebo_series_rank import placebo_units
from trials.stats.pooled import pool_against_controls
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

PLAN = Plan("controlled_series")


def shocked(*, units: int, shock: float, effect: float, seed: int, start: int = 19) -> pd.DataFrame:
    """One treated unit among others, months with a shock to all from the start on, and an effect on one."""
    rng = np.random.default_rng(seed)
    month = np.arange(1, 37)
    shared = -0.6 + 0.1 * rng.standard_normal(36) + shock * (month >= start)
    rows = []
    for unit in range(units):
        chance = 1 / (
            1 + np.exp(-(shared + 0.3 * rng.standard_normal() + effect * (unit == 0) * (month >= start)))
        )
        on = ((unit == 0) & (month >= start)).astype(int)
        rows.append(pd.DataFrame({"unit": f"u{unit}", "period": month, "treated": on,
                                  "events": rng.binomial(300, chance), "cases": 300}))  # fmt: skip
    return pd.concat(rows, ignore_index=True)


def test_shock_to_all_is_no_effect_where_the_uncontrolled_series_sees_one():
    frame = shocked(units=8, shock=0.5, effect=0.0, seed=1)
    controlled = analyse(PLAN, frame).primary
    alone = analyse(Plan("interrupted_series"), frame[frame["unit"] == "u0"]).primary
    assert alone.low > 0.02
    assert controlled.low < 0 < controlled.high


def test_effect_on_the_treated_unit_alone_is_found_in_points():
    report = analyse(PLAN, shocked(units=8, shock=0.5, effect=0.5, seed=2))
    assert report.primary.low > 0.03 and report.primary.high < 0.25
    assert "comparison units" in report.verdict and report.grade <= 3
    assert report.estimates["placebo_series_rank"].p_value == pytest.approx(1 / 8)
    assert report.finding("fit_before").status == "passes"
    assert "quasi_binomial" not in report.estimates


def test_comparison_that_never_moves_leaves_the_uncontrolled_series():
    series = synthetic_series()
    steady = series.assign(unit="steady", treated=0, events=300, cases=1000)
    both = analyse(PLAN, pd.concat([series, steady])).estimates
    alone = analyse(Plan("interrupted_series"), series).estimates
    for key in ("mean_post_effect", "level", "slope", "gls_ar1"):
        assert both[key].value == pytest.approx(alone[key].value, rel=1e-8, abs=1e-10), key
        assert both[key].p_value == pytest.approx(alone[key].p_value, rel=1e-6), key


def test_swapping_the_groups_negates_the_log_odds():
    frame = shocked(units=2, shock=0.2, effect=0.3, seed=3)
    swapped = frame.assign(treated=((frame["unit"] == "u1") & (frame["period"] >= 19)).astype(int))
    plan = Plan("controlled_series", scale="log_odds_ratio")
    first, second = analyse(plan, frame).primary, analyse(plan, swapped).primary
    assert second.value == pytest.approx(-first.value, rel=1e-9)
    assert second.p_value == pytest.approx(first.p_value, rel=1e-9)


def test_offset_is_the_log_odds_of_all_comparison_units_together():
    frame = shocked(units=4, shock=0.0, effect=0.0, seed=4)
    panel = read_evidence(PLAN, all_designs()["controlled_series"], frame).panel
    others = frame[frame["unit"] != "u0"].groupby("period")[["events", "cases"]].sum()
    logit = np.log((others["events"] + 0.5) / (others["cases"] - others["events"] + 0.5))
    assert pool_against_controls(panel).offset == pytest.approx(logit.to_numpy())


def test_without_comparison_units_it_is_refused_under_d():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, panel_frame(units=2, treated=2, periods=24, start=13, seed=1))
    assert refusal.value.code == "d"


def test_short_sides_are_refused_under_c():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, panel_frame(units=4, treated=1, periods=12, start=7, seed=1))
    assert refusal.value.code == "c"
    assert Report.from_json(refusal.value.report.to_json()).refusal.code == "c"


def test_few_comparison_units_give_no_rank():
    report = analyse(PLAN, shocked(units=4, shock=0.0, effect=0.0, seed=5))
    assert report.refusals["placebo_series_rank"].code == "a"


def test_names_do_not_decide_which_of_many_units_take_their_turn():
    frame = shocked(units=600, shock=0.0, effect=0.0, seed=6)
    frame["cases"] = 38  # all alike in cases, so that many tie in their totals
    frame["events"] = frame["events"] // 8
    renamed = frame.assign(unit=frame["unit"].str[::-1])
    assert _taking_turns(frame) == _taking_turns(renamed)


def _taking_turns(frame):
    panel = read_evidence(PLAN, all_designs()["controlled_series"], frame).panel
    return sorted(map(tuple, panel.total[placebo_units(panel, np.flatnonzero(~panel.treated))]))
