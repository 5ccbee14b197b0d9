"""Whatever comes in, a number or a refusal in words comes out; never NaN, never another exception."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials.stats.frames import odd_frames, panel_frame
from trials.stats import CannotEstimate, InputRefused, Plan, Report, analyse

CONTROLLED = ("difference_in_differences", "controlled_series")
DESIGNS = ("before_after", "interrupted_series", *CONTROLLED)
SCALES = ("risk_difference", "log_risk_ratio", "log_odds_ratio")


def plans(design: str):
    """Plans of one design over the options that design reads."""
    return st.builds(
        Plan,
        design=st.just(design),
        scale=st.sampled_from(SCALES),
        alpha=st.sampled_from([0.05, 0.01]),
        washout=st.sampled_from([0, 0, 2]),
        exclude_periods=st.sampled_from([(), (), (3,), (1, 2)]),
    )


cases = st.sampled_from(DESIGNS).flatmap(
    lambda design: st.tuples(plans(design), odd_frames(controls=design in CONTROLLED))
)


@settings(max_examples=60, deadline=None)
@given(case=cases)
def test_any_frame_gives_numbers_or_a_refusal_in_words(case):
    plan, frame = case
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)  # a division by nought on the way is a fault too
        try:
            report = analyse(plan, frame)
        except InputRefused as refusal:
            assert refusal.remedy
            return
        except CannotEstimate as refusal:
            report = refusal.report
            assert report.primary is None and report.refusal.code == refusal.code
    assert report.verdict
    assert Report.from_json(report.to_json()).to_json() == report.to_json()  # refuses NaN and infinity


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), design=st.sampled_from(DESIGNS))
def test_order_of_rows_changes_no_byte(seed, design):
    controls = 3 if design in CONTROLLED else 0
    frame = panel_frame(units=3 + controls, treated=3, periods=20, start=11, seed=seed)
    shuffled = frame.sample(frac=1, random_state=seed)
    assert analyse(Plan(design), shuffled).to_json() == analyse(Plan(design), frame).to_json()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), units=st.sampled_from([6, 14]))
def test_names_of_units_change_no_estimate(seed, units):
    # many cases, so that no two units tie: among exact ties a random draw goes by name
    frame = panel_frame(units=units, treated=units // 2, periods=6, start=4, seed=seed, cases=9973)
    renamed = frame.assign(unit=frame["unit"].map(lambda name: name[::-1]))
    plan = Plan("difference_in_differences")
    first, second = analyse(plan, frame).estimates, analyse(plan, renamed).estimates
    for key, found in first.items():
        assert second[key].value == pytest.approx(found.value, rel=1e-9, abs=1e-12)
        assert second[key].p_value == pytest.approx(found.p_value, rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), units=st.sampled_from([6, 14]))
def test_swapping_the_groups_negates_the_difference(seed, units):
    frame = panel_frame(units=units, treated=units // 2, periods=6, start=4, seed=seed, cases=9973)
    later = frame["period"] >= 4
    swapped = frame.assign(treated=(later & (frame["treated"] == 0)).astype(int))
    plan = Plan("difference_in_differences")
    first, second = analyse(plan, frame).estimates, analyse(plan, swapped).estimates
    for key, found in first.items():
        assert second[key].value == pytest.approx(-found.value, rel=1e-9, abs=1e-12)
        assert second[key].low == pytest.approx(-found.high, rel=1e-8, abs=1e-12)
        assert second[key].p_value == pytest.approx(found.p_value, rel=1e-8)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 999), size=st.sampled_from([1, 10, 1000]))
def test_counting_every_case_tenfold_narrows_only_what_rests_on_cases(seed, size):
    frame = panel_frame(units=2, treated=2, periods=4, start=3, seed=seed, cases=size)
    tenfold = frame.assign(events=frame["events"] * 10, cases=frame["cases"] * 10)
    small, large = (
        analyse(Plan("before_after"), frame).primary,
        analyse(Plan("before_after"), tenfold).primary,
    )
    assert large.value == pytest.approx(small.value, abs=1e-12)
    assert large.high - large.low < small.high - small.low
