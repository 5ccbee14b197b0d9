"""The pieces of each benchmark run and agree, small and without R; speeds are measured on demand."""

import numpy as np
import pytest
from scipy.stats import t as student

from tests.load.stats import exchanges, rows_to_report, staggered, wedge_fit, wedge_power, wild
from tests.load.stats.case_rows import case_rows, cells_of, cluster_trial
from tests.load.stats.growth import grown_table
from tests.load.stats.turns import in_turn, rates_of, table
from trials.stats import CannotEstimate, Plan, Report, analyse
from trials.stats.powering import power, simulate_power
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs


def test_rows_are_counted_to_the_cells_they_came_from():
    cells = cluster_trial(units=4, months=3, cases=7, effect=0.1, seed=1)
    again = cells_of(case_rows(cells).sample(frac=1, random_state=1))
    again = again.sort_values(["unit", "period"]).reset_index(drop=True)
    assert again.equals(cells[again.columns].astype(again.dtypes.to_dict()))


def test_an_outcome_that_is_not_0_or_1_is_not_counted():
    rows = case_rows(cluster_trial(units=4, months=2, cases=3, effect=0.1, seed=1))
    with pytest.raises(ValueError, match="neither 0 nor 1"):
        cells_of(rows.assign(y=2))


def test_mixed_model_from_rows_is_that_of_cells():
    cells = wedge_fit.drawn(wedge_fit.EFFECT, 1)
    evidence = read_evidence(wedge_fit.PLAN, all_designs()["stepped_wedge"], cells)
    assert wedge_fit.fitted(case_rows(cells)) == evidence.estimate("mixed_model")


def test_closed_form_power_is_within_the_error_of_simulation():
    closed = power(wedge_power.PLAN, wedge_power.EFFECT, wedge_power.LAYOUT)
    simulated = simulate_power(wedge_power.PLAN, wedge_power.EFFECT, wedge_power.LAYOUT, runs=500)
    assert abs(simulated.power - closed.power) <= 3 * simulated.standard_error


def test_bootstrap_and_peers_read_the_same_changes():
    cells = wild.drawn(wild.EFFECT, 1)
    laid = wild.changes(cells)
    groups = (laid.loc[laid["treated"] == own, "change"] for own in (1.0, 0.0))
    own, others = (group.mean() for group in groups)
    found = wild.tested(cells)
    assert found.value == pytest.approx(own - others, rel=1e-12)
    assert found.reference == "9999 draws of signs"


def test_report_from_rows_holds_what_the_benchmark_promises():
    cells = cluster_trial(units=20, months=4, cases=30, effect=0.05, seed=1)
    report = Report.from_json(rows_to_report.reported(case_rows(cells)))
    assert report.primary.p_value == pytest.approx(_pooled_t(cells), rel=1e-8)
    assert report.estimates["randomisation"].reference == "drawn 9999 schemes"
    assert "icc" in report.primary.details


def _pooled_t(cells):
    after = cells[cells["period"] > 2]
    values = (after["events"] / after["cases"]).groupby(after["unit"]).mean()
    treated = after.groupby("unit")["treated"].max() == 1
    own, others = values[treated], values[~treated]
    spread = np.sqrt((own.var() * 9 + others.var() * 9) / 18 * 0.2)
    return 2 * student.sf(abs(own.mean() - others.mean()) / spread, 18)


def test_regression_of_rows_has_the_log_odds_ratio_of_the_counts():
    cells = cluster_trial(units=6, months=2, cases=50, effect=0.1, seed=2)
    value, p_value = rows_to_report.regressed(*rows_to_report.laid_out(case_rows(cells)))
    after = cells[cells["period"] > 1].groupby("treated")[["events", "cases"]].sum()
    odds = after["events"] / (after["cases"] - after["events"])
    assert value == pytest.approx(np.log(odds[1] / odds[0]), rel=1e-6)
    assert 0 < p_value < 1


def test_randomisation_agrees_with_scipys_permutation():
    found = exchanges.measured(repeats=1)["p_values"]
    assert found["ours"] == pytest.approx(found["scipy"], abs=0.015)  # 9,999 draws each


def test_staggered_table_for_the_peer_names_each_units_start():
    cells = grown_table("staggered_adoption", 8, 12, 20)
    assert set(staggered.long_table(cells)["first"]) == {5, 7, 9, 0}


@pytest.mark.parametrize("design", list(all_designs()))
def test_grown_tables_are_sound(design):
    cells = grown_table(design, 8, 20, 20)
    read_evidence(Plan(design), all_designs()[design], cells)


def test_turns_take_a_peers_own_time_and_ours_by_the_clock():
    seconds = in_turn({"ours": lambda: None, "peer": lambda: 2.0}, repeats=3)
    assert seconds["peer"] == 2.0 and seconds["ours"] < 0.1
    assert table("x", {"ours": 1.0, "peer": 2.0}, {})["methods"]["peer"] == {"times_ours": 2.0}


def test_rates_are_bias_and_shares_of_rejections():
    found = rates_of([(0.0, 0.01), (0.0, 0.5)], [(0.3, 0.01), (0.1, 0.04)], 0.1)
    assert found == {"bias": 0.1, "rejects_null": 0.5, "finds_effect": 1.0, "sets": 2}


@pytest.mark.on_demand
@pytest.mark.parametrize("design", list(all_designs()))
def test_a_million_cells_are_analysed(design):
    cells = grown_table(design, 20_000, 50, 40)
    try:
        report = analyse(Plan(design), cells)
    except CannotEstimate as refused:
        report = refused.report
    assert Report.from_json(report.to_json()).to_json() == report.to_json()
