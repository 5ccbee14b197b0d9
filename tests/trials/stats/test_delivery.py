"""Fidelity, contamination, what the nudge did where delivered, and missing outcomes unlike the known."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import ttest_ind
from statsmodels.sandbox.regression.gmm import IV2SLS

from tests.trials.stats.arms import arm_frame
from tests.trials.stats.frames import panel_frame
from trials.stats import Plan, Report, analyse

PLAN = Plan("cluster_randomised")


def delivered(*, effect=0.2, cases=200, missed=0.25, spilled=0.0, seed=1):
    """Two arms of eight; the nudge reaches a cell of its arm but for `missed`, and `spilled` of the others'."""
    rng = np.random.default_rng(seed)
    frame = arm_frame({"control": 8, "prompt": 8}, after=8, cases=cases, seed=seed)
    chance = np.where(frame["treated"] == 1, 1 - missed, spilled)
    exposed = (rng.random(len(frame)) < chance).astype(int)
    events = np.minimum(frame["events"] + (effect * cases * exposed).astype(int), cases)
    return frame.assign(events=events, exposed=exposed)


def unit_values(frame):
    values = (
        frame.assign(y=frame["events"] / frame["cases"]).groupby(["unit", "treated"])[["y", "exposed"]].mean()
    )
    return values.reset_index()


def test_effect_where_delivered_equals_two_stage_least_squares():
    frame = delivered()
    units = unit_values(frame)
    arm = np.column_stack([np.ones(len(units)), units["treated"]])
    wanted = np.asarray(
        IV2SLS(units["y"], np.column_stack([np.ones(len(units)), units["exposed"]]), arm).fit().params
    )[1]
    found = analyse(PLAN, frame).estimates["complier_average"]
    assert found.value == pytest.approx(wanted, rel=1e-8)
    assert found.p_value == pytest.approx(analyse(PLAN, frame).primary.p_value, rel=1e-8)


def test_interval_holds_what_students_t_does_not_reject():
    frame = delivered()
    units = unit_values(frame)
    own, base = (units[units["treated"] == flag] for flag in (1, 0))

    def p_less_alpha(tested):
        sides = [side["y"] - tested * side["exposed"] for side in (own, base)]
        return ttest_ind(*sides).pvalue - 0.05

    found = analyse(PLAN, frame).estimates["complier_average"]
    assert found.low == pytest.approx(brentq(p_less_alpha, found.value - 1, found.value), rel=1e-6)
    assert found.high == pytest.approx(brentq(p_less_alpha, found.value, found.value + 1), rel=1e-6)


def test_full_delivery_is_the_primary_itself():
    report = analyse(PLAN, delivered(missed=0.0))
    found, primary = report.estimates["complier_average"], report.primary
    assert (found.value, found.low, found.high) == pytest.approx((primary.value, primary.low, primary.high))
    assert report.primary_key == "cluster_t"


def test_changes_are_divided_by_the_change_in_delivery():
    frame = panel_frame(units=12, treated=6, periods=8, start=5, seed=1)
    exposed = frame["treated"] * (frame["period"] != 6)
    report = analyse(Plan("difference_in_differences"), frame.assign(exposed=exposed))
    found = report.estimates["complier_average"]
    assert found.value == pytest.approx(report.primary.value / 0.75)


def test_delivery_that_does_not_differ_is_refused_and_weak_one_has_no_interval():
    frame = delivered()
    assert analyse(PLAN, frame.assign(exposed=1)).refusals["complier_average"].code == "d"
    weak = frame.assign(exposed=((frame["unit"] < "u01") & (frame["period"] == 1)).astype(int))
    found = analyse(PLAN, weak).estimates["complier_average"]
    assert found.low is None and found.high is None and "too little" in found.method


def test_report_with_delivery_comes_back_from_its_json():
    text = analyse(PLAN, delivered()).to_json()
    assert Report.from_json(text).to_json() == text


def test_fidelity_is_told_by_arm_unit_and_period():
    frame = delivered(missed=0.25, spilled=0.1)
    found = analyse(PLAN, frame).finding("fidelity")
    own, base = (frame[frame["treated"] == flag] for flag in (1, 0))
    assert found.facts["delivered"] == pytest.approx(own["exposed"].mean())
    assert found.facts["elsewhere"] == pytest.approx(base["exposed"].mean())
    assert found.facts["by_unit"]["u08"] == pytest.approx(own.loc[own["unit"] == "u08", "exposed"].mean())
    assert len(found.facts["by_period"]) == 8 and found.status == "fails"


def test_full_delivery_passes_and_contamination_alone_fails():
    assert analyse(PLAN, delivered(missed=0.0)).finding("fidelity").status == "passes"
    assert analyse(PLAN, delivered(missed=0.0, spilled=0.3)).finding("fidelity").status == "fails"
    keys = {found.key for found in analyse(PLAN, delivered().drop(columns="exposed")).findings}
    assert "fidelity" not in keys


def missing(*, effect, share):
    frame = arm_frame({"control": 8, "prompt": 8}, after=6, cases=200, seed=3)
    level = 80 + 3 * (frame["unit"].str[1:].astype(int) % 5)
    events = level + (frame["treated"] * effect * 200).astype(int)
    return frame.assign(events=events, entered=(frame["cases"] * (1 + share)).astype(int))


def test_missing_outcomes_like_the_known_are_the_primary():
    report = analyse(PLAN, missing(effect=0.05, share=0.1))
    facts = report.finding("delta_missing").facts
    place = facts["delta"].index(0.0)
    found = facts["value"][place], facts["low"][place], facts["high"][place]
    assert found == pytest.approx((report.primary.value, report.primary.low, report.primary.high))


def test_value_moves_by_delta_times_the_share_missing():
    facts = analyse(PLAN, missing(effect=0.05, share=0.25)).finding("delta_missing").facts
    slope = np.diff(facts["value"]) / np.diff(facts["delta"])
    assert slope == pytest.approx(np.full(len(slope), 0.2))  # a quarter more entered: a fifth is missing


def test_conclusion_that_missing_outcomes_could_turn_is_told():
    fragile = analyse(PLAN, missing(effect=0.03, share=0.25)).finding("delta_missing")
    assert fragile.status == "fails" and fragile.facts["turns_at"] < 0
    sound = analyse(PLAN, missing(effect=0.2, share=0.05)).finding("delta_missing")
    assert sound.status == "passes" and sound.facts["turns_at"] is None
    none = analyse(PLAN, arm_frame({"control": 8, "prompt": 8})).finding("delta_missing")
    assert none.status == "not supplied"
