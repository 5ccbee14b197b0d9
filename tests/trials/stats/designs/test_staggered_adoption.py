"""Staggered starts against published figures, diff-diff and brute force; refusals and any input."""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trials.stats.reference import reference_file, reference_json
from tests.trials.stats.wedges import as_mean, as_rate, wedge_frame
from trials.stats import CannotEstimate, InputRefused, Plan, Report, analyse
from trials.stats.adoption import read_adoption
from trials.stats.arithmetic.imputation import impute
from trials.stats.estimators.callaway_santanna import fit_callaway_santanna
from trials.stats.estimators.etwfe import fit_etwfe, long_table
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

PLAN = Plan("staggered_adoption", seed=3)


def synthetic_staggered() -> pd.DataFrame:
    table = pd.read_csv(reference_file("reference", "synthetic", "staggered.csv"))
    on = (table["first_treat"] > 0) & (table["t"] >= table["first_treat"])
    columns = {"unit": table["unit"].astype(str), "period": table["t"], "treated": on.astype(int)}
    return pd.DataFrame({**columns, "events": table["y"], "cases": table["n"]})


def minimum_wages() -> pd.DataFrame:
    """Callaway and Sant'Anna's counties in diff-diff's columns."""
    table = pd.read_csv(reference_file("reference", "staggered_mpdta", "data.csv"))
    columns = {"unit": table["countyreal"], "time": table["year"], "start": table["first.treat"].astype(int)}
    return pd.DataFrame({**columns, "y": table["lemp"]})


def some_never(frame: pd.DataFrame, last: str) -> pd.DataFrame:
    """The frame with units from `last` on never treated."""
    return frame.assign(treated=frame["treated"].where(frame["unit"] < last, 0))


def adoption_of(frame: pd.DataFrame):
    return read_adoption(read_evidence(PLAN, all_designs()["staggered_adoption"], frame).panel, PLAN)


def test_published_county_figures_come_out():
    expected = reference_json("staggered_mpdta", "expected.json")
    value, _ = fit_etwfe(minimum_wages())
    assert value == pytest.approx(expected["diff_diff_ImputationDiD"]["att"], rel=1e-6)
    assert round(value, 5) == -0.04771
    never = fit_callaway_santanna(minimum_wages())
    assert never.overall_att == pytest.approx(expected["csdid_simple"]["att"], rel=1e-8)
    assert never.overall_se == pytest.approx(expected["csdid_simple"]["se"], rel=1e-6)
    later = fit_callaway_santanna(minimum_wages(), "not_yet_treated")
    assert later.overall_att == pytest.approx(-0.0397636, abs=5e-8)


def test_imputation_of_the_counties_equals_the_regression():
    wide = minimum_wages().pivot(index="unit", columns="time", values="y").to_numpy()
    start = minimum_wages().groupby("unit")["start"].first().to_numpy()
    starts, cohort = np.unique(np.where(start == 0, np.inf, start), return_inverse=True)
    patterns = (np.arange(2003, 2008)[None, :] >= starts[:, None]).astype(float)
    expected = reference_json("staggered_mpdta", "expected.json")["diff_diff_ImputationDiD"]["att"]
    assert impute(wide, patterns, cohort[None, :])[0] == pytest.approx(expected, rel=1e-8)


def test_seeded_panel_gives_the_reference_figures():
    expected = reference_json("synthetic", "expected_py.json")
    report = analyse(PLAN, synthetic_staggered())
    found = report.primary
    wanted = pytest.approx(expected["stag_ETWFE"], rel=1e-6)
    assert [found.value, found.details["standard_error"]] == wanted and found.df == 31
    beside = report.estimates["callaway_santanna"]
    assert beside.value == pytest.approx(expected["stag_CS_never_csdid"][0], rel=1e-8)
    assert beside.details["standard_error"] == pytest.approx(expected["stag_CS_never_csdid"][1], rel=1e-6)
    assert 0 in beside.details["times"] and report.grade <= 3


def test_missing_cells_are_imputed_as_the_regression_does():
    adoption = adoption_of(synthetic_staggered().sample(frac=0.9, random_state=1))
    found = impute(adoption.value, adoption.patterns, adoption.cohort[None, :])[0]
    assert found == pytest.approx(_by_least_squares(adoption), rel=1e-6)
    assert len(long_table(adoption)) < 32 * 18


