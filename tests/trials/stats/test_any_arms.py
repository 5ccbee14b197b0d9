"""Trials with arms: whatever comes in, a number or a refusal in words comes out, and no order or name matters."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials.stats.arms import arm_frame
from tests.trials.stats.frames import odd_frames
from trials.stats import CannotEstimate, InputRefused, Plan, Report, analyse

DESIGNS = ("cluster_randomised", "individually_randomised")
plans = st.builds(
    lambda design, **options: Plan(
        design, **(options if design == "cluster_randomised" else no_weights(options))
    ),
    design=st.sampled_from(DESIGNS),
    scale=st.sampled_from(["risk_difference", "log_risk_ratio", "log_odds_ratio"]),
    weights=st.sampled_from(["equal", "precision"]),
    washout=st.sampled_from([0, 0, 2]),
    exclude_periods=st.sampled_from([(), (), (3,)]),
)


def no_weights(options):
    return {name: value for name, value in options.items() if name != "weights"}


@st.composite
def labelled(draw):
    """Odd frames, some with three arms, strata, pairs, or a flow of cases."""
    frame = draw(odd_frames(controls=True))
    number = frame["unit"].str[-2:].astype(int)
    treated = frame["unit"].isin(frame.loc[frame["treated"] == 1, "unit"])
    extra = draw(st.sampled_from(["", "", "arms", "stratum", "pair", "entered"]))
    if extra == "arms":
        return frame.assign(arm=np.where(treated, np.where(number % 2, "letter", "prompt"), "control"))
    if extra in ("stratum", "pair"):
        return frame.assign(**{extra: (number // (2 if extra == "pair" else 4)).astype(str)})
    return frame.assign(entered=frame["cases"] + 3) if extra and "cases" in frame else frame


@settings(max_examples=50, deadline=None)
@given(plan=plans, frame=labelled())
def test_any_frame_gives_numbers_or_a_refusal_in_words(plan, frame):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            report = analyse(plan, frame)
        except InputRefused as refusal:
            assert refusal.remedy
            return
        except CannotEstimate as refusal:
            report = refusal.report
            assert report.primary is None and report.refusal.code == refusal.code
    assert report.verdict
    assert Report.from_json(report.to_json()).to_json() == report.to_json()


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("seed", range(4))
def test_order_of_rows_changes_no_byte(design, seed):
    frame = arm_frame({"control": 9, "prompt": 8, "letter": 10}, seed=seed)
    plan = Plan(design, control="control")
    assert analyse(plan, frame.sample(frac=1, random_state=seed)).to_json() == analyse(plan, frame).to_json()


@pytest.mark.parametrize("seed", range(4))
def test_names_of_units_change_no_estimate(seed):
    frame = arm_frame({"control": 10, "prompt": 9}, seed=seed, cases=9973)
    renamed = frame.assign(unit=frame["unit"].map(lambda name: name[::-1]))
    plan = Plan("cluster_randomised", control="control")
    first, second = analyse(plan, frame).estimates, analyse(plan, renamed).estimates
    for key, found in first.items():
        assert second[key].value == pytest.approx(found.value, rel=1e-9)
        assert second[key].p_value == (found.p_value and pytest.approx(found.p_value, rel=1e-9))
