"""Allocated units compared arm by arm: R's numbers, strata, pairs, baselines, several arms, refusals."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import dunnett, ttest_ind

from tests.trials.stats.arms import arm_frame, reference_clusters
from tests.trials.stats.reference import reference_json
from trials.stats import Allocation, CannotEstimate, InputRefused, Outcome, Plan, Report, analyse

PLAN = Plan("cluster_randomised")


def unit_values(frame, start=1):
    later = frame[frame["period"] >= start].assign(p=lambda cells: cells["events"] / cells["cases"])
    return later.groupby("unit")["p"].mean()


def test_primary_is_rs_cluster_t():
    found, expected = (
        analyse(PLAN, reference_clusters()).primary,
        reference_json("synthetic", "expected_R.json"),
    )
    r = expected["crt"]["cluster_t"]
    assert [found.value, found.low, found.high] == pytest.approx([r["diff"], *r["ci"]], rel=1e-8)
    assert found.p_value == pytest.approx(r["p"], rel=1e-8)
    assert found.df == 10


def test_randomisation_test_is_rs_exact_one():
    found = analyse(PLAN, reference_clusters()).estimates["randomisation"]
    r = reference_json("synthetic", "expected_R.json")["crt"]
    assert found.p_value == pytest.approx(r["RI_exact_p"], rel=1e-8)
    assert found.details["schemes"] == 924


def test_odds_ratio_is_geepacks():
    found = analyse(PLAN, reference_clusters()).estimates["gee_odds_ratio"]
    r = reference_json("synthetic", "expected_R.json")["crt"]["gee_exch"]
    assert found.value == pytest.approx(r["b"], rel=1e-6)
    assert found.details["working_correlation"] == pytest.approx(r["alpha"], rel=1e-6)


@pytest.mark.parametrize("label", ["stratum", "pair"])
def test_blocks_are_indicators_of_an_ordinary_regression(label):
    frame = arm_frame({"control": 6, "prompt": 6})
    block = frame["unit"].str[1:].astype(int) % (6 if label == "pair" else 3)
    frame = frame.assign(**{label: block.astype(str)})
    found = analyse(PLAN, frame).primary
    units = frame.groupby("unit").agg(treated=("treated", "max"), block=(label, "first"))
    x = np.column_stack([units["treated"], pd.get_dummies(units["block"]).astype(float)])
    fit = sm.OLS(unit_values(frame).to_numpy(), x).fit()
    assert [found.value, found.p_value, found.df] == pytest.approx(
        [fit.params[0], fit.pvalues[0], fit.df_resid]
    )
    assert found.df == 12 - 1 - units["block"].nunique()


def test_strata_come_from_the_allocation_or_the_table():
    frame = arm_frame({"control": 6, "prompt": 6})
    stratum = {unit: str(int(unit[1:]) % 3) for unit in frame["unit"].unique()}
    listed = frame.assign(stratum=frame["unit"].map(stratum))
    pairs = tuple((f"u{n:02d}", f"u{n + 6:02d}") for n in range(6))
    named = Plan("cluster_randomised", allocation=Allocation("stratified", strata=("0", "1", "2")))
    whole = Plan("cluster_randomised", allocation=Allocation("stratified", strata=tuple(stratum.items())))
    expected = analyse(PLAN, listed).primary
    assert analyse(named, listed).primary == analyse(whole, frame).primary == expected
    assert (
        analyse(Plan("cluster_randomised", allocation=Allocation("pairs", pairs=pairs)), frame).primary.df
        == 5
    )
    with pytest.raises(InputRefused, match="nothing says which"):
        analyse(named, frame)
    with pytest.raises(InputRefused, match="names no stratum or pair for a unit"):
        analyse(whole, frame.assign(unit=frame["unit"].replace("u03", "x")))


def test_baseline_is_a_covariate_from_six_periods_and_ten_units_on():
    long = arm_frame({"control": 6, "prompt": 6}, before=6)
    found = analyse(PLAN, long).primary
    baseline = unit_values(long[long["period"] < 7])
    treated = long.groupby("unit")["treated"].max()
    x = sm.add_constant(np.column_stack([treated, baseline]))
    fit = sm.OLS(unit_values(long, start=7).to_numpy(), x).fit()
    assert [found.value, found.p_value] == pytest.approx([fit.params[1], fit.pvalues[1]])
    assert found.details["covariates"] == ["baseline"]
    assert analyse(PLAN, arm_frame({"control": 6, "prompt": 6}, before=5)).primary.df == 10
    assert analyse(PLAN, arm_frame({"control": 4, "prompt": 4}, before=6)).primary.df == 6
    short = Plan("cluster_randomised", covariates=("baseline",))
    assert analyse(short, arm_frame({"control": 4, "prompt": 4}, before=2)).primary.df == 5


def test_only_periods_from_the_start_are_compared():
    frame = arm_frame({"control": 4, "prompt": 4}, before=4)
    found = analyse(PLAN, frame).primary
    value = unit_values(frame, start=5)
    own = value.index.isin(frame.loc[frame["arm"] == "prompt", "unit"])
    assert found.p_value == pytest.approx(ttest_ind(value[own], value[~own]).pvalue)


def test_unit_that_entered_late_is_compared_with_the_others():
    frame = arm_frame({"control": 6, "prompt": 6}, before=6)
    frame = frame[(frame["unit"] != "u03") | (frame["period"] > 6)]
    assert analyse(PLAN, frame).primary.details["units"] == 12


def test_unit_lost_before_the_start_is_left_out_and_told():
    frame = arm_frame({"control": 6, "prompt": 6}, before=2)
    lost = frame[(frame["unit"] != "u09") | (frame["period"] < 3)]
    report = analyse(Plan("cluster_randomised", control="control"), lost)
    assert report.primary.details["units"] == 11
    assert report.series["flow"]["prompt"]["units_compared"] == 5


def three_arms(**options):
    return arm_frame({"control": 5, "letter": 4, "prompt": 4}, **options)


def test_three_arms_are_dunnetts():
    frame = three_arms(seed=3)
    plan = Plan("cluster_randomised", arms=("control", "letter", "prompt"), control="control")
    report = analyse(plan, frame)
    value = unit_values(frame)
    arm = frame.groupby("unit")["arm"].first()
    expected = dunnett(
        value[arm == "letter"], value[arm == "prompt"], control=value[arm == "control"], random_state=1
    )
    found = [report.contrasts[name] for name in ("letter", "prompt")]
    assert [item.p_value for item in found] == pytest.approx(expected.pvalue, abs=1e-4)  # scipy draws
    bounds = expected.confidence_interval()
    assert [item.low for item in found] == pytest.approx(bounds.low, abs=1e-3)
    assert report.primary == report.contrasts["letter"]
    assert "Each against control, adjusted together: letter" in report.verdict


def test_precision_weights_adjust_for_several_arms_too():
    frame = three_arms(seed=3)
    plan = Plan("cluster_randomised", control="control", weights="precision")
    report = analyse(plan, frame)
    assert report.primary_key == "cluster_precision"
    assert report.primary == report.contrasts["letter"]
    assert report.primary.p_value > report.primary.details["unadjusted_p"]
    # units of one size whose values are known alike weigh alike: the two fits then agree
    assert report.primary.value == pytest.approx(report.estimates["cluster_t"].value, abs=0.01)


def test_named_primary_contrast_is_tested_alone_and_may_compare_two_nudges():
    frame = three_arms(seed=3)
    plan = Plan("cluster_randomised", control="control", primary_contrast=("prompt", "letter"))
    report = analyse(plan, frame)
    fit = report.contrasts
    assert report.primary.value == pytest.approx(fit["prompt"].value - fit["letter"].value)
    assert (report.primary.details["arm"], report.primary.details["base"]) == ("prompt", "letter")
    assert report.estimates["randomisation"].details["schemes"] == 70
    with pytest.raises(InputRefused, match="does not name two arms"):
        analyse(Plan("cluster_randomised", control="control", primary_contrast=("prompt", "x")), frame)


def test_arm_and_treated_that_contradict_are_refused():
    frame = arm_frame({"control": 3, "prompt": 3})
    with pytest.raises(InputRefused, match="contradict"):
        analyse(
            Plan("cluster_randomised", control="control"),
            frame.assign(treated=frame["treated"].where(frame["unit"] != "u04", 0)),
        )
    with pytest.raises(InputRefused, match="arm changes within a unit"):
        analyse(PLAN, frame.assign(arm=frame["arm"].where(frame["period"] > 1, "control")))
    with pytest.raises(InputRefused, match="no arm prompt"):
        analyse(Plan("cluster_randomised", arms=("control", "letter"), control="control"), frame)


def test_one_unit_in_an_arm_is_answered_from_twenty_units_on():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, arm_frame({"control": 10, "prompt": 1}))
    assert refusal.value.code == "e"
    assert analyse(PLAN, arm_frame({"control": 19, "prompt": 1})).primary.df == 18


def test_three_units_leave_too_few_degrees_of_freedom():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, arm_frame({"control": 1, "prompt": 2}))
    assert refusal.value.code == "b"


def test_strata_that_hold_one_arm_each_compare_nothing():
    frame = arm_frame({"control": 4, "prompt": 4})
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, frame.assign(stratum=frame["arm"]))
    assert refusal.value.code == "d"
    report = refusal.value.report
    assert Report.from_json(report.to_json()).refusal.code == "d"


@pytest.mark.parametrize("weights", ["equal", "precision"])
@pytest.mark.parametrize("scale", ["risk_difference", "log_risk_ratio", "log_odds_ratio"])
def test_exchanging_the_arms_negates_every_difference(scale, weights):
    frame = arm_frame({"a": 7, "b": 9}, cases=997, control="a")
    other = frame.assign(treated=(frame["arm"] == "a").astype(int))
    options = {"scale": scale, "weights": weights}
    first = analyse(Plan("cluster_randomised", control="a", **options), frame).estimates
    second = analyse(Plan("cluster_randomised", control="b", **options), other).estimates
    for key in set(first) - {"icc", "cac"}:
        assert second[key].value == pytest.approx(-first[key].value, rel=1e-7)
        assert second[key].low == pytest.approx(-first[key].high, rel=1e-6)
        assert second[key].p_value == pytest.approx(first[key].p_value, rel=1e-6)


def test_rates_and_means_are_compared_the_same_way():
    frame = arm_frame({"control": 5, "prompt": 5})
    rate = frame.rename(columns={"cases": "exposure"})
    mean = frame.drop(columns=["events", "cases"]).assign(n=20, mean=frame["events"] / 40, sd=0.3)
    expected = analyse(PLAN, frame).primary
    assert analyse(PLAN, rate).primary.p_value == pytest.approx(expected.p_value)
    report = analyse(PLAN, mean)
    assert report.primary.p_value == pytest.approx(expected.p_value)
    assert report.estimates["icc"].low < report.estimates["icc"].value < report.estimates["icc"].high


def test_guardrail_of_another_kind_is_judged_in_the_same_trial():
    frame = arm_frame({"control": 8, "prompt": 8})
    days = frame.drop(columns=["events", "cases"]).assign(n=20, mean=10 + frame["events"] % 3, sd=2.0)
    outcomes = (Outcome("oocr"), Outcome("days", role="guardrail", better="lower", margin=5.0))
    found = analyse(Plan("cluster_randomised", outcomes=outcomes), {"oocr": frame, "days": days})
    assert found.outcomes["days"].status == "holds"


def test_report_carries_flow_levels_and_grade():
    report = analyse(PLAN, arm_frame({"control": 4, "prompt": 4}, before=2).assign(entered=45, screened=50))
    assert report.series["flow"]["prompt"] == {
        "units": 4,
        "units_compared": 4,
        "cases": 480.0,
        "screened": 600.0,
        "entered": 540.0,
    }
    assert report.grade in (4, 5)
    assert Report.from_json(report.to_json()).to_json() == report.to_json()
