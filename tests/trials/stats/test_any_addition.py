"""Timing, groups, looks, delivery and missing outcomes on any data: numbers or a refusal in words, never NaN."""

import warnings

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials.stats.timings import timed_trial
from trials.stats import CannotEstimate, InputRefused, Look, Outcome, Plan, Report, analyse

DESIGNS = ("cluster_randomised", "difference_in_differences", "individually_randomised", "stepped_wedge",
           "before_after", "staggered_adoption")  # fmt: skip


def check(plan, frame, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            report = analyse(plan, frame, **options)
        except InputRefused as refusal:
            assert refusal.remedy
            return
        except CannotEstimate as refusal:
            report = refusal.report
            assert report.primary is None and report.refusal.code == refusal.code
    assert report.verdict
    assert Report.from_json(report.to_json()).to_json() == report.to_json()


@st.composite
def timed(draw):
    """A trial with its timing table, thinned, cut short, or with outcomes that never come."""
    frame, timing = timed_trial(
        units=draw(st.sampled_from([2, 4, 6, 12])),
        cases=draw(st.sampled_from([1, 3, 20])),
        sooner=draw(st.sampled_from([1.0, 0.2])),
        last=draw(st.sampled_from([0, 1, 30, 90])),
        window=draw(st.sampled_from([0, 30])),
        seed=draw(st.integers(0, 99)),
        before=draw(st.booleans()),
    )
    keep = np.random.default_rng(draw(st.integers(0, 99))).random(len(timing)) >= draw(
        st.sampled_from([0, 0.3])
    )
    kind = draw(st.sampled_from(["", "", "all censored", "never censored", "one cause"]))
    timing = timing[keep]
    if kind == "all censored":
        timing = pd.concat([timing.assign(cause="censored"), timing.head(1).assign(count=0, cause="oocr")])
    elif kind == "never censored":
        timing = timing[timing["cause"] != "censored"]
    elif kind == "one cause":
        timing = timing[timing["cause"].isin(("oocr", "censored"))]
    return frame, timing


@settings(max_examples=30, deadline=None)
@given(tables=timed(), design=st.sampled_from(DESIGNS), days=st.sampled_from([0, 30, 120]))
def test_any_timing_table_gives_numbers_or_a_refusal(tables, design, days):
    check(Plan(design, outcomes=(Outcome("oocr", follow_up_days=days),)), tables[0], timing=tables[1])


@st.composite
def flowing(draw):
    """Units, periods and groups with a flow of cases and a delivery, some cells empty or all alike."""
    units, periods = draw(st.sampled_from([2, 4, 6, 14])), draw(st.sampled_from([1, 2, 8]))
    groups, seed = draw(st.sampled_from([1, 2, 3])), draw(st.integers(0, 999))
    rng = np.random.default_rng(seed)
    unit, period, group = (grid.ravel() for grid in np.mgrid[0:units, 1 : periods + 1, 0:groups])
    start = draw(st.sampled_from([1, 1, periods]))
    treated = ((unit < units // 2) & (period >= start)).astype(int)
    cases = rng.integers(0, draw(st.sampled_from([2, 40])), len(unit))
    chance = draw(st.sampled_from([0.0, 0.4, 1.0]))
    exposed = (rng.random(len(unit)) < np.where(treated, draw(st.sampled_from([0.0, 0.7, 1.0])), 0.1)).astype(
        int
    )
    frame = pd.DataFrame({"unit": [f"u{u}" for u in unit], "period": period, "treated": treated,
                          "events": rng.binomial(cases, chance), "cases": cases,
                          "entered": cases + rng.integers(0, 3, len(unit)), "exposed": exposed})  # fmt: skip
    return frame.assign(group=np.array(["a", "b", "c"])[group]) if groups > 1 else frame


@settings(max_examples=40, deadline=None)
@given(
    frame=flowing(),
    design=st.sampled_from(DESIGNS[:4]),
    scale=st.sampled_from(["risk_difference", "log_odds_ratio"]),
    look=st.sampled_from([None, None, 1, 2]),
    information=st.sampled_from([1e-6, 50.0, 1e6]),
)
def test_any_groups_looks_and_delivery_give_numbers_or_a_refusal(frame, design, scale, look, information):
    options = {"scale": scale}
    if "group" in frame and design != "stepped_wedge":
        options["groups"] = ("kind",)
    elif "group" in frame:
        frame = frame.drop(columns="group").groupby(["unit", "period", "treated"], as_index=False).sum()
        frame = frame.assign(exposed=(frame["exposed"] > 0).astype(int))
    if design != "difference_in_differences" and look:
        last = int(frame["period"].max())
        looks = [Look(max(last // 2, 1), 0.5), Look(last, 1.0)] if last > 1 else [Look(1, 1.0)]
        options |= {"looks": tuple(looks), "max_information": information}
    check(Plan(design, **options), frame, look=look if "looks" in options else None)
