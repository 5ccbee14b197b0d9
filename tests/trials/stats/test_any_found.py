"""Tables that once broke the engine, or were refused where an answer is due: each drawn by any_cases, then cut down."""

import warnings
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.arms import arm_frame
from tests.trials.stats.frames import panel_frame
from tests.trials.stats.wedges import as_mean, wedge_frame
from trials.stats import CannotEstimate, InputRefused, Look, Outcome, Plan, analyse


@pytest.fixture(autouse=True)
def strict():
    """A division by nought on the way is a fault, also where a number comes out."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        yield


def sound() -> pd.DataFrame:
    return panel_frame(units=6, treated=3, periods=6, start=4, seed=1)


def with_unit(*values) -> pd.DataFrame:
    """The sound table with its first units named otherwise."""
    frame = sound()
    names = dict(zip(frame["unit"].unique(), values, strict=False))
    return frame.assign(unit=pd.Series([names.get(name, name) for name in frame["unit"]], dtype=object))


@pytest.mark.parametrize(
    ("frame", "rule"),
    [
        (sound().assign(events=sound()["events"].astype(str)), "events holds something that is not a number"),
        (sound().assign(events=pd.to_timedelta(sound()["events"], "s")), "not a number"),
        (sound().assign(period=pd.Timestamp("2024-01-01")), "period holds something that is not a number"),
        (sound().assign(events=sound()["events"].astype(str).astype("category")), "not a number"),
        (with_unit(""), "a row has no unit"),
        (with_unit("  "), "a row has no unit"),
        (with_unit(["a"]), "unit holds something that is no name"),
        (with_unit(1, "1"), "two values of unit read alike"),
        (with_unit("a", "a\0"), "a unit cannot be written down"),
        (with_unit("a\x1fb"), "a unit cannot be written down"),
        (with_unit("a\ud800"), "a unit cannot be written down"),
    ],
)
def test_text_for_numbers_and_names_that_are_none_are_refused(frame, rule):
    with pytest.raises(InputRefused, match=rule):
        analyse(Plan("difference_in_differences"), frame)


@pytest.mark.parametrize("spoil", ["two columns", "lists", "dates"])
def test_look_at_a_table_with_impossible_periods_is_refused_in_words(spoil):
    frame = arm_frame({"control": 4, "prompt": 4})
    tables = {
        "two columns": pd.concat([frame, frame[["period"]]], axis=1),
        "lists": frame.assign(period=[[1]] * len(frame)),
        "dates": frame.assign(period=pd.Timestamp("2024-01-01")),
    }
    plan = Plan(
        "cluster_randomised", control="control", looks=(Look(1, 0.5), Look(3, 1.0)), max_information=50.0
    )
    with pytest.raises(InputRefused):
        analyse(plan, tables[spoil], look=1)


def test_series_of_units_seen_throughout_that_is_too_short_takes_in_the_others():
    frame = panel_frame(units=3, treated=3, periods=24, start=13, seed=2)
    thin = frame[(frame["unit"] != "unit 00") | frame["period"].isin((1, 2, 14, 24))]
    late = thin[(thin["unit"] == "unit 00") | (thin["period"] > 3)]
    report = analyse(Plan("interrupted_series"), late)
    assert report.primary.details["points_before"] >= 8
    assert report.finding("same_units_summed").status == "cannot tell"


def test_unit_without_a_case_leaves_a_series_as_it_was():
    frame = panel_frame(units=2, treated=2, periods=24, start=13, seed=2)
    late = frame[frame["period"] > 3]
    empty = frame[frame["unit"] == "unit 00"].assign(unit="empty", events=0, cases=0)
    plan = Plan("interrupted_series")
    assert analyse(plan, pd.concat([late, empty])).primary == analyse(plan, late).primary


def test_units_of_one_arm_that_all_came_late_are_left_out_of_the_ratio_of_cases():
    frame = arm_frame({"control": 5, "prompt": 5, "letter": 5}, before=3, cases=60)
    late = frame[(frame["arm"] != "letter") | (frame["period"] > 3)]
    facts = analyse(Plan("cluster_randomised", control="control"), late).finding("sample_ratio_cases").facts
    assert set(facts["mean_log"]) == {"control", "prompt"}


def test_comparison_unit_seen_on_one_side_alone_stands_in_no_placebo():
    frame = panel_frame(units=25, treated=1, periods=24, start=13, seed=3)
    half = frame[(frame["unit"] != "unit 20") | (frame["period"] >= 13)]
    report = analyse(Plan("controlled_series"), half)
    assert report.estimates["synthetic_series"].details["series"] == 24


def test_cases_of_one_cluster_alone_have_no_robust_error():
    frame = pd.DataFrame({"unit": "a", "period": [1, 1, 2, 2], "treated": [0, 1, 0, 1],
                          "events": [3, 9, 5, 8], "cases": 20})  # fmt: skip
    report = analyse(Plan("individually_randomised", cluster="unit"), frame)
    assert report.primary.value > 0 and report.refusals["cluster_robust"].code == "b"


@pytest.mark.parametrize("units", [8, 40])
def test_staggered_units_without_a_case_after_their_start_are_no_comparison(units):
    frame = panel_frame(units=units, treated=units // 2, periods=6, start=4, seed=1)
    gone = frame["treated"] == 1
    frame = frame.assign(events=frame["events"].mask(gone, 0), cases=frame["cases"].mask(gone, 0))
    with pytest.raises(CannotEstimate) as refusal:
        analyse(Plan("staggered_adoption"), frame)
    assert refusal.value.code == "d"


@pytest.mark.parametrize("design", ["stepped_wedge", "staggered_adoption"])
def test_unit_without_a_case_moves_nothing_where_units_start_one_after_another(design):
    frame = wedge_frame(units=14, sequences=4, months=2, seed=5)
    empty = frame[frame["unit"] == "unit 03"].assign(unit="empty", events=0, cases=0)
    with_it = pd.concat([frame, empty])
    first, second = analyse(Plan(design), frame), analyse(Plan(design), with_it)
    assert first.primary.p_value == second.primary.p_value
    assert first.primary.value == pytest.approx(second.primary.value)


@pytest.mark.parametrize(("icc", "cac"), [(0.02, 1.0), (1.0, 1.0), (0.0, 1.0), (1.0, 0.0)])
def test_wedge_of_vast_cells_knows_how_few_allocations_there_are(icc, cac):
    frame = wedge_frame(units=3, sequences=3, months=1, seed=6)
    vast = as_mean(frame).assign(n=10**13, sd=0.4)
    vast.loc[[0, 5], "n"] = 0
    with pytest.raises(CannotEstimate) as refusal:
        analyse(Plan("stepped_wedge", icc=icc, cac=cac), vast)
    assert refusal.value.code == "a"
    report = analyse(Plan("stepped_wedge", icc=icc, cac=cac, alpha=0.4), vast)
    assert report.primary.details["smallest_p"] >= 1 / 6


def test_unit_that_holds_all_cases_of_one_side_is_not_left_out():
    frame = panel_frame(units=2, treated=2, periods=4, start=3, seed=1)
    gone = (frame["unit"] == "unit 01") & (frame["period"] < 3)
    bare = frame.assign(events=frame["events"].mask(gone, 0), cases=frame["cases"].mask(gone, 0))
    for scale in ("risk_difference", "log_odds_ratio"):
        assert analyse(Plan("before_after", scale=scale), bare).primary.value is not None


def test_complex_periods_at_a_look_are_refused_in_words():
    frame = arm_frame({"control": 4, "prompt": 4}).astype({"period": object})
    frame.loc[0, "period"] = 1 + 1j
    plan = Plan(
        "cluster_randomised", control="control", looks=(Look(1, 0.5), Look(3, 1.0)), max_information=50.0
    )
    with pytest.raises(InputRefused, match="period holds something that is not a number"):
        analyse(plan, frame, look=1)


@pytest.mark.parametrize("odd", [None, float("nan"), pd.NaT, ["a"], ""])
def test_row_without_a_group_is_refused_where_the_plan_compares_groups(odd):
    frame = pd.concat([arm_frame({"control": 4, "prompt": 4}).assign(group=name) for name in "ab"])
    spoiled = frame.assign(group=np.array([odd, *frame["group"].tolist()[1:]], dtype=object))
    with pytest.raises(InputRefused, match="group"):
        analyse(Plan("cluster_randomised", groups=("kind",)), spoiled)


def test_units_seen_once_each_over_thousands_of_periods_are_refused_before_they_fill_the_memory():
    count = 200_000
    period = pd.RangeIndex(count) % 90_000 + 1
    frame = pd.DataFrame(
        {"unit": pd.RangeIndex(count).astype(str), "period": period, "events": 1, "cases": 3}
    )
    with pytest.raises(InputRefused, match="hardly ever seen twice"):
        analyse(Plan("cluster_randomised"), frame.assign(treated=(frame["period"] > 45_000).astype(int)))


def test_units_seen_throughout_without_a_case_on_one_side_are_not_summed_alone():
    frame = panel_frame(units=2, treated=2, periods=6, start=4, seed=1)
    bare = (frame["unit"] == "unit 00") & (frame["period"] > 3)
    frame = frame.assign(events=frame["events"].mask(bare, 0), cases=frame["cases"].mask(bare, 0))
    late = frame[(frame["unit"] == "unit 00") | (frame["period"] > 2)]
    found = analyse(Plan("before_after", scale="log_odds_ratio"), late).primary
    assert found.details["after"] > 0


def test_guardrail_judged_by_a_series_that_never_varies_reads_cannot_tell():
    frame = panel_frame(units=1, treated=1, periods=20, start=11, seed=1)
    outcomes = (Outcome("primary"), Outcome("harm", role="guardrail", better="lower", margin=0.02))
    never = {"primary": frame, "harm": frame.assign(events=0)}
    found = analyse(Plan("before_after", outcomes=outcomes), never).outcomes["harm"]
    assert found.status == "cannot tell" and "nothing varies" in found.text


def test_arm_of_one_case_leaves_the_named_contrast_of_two_others():
    frame = as_mean(arm_frame({"control": 4, "prompt": 4, "letter": 4}, after=1))
    seen = (frame["arm"] != "letter") | (frame["unit"] == "u08")
    frame = frame.assign(n=frame["n"].mask(frame["arm"] == "letter", 1))[seen]
    plan = Plan("individually_randomised", control="control", primary_contrast=("prompt", "control"))
    report = analyse(plan, frame)
    assert report.primary.p_value is not None and set(report.contrasts) == {"prompt"}
    with pytest.raises(CannotEstimate) as refusal:
        analyse(replace(plan, primary_contrast=("letter", "control")), frame)
    assert refusal.value.code == "b"


def test_ratio_whose_interval_reaches_beyond_doubles_is_found_or_refused_in_words():
    for periods, alpha in ((40, 0.1), (60, 0.05), (130, 0.01), (130, 0.1)):
        frame = panel_frame(units=1, treated=1, periods=periods, start=9, seed=1)
        vast = frame["period"] == 9
        frame = frame.assign(cases=frame["cases"].mask(vast, 10**15))
        plan = Plan("interrupted_series", scale="log_risk_ratio", alpha=alpha)
        try:
            found = analyse(plan, frame).primary
            assert found.low < found.value < found.high
        except CannotEstimate as refusal:
            assert refusal.code == "a"
