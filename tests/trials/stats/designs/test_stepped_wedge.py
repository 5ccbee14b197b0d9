"""The stepped wedge from table to verdict: refusals, invariants, and any input."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials.stats.frames import panel_frame
from tests.trials.stats.wedges import as_mean, as_rate, synthetic_wedge, wedge_frame
from trials.stats import Allocation, CannotEstimate, InputRefused, Plan, Report, analyse

PLAN = Plan("stepped_wedge", seed=3)
SCALES = ("risk_difference", "log_risk_ratio", "log_odds_ratio")


@st.composite
def odd_wedges(draw):
    """Wedges of few or many units, with gaps, empty cells, nothing or everything happening, three kinds."""
    sequences = draw(st.sampled_from([2, 3, 4, 6]))
    units = draw(st.sampled_from([sequences, 2 * sequences, 3, 5, 7]))
    seed = draw(st.integers(0, 99))
    frame = wedge_frame(units=units, sequences=sequences, months=draw(st.sampled_from([1, 2])), seed=seed)
    happening = draw(
        st.sampled_from(["as drawn"] * 4 + ["nothing", "everything", "constant", "single cases"])
    )
    if happening != "as drawn":
        events = {"nothing": 0, "everything": 1, "constant": 0.25, "single cases": 1}[happening]
        frame["events"] = (frame["cases"] * events).astype(int)
    if happening == "single cases":
        frame["events"], frame["cases"] = np.arange(len(frame)) * 7 % 3 // 2, 1
    rng = np.random.default_rng(seed)
    frame = frame[rng.random(len(frame)) >= draw(st.sampled_from([0.0, 0.0, 0.1, 0.5]))]
    empty = rng.random(len(frame)) < draw(st.sampled_from([0.0, 0.0, 0.2]))
    frame = frame.assign(events=frame["events"].where(~empty, 0), cases=frame["cases"].where(~empty, 0))
    return draw(st.sampled_from([lambda same: same, lambda same: same, as_rate, as_mean]))(frame)


@settings(max_examples=60, deadline=None)
@given(
    frame=odd_wedges(),
    scale=st.sampled_from(SCALES),
    washout=st.sampled_from([0, 0, 1]),
    icc=st.sampled_from([None, 0.0, 0.2]),
)
def test_any_wedge_gives_numbers_or_a_refusal_in_words(frame, scale, washout, icc):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            report = analyse(Plan("stepped_wedge", scale=scale, washout=washout, icc=icc), frame)
        except InputRefused as refusal:
            assert refusal.remedy
            return
        except CannotEstimate as refusal:
            report = refusal.report
            assert report.primary is None and report.refusal.code == refusal.code
    assert report.verdict
    assert Report.from_json(report.to_json()).to_json() == report.to_json()


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 999))
def test_order_of_rows_and_names_of_units_change_no_estimate(seed):
    frame = wedge_frame(units=8, sequences=4, months=1, seed=seed)
    renamed = frame.assign(unit=frame["unit"].map(lambda name: name[::-1])).sample(frac=1, random_state=seed)
    first, second = analyse(PLAN, frame).estimates, analyse(PLAN, renamed).estimates
    for key, found in first.items():
        assert second[key].value == pytest.approx(found.value, rel=1e-7, abs=1e-10), key
        assert found.p_value is None or second[key].p_value == pytest.approx(found.p_value, rel=1e-7), key


def test_same_wedge_gives_the_same_bytes():
    assert analyse(PLAN, synthetic_wedge()).to_json() == analyse(PLAN, synthetic_wedge()).to_json()


def test_months_between_two_starts_are_summed_to_one_step():
    frame = wedge_frame(units=8, sequences=4, months=3, seed=1)
    summed = frame.assign(period=(frame["period"] - 1) // 3 + 1)
    summed = summed.groupby(["unit", "period", "treated"], as_index=False)[["events", "cases"]].sum()
    assert analyse(PLAN, frame).primary == analyse(PLAN, summed).primary


def test_effect_is_found_and_said_with_its_test():
    report = analyse(PLAN, wedge_frame(units=12, sequences=6, months=1, seed=2, cases=200, effect=0.15))
    assert report.primary.low > 0.05 and report.primary.p_value < 0.01
    assert report.grade == 5
    assert "higher than without it" in report.verdict and "drawn at random" in report.verdict
    assert len(report.series["starts"]) == 12 and len(report.series["with"]) == 7


def test_washout_leaves_out_each_units_own_first_periods():
    frame = wedge_frame(units=8, sequences=4, months=2, seed=1)
    start = frame[frame["treated"] == 1].groupby("unit")["period"].min()
    first = frame["period"] == frame["unit"].map(start)
    spoiled = frame.assign(events=frame["events"].where(~first, 0))
    plan = Plan("stepped_wedge", washout=1)
    assert analyse(plan, spoiled).primary == analyse(plan, frame).primary
    assert analyse(PLAN, spoiled).primary != analyse(PLAN, frame).primary


def test_missing_row_at_a_units_start_starts_no_sequence_of_its_own():
    frame = wedge_frame(units=8, sequences=4, months=2, seed=1)
    gone = (frame["unit"] == "unit 00") & (frame["period"] == 3)
    assert analyse(PLAN, frame[~gone]).primary.details["sequences"] == 4


def test_allocation_within_strata_is_permuted_within_them():
    frame = wedge_frame(units=8, sequences=4, months=1, seed=1)
    frame["stratum"] = np.where(frame["unit"] < "unit 04", "north", "south")
    plan = Plan("stepped_wedge", allocation=Allocation("stratified", strata=("stratum",)))
    assert analyse(plan, frame).primary.details["allocations"] == 24 * 24
    assert analyse(PLAN, frame).primary.details["allocations"] == 2520
    with pytest.raises(InputRefused, match="nothing says which"):
        analyse(plan, frame.drop(columns="stratum"))


def test_one_start_for_all_is_no_stepped_wedge():
    with pytest.raises(InputRefused, match="same period"):
        analyse(PLAN, panel_frame(units=6, treated=6, periods=6, start=4, seed=1))


def test_several_nudges_in_one_wedge_are_refused_in_words():
    frame = wedge_frame(units=6, sequences=3, months=1, seed=1)
    frame["arm"] = frame["unit"].map(lambda name: "abc"[int(name[-1]) % 3])
    with pytest.raises(InputRefused, match="3 arms"):
        analyse(PLAN, frame)


def test_too_few_allocations_are_refused_under_a():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, wedge_frame(units=3, sequences=3, months=1, seed=1))
    assert refusal.value.code == "a"
    assert "6 possible allocations" in refusal.value.missing


def test_no_step_with_both_is_refused_under_d():
    frame = wedge_frame(units=8, sequences=2, months=1, seed=1)
    with pytest.raises(CannotEstimate) as refusal:
        analyse(Plan("stepped_wedge", exclude_periods=(2,)), frame)
    assert refusal.value.code == "d"


def test_constant_outcome_is_refused_under_a():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, wedge_frame(units=8, sequences=4, months=1, seed=1).assign(events=10))
    assert refusal.value.code == "a"