def _by_least_squares(adoption) -> float:
    """Unit and period effects of the untreated cells by dummies, then the mean over treated cells."""
    unit, period = np.nonzero(~np.isnan(adoption.value))
    y, on = adoption.value[unit, period], adoption.patterns[adoption.cohort[unit], period] == 1
    design = np.column_stack([np.eye(unit.max() + 1)[unit], np.eye(period.max() + 1)[period]])
    beta = np.linalg.lstsq(design[~on], y[~on], rcond=None)[0]
    return float((y - design @ beta)[on].mean())


def test_permuted_statistics_are_refits_whether_or_not_cells_are_missing():
    whole = adoption_of(some_never(wedge_frame(units=9, sequences=3, months=2, seed=4), "unit 06"))
    rng = np.random.default_rng(1)
    rows = np.array([rng.permutation(whole.cohort) for _ in range(20)])
    quick = impute(whole.value, whole.patterns, rows)
    slow = [impute(whole.value, whole.patterns, row[None, :])[0] for row in rows]
    assert quick == pytest.approx(slow, abs=1e-10)
    holed = whole.value.copy()
    holed[0, 3] = holed[4, 5] = np.nan
    found = impute(holed, whole.patterns, rows)
    assert found == pytest.approx([impute(holed, whole.patterns, row[None, :])[0] for row in rows], abs=1e-9)
    assert not np.allclose(found, quick)


def test_under_thirty_units_p_and_interval_come_from_permuted_labels():
    frame = some_never(
        wedge_frame(units=12, sequences=4, months=2, seed=5, effect=0.15, cases=200), "unit 09"
    )
    found = analyse(PLAN, frame).primary
    assert found.df is None and "hand out" in found.reference
    assert found.low < 0.15 < found.high and found.p_value < 0.05
    assert (found.low <= 0 <= found.high) == (found.p_value > 0.05)


def test_periods_in_which_nobody_is_untreated_are_cut_and_said_to_be():
    frame = wedge_frame(units=12, sequences=4, months=2, seed=5)
    report = analyse(PLAN, frame)
    assert report.primary.details["cut"] == 9
    assert "From period 9 on nobody is untreated" in report.verdict
    spoiled = frame.assign(events=frame["events"].where(frame["period"] < 9, 0))
    assert analyse(PLAN, spoiled).primary == report.primary


def test_one_start_for_all_is_refused_under_d():
    with pytest.raises(CannotEstimate) as refusal:
        analyse(PLAN, wedge_frame(units=8, sequences=1, months=3, seed=1))
    assert refusal.value.code == "d"
    assert refusal.value.report.verdict.startswith("No verdict.")


@st.composite
def odd_starts(draw):
    frame = wedge_frame(
        units=draw(st.sampled_from([3, 5, 8, 31])), sequences=draw(st.sampled_from([2, 3, 4])), months=2,
        seed=draw(st.integers(0, 99)),
    )  # fmt: skip
    frame = some_never(frame, draw(st.sampled_from(["unit 02", "unit 06", "unit 99"])))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    frame = frame[rng.random(len(frame)) >= draw(st.sampled_from([0.0, 0.1, 0.5]))]
    happening = draw(st.sampled_from(["drawn"] * 3 + ["nothing", "everything"]))
    if happening != "drawn":
        frame = frame.assign(events=0 if happening == "nothing" else frame["cases"])
    empty = rng.random(len(frame)) < draw(st.sampled_from([0.0, 0.2]))
    frame = frame.assign(events=frame["events"].where(~empty, 0), cases=frame["cases"].where(~empty, 0))
    return draw(st.sampled_from([lambda same: same, lambda same: same, as_rate, as_mean]))(frame)


@settings(max_examples=25, deadline=None)
@given(frame=odd_starts(), scale=st.sampled_from(["risk_difference", "log_risk_ratio", "log_odds_ratio"]))
def test_any_starts_give_numbers_or_a_refusal_in_words(frame, scale):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        try:
            report = analyse(Plan("staggered_adoption", scale=scale), frame)
        except InputRefused as refusal:
            assert refusal.remedy
            return
        except CannotEstimate as refusal:
            report = refusal.report
            assert report.primary is None and report.refusal.code == refusal.code
    assert report.verdict
    assert Report.from_json(report.to_json()).to_json() == report.to_json()
