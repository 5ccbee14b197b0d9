"""The stepped wedge's estimates against R on the seeded wedge, and the permutation against brute force."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from tests.trials.stats.reference import reference_file, reference_json
from tests.trials.stats.wedges import synthetic_wedge, wedge_frame
from trials.stats import Plan, analyse
from trials.stats.arithmetic.nested_gls import Variances, fit_gls, inverse_blocks, step_columns
from trials.stats.arithmetic.sequence_permutation import allocation_space, build_frame, scores, stand
from trials.stats.arithmetic.step_gee import fit_gee
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs
from trials.stats.wedge import sum_to_steps

PLAN = Plan("stepped_wedge", seed=3)


@pytest.fixture(scope="module")
def expected():
    return reference_json("synthetic", "expected_R.json")["sw"]


@pytest.fixture(scope="module")
def report():
    return analyse(PLAN, synthetic_wedge())


def test_mixed_model_equals_lmer_on_rows(report, expected):
    found, wanted = report.estimates["mixed_model"], expected["lmer_Satt"]
    assert found.value == pytest.approx(wanted["Estimate"], rel=1e-6)
    assert found.details["standard_error"] == pytest.approx(wanted["Std. Error"], rel=1e-6)
    assert found.df == pytest.approx(wanted["df"], rel=1e-5)
    assert found.p_value == pytest.approx(wanted["Pr(>|t|)"], rel=1e-5)


def test_variances_equal_lmers(report, expected):
    wanted = {part["grp"]: part["vcov"] for part in expected["vc"]}
    details = report.estimates["mixed_model"].details
    # lmer stops where the deviance is flat to 1e-12: a variance is then known to about its root
    assert details["variance_between_units"] == pytest.approx(wanted["cluster"], rel=1e-5)
    assert details["variance_between_steps"] == pytest.approx(wanted["cp"], rel=1e-5)
    assert details["variance_between_cases"] == pytest.approx(wanted["Residual"], rel=1e-6)


def test_correlations_are_lmers_variances_with_intervals_around_them(report, expected):
    wanted = {part["grp"]: part["vcov"] for part in expected["vc"]}
    between = wanted["cluster"] + wanted["cp"]
    icc, cac = report.estimates["wedge_icc"], report.estimates["wedge_cac"]
    assert icc.value == pytest.approx(between / (between + wanted["Residual"]), rel=1e-5)
    assert cac.value == pytest.approx(wanted["cluster"] / between, rel=1e-5)
    assert 0 < icc.low < icc.value < icc.high < 0.3
    assert 0 < cac.low < cac.value < cac.high <= 1


def test_gee_on_cells_equals_geepack_on_rows(report, expected):
    found = report.estimates["gee_steps"]
    assert found.value == pytest.approx(expected["gee_exch"]["Estimate"], rel=1e-6)
    fit = _gee_of_wedge()
    assert np.sqrt(fit.robust[-1, -1]) == pytest.approx(expected["gee_exch"]["Std.err"], rel=1e-6)
    assert found.details["standard_error"] == pytest.approx(np.sqrt(fit.mancl_derouen[-1, -1]))
    assert found.df == 10


def _gee_of_wedge():
    wedge = sum_to_steps(read_evidence(PLAN, all_designs()["stepped_wedge"], synthetic_wedge()).panel, PLAN)
    design = np.concatenate([step_columns(*wedge.size.shape), wedge.treated[..., None]], axis=2)
    return fit_gee(np.round(wedge.natural * wedge.size), wedge.size, design)


def test_small_sample_variances_of_the_gee_equal_geesmv():
    expected = reference_json("synthetic", "expected_R.json")["crt"]
    table = pd.read_csv(reference_file("reference", "synthetic", "crt.csv"))
    design = np.column_stack([np.ones(len(table)), table["trt"]])[:, None, :]
    fit = fit_gee(table[["y"]].to_numpy(float), table[["n"]].to_numpy(float), design)
    assert fit.correlation == pytest.approx(expected["gee_exch"]["alpha"], rel=1e-6)
    assert np.sqrt(fit.robust[1, 1]) == pytest.approx(expected["gee_exch"]["se"], rel=1e-6)
    # geesmv fits with R's gee, whose correlation takes parameters off the pairs and whose fit stops at
    # 1e-3: the corrections are compared with its own plain variance, to what that stop leaves
    for ours, theirs in ((fit.kauermann_carroll, "gee_kc"), (fit.mancl_derouen, "gee_md")):
        wanted = expected[theirs] / expected["gee_lz"]
        assert np.sqrt(ours[1, 1] / fit.robust[1, 1]) == pytest.approx(wanted, rel=5e-5)


def test_estimate_is_generalised_least_squares_with_the_planned_weights(report):
    wedge = sum_to_steps(read_evidence(PLAN, all_designs()["stepped_wedge"], synthetic_wedge()).panel, PLAN)
    covariance = [np.full((7, 7), 0.04) + np.diag(0.01 + 0.95 / size) for size in wedge.size]
    design = np.concatenate([step_columns(12, 7), wedge.treated[..., None]], axis=2)
    left = sum(x.T @ np.linalg.solve(v, x) for x, v in zip(design, covariance, strict=True))
    right = sum(
        x.T @ np.linalg.solve(v, y) for x, v, y in zip(design, covariance, wedge.natural, strict=True)
    )
    assert report.primary.value == pytest.approx(np.linalg.solve(left, right)[-1], rel=1e-9)


def test_every_allocation_is_weighed_as_a_fit_of_its_own():
    wedge, blocks = _small_wedge()
    space = allocation_space(wedge.sequence, wedge.stratum, 1)
    orders = {tuple(order) for order in permutations(wedge.sequence.tolist())}
    assert {tuple(row) for row in space.sequences.tolist()} == orders
    frame = build_frame(blocks, wedge.labels, space)
    z = scores(frame, wedge.natural) / np.sqrt(frame.information)
    for row, found in list(zip(space.sequences, z, strict=True))[::17]:
        design = np.concatenate([step_columns(*wedge.size.shape), wedge.labels[row][..., None]], axis=2)
        beta, covariance = fit_gls(blocks, design, wedge.natural)
        assert found == pytest.approx(beta[-1] / np.sqrt(covariance[-1, -1]), rel=1e-8)


def test_interval_is_what_the_permutation_test_does_not_reject():
    wedge, blocks = _small_wedge()
    frame = build_frame(blocks, wedge.labels, allocation_space(wedge.sequence, wedge.stratum, 1))
    standing = stand(frame, wedge.natural, wedge.sequence)
    low, high = standing.interval(0.05)
    for bound, outside in ((low, -1e-6), (high, 1e-6)):
        for tested, rejected in ((bound - outside, False), (bound + outside, True)):
            shifted = stand(frame, wedge.natural - tested * wedge.treated, wedge.sequence)
            assert (shifted.p_value() <= 0.05) == rejected
            assert standing.p_value(tested) == pytest.approx(shifted.p_value())


def test_many_allocations_are_drawn_with_the_observed_one_counted_in():
    wedge = sum_to_steps(read_evidence(PLAN, all_designs()["stepped_wedge"], synthetic_wedge()).panel, PLAN)
    space = allocation_space(wedge.sequence, wedge.stratum, 5)
    assert space.sequences.shape == (9999, 12) and space.added == 1
    assert (np.sort(space.sequences, axis=1) == np.sort(wedge.sequence)).all()
    again = allocation_space(wedge.sequence[::-1], wedge.stratum, 5)
    assert (again.sequences == space.sequences).all()  # the draw knows nothing of who started when


def test_effect_that_is_alike_at_all_times_leaves_the_average_over_times_near_it():
    frame = wedge_frame(units=24, sequences=4, months=1, seed=4, cases=2000, effect=0.1)
    found = analyse(PLAN, frame).estimates["exposure_time_average"]
    assert found.value == pytest.approx(0.1, abs=0.02)
    assert len(found.details["curve"]) == 4
    assert all(low < 0.1 < high for low, high in _bands(found.details))


def _bands(details):
    return zip(details["curve_low"], details["curve_high"], strict=True)


def _small_wedge():
    frame = wedge_frame(units=6, sequences=3, months=1, seed=8, cases=30)
    frame["cases"] = frame["cases"] + frame["unit"].map(lambda name: 10 * int(name[-1]))
    wedge = sum_to_steps(read_evidence(PLAN, all_designs()["stepped_wedge"], frame).panel, PLAN)
    return wedge, inverse_blocks(wedge.size, Variances.planned(0.05, 0.8))


def test_variances_are_sought_past_an_edge_that_the_search_may_touch():
    found = analyse(PLAN, wedge_frame(units=9, sequences=3, months=2, seed=3)).estimates["mixed_model"]
    # R 4.2.2, lme4 1.1-31, lmerTest 3.1-3 on the 2,880 rows; a search in standard deviations ended at (0, 0)
    assert found.value == pytest.approx(1.750255893e-03, abs=1e-9)
    assert found.details["standard_error"] == pytest.approx(3.074752356e-02, rel=1e-6)
    assert found.df == pytest.approx(1.919889470e02, rel=1e-5)
    assert found.details["variance_between_units"] == pytest.approx(0.001063251, rel=1e-5)
    assert found.details["variance_between_steps"] == 0.0
