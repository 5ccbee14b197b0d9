"""The arithmetic behind trials with arms, against published tables, R, and brute force."""

import numpy as np
import pytest

from tests.trials.stats.arms import reference_clusters
from tests.trials.stats.reference import reference_json
from trials.stats.arithmetic.arm_regression import orthonormal
from trials.stats.arithmetic.cluster_gee import correlation, fit_exchangeable, sandwiches, step
from trials.stats.arithmetic.dunnett import dunnett_critical, dunnett_p, one_factor
from trials.stats.arithmetic.icc import anova_icc
from trials.stats.arithmetic.randomisation import randomisation_test

HALF = (np.sqrt(0.5),)


@pytest.mark.parametrize(
    ("arms", "df", "published"),
    # Dunnett (1964) Biometrics 20:482, table II, two-sided, joint level 0.05
    [(2, 5, 3.03), (2, 10, 2.57), (2, 20, 2.38), (3, 10, 2.76), (3, 20, 2.54), (4, 20, 2.65)],
)
def test_critical_values_are_dunnetts(arms, df, published):
    assert round(dunnett_critical(0.05, df, HALF * arms), 2) == published


def test_published_example_has_its_p_values():
    # Dunnett (1955) table 1, blood counts; p-values as in the documentation of scipy.stats.dunnett
    groups = [
        [7.40, 8.50, 7.20, 8.24, 9.84, 8.32],
        [9.76, 8.80, 7.68, 9.36],
        [12.80, 9.68, 12.16, 9.20, 10.55],
    ]
    df = sum(map(len, groups)) - 3
    variance = sum(np.var(group) * len(group) for group in groups) / df
    control, others = groups[0], groups[1:]
    se = [np.sqrt(variance * (1 / len(group) + 1 / len(control))) for group in others]
    factors = one_factor(
        np.array(
            [
                [1.0, variance / len(control) / (se[0] * se[1])],
                [variance / len(control) / (se[0] * se[1]), 1.0],
            ]
        )
    )
    found = [
        dunnett_p((np.mean(group) - np.mean(control)) / error, df, factors)
        for group, error in zip(others, se, strict=True)
    ]
    assert found == pytest.approx([0.62004941, 0.0059035], abs=1e-4)  # scipy's own integral is drawn


def test_one_arm_is_students_t():
    assert dunnett_critical(0.05, 10, (0.0,)) == pytest.approx(2.228138852, rel=1e-8)


def test_correlations_without_one_factor_are_told():
    assert one_factor(np.array([[1, 0.5, 0.5], [0.5, 1, 0.5], [0.5, 0.5, 1]])) == pytest.approx(HALF * 3)
    assert one_factor(np.array([[1, 0.9, 0.9], [0.9, 1, 0.1], [0.9, 0.1, 1]])) is None
    assert one_factor(np.array([[1, -0.2], [-0.2, 1]])) is None


def test_icc_is_shrout_and_fleiss():
    # Shrout and Fleiss (1979) table 2, six targets by four judges; ICC(1,1) 0.17, F = 1.79
    ratings = np.array(
        [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float
    )
    mean, within = ratings.mean(axis=1), ratings.var(axis=1) * 4
    found = anova_icc(mean, np.full(6, 4.0), within, np.zeros(6, dtype=int), 0.05)
    assert round(found.value, 2) == 0.17
    assert [round(found.low, 2), round(found.high, 2)] == [-0.13, 0.72]


def clusters():
    frame = reference_clusters()
    design = np.column_stack([np.ones(len(frame)), frame["treated"]]).astype(float)
    return frame["events"].to_numpy(float), frame["cases"].to_numpy(float), design


def test_small_sample_sandwiches_are_geesmvs_after_the_two_steps_it_takes():
    # geesmv reads gee's fit, which stops once coefficients move by under 0.001 of themselves: after two
    # steps from the independence fit, correlation and scale over counts less the coefficients
    total, size, design = clusters()
    beta = fit_independent(total, size, design)
    for _ in range(2):
        alpha = correlation(total, size, design, beta, spent=2)
        beta = beta + step(total, size, design, beta, alpha)[0]
    found = [np.sqrt(cov[1, 1]) for cov in sandwiches(total, size, design, beta, alpha)]
    r = reference_json("synthetic", "expected_R.json")["crt"]
    assert found == pytest.approx([r["gee_lz"], r["gee_kc"], r["gee_md"]], rel=1e-8)


def fit_independent(total, size, design):
    beta = np.zeros(design.shape[1])
    for _ in range(50):
        mean = 1 / (1 + np.exp(-design @ beta))
        weight = size * mean * (1 - mean)
        beta = beta + np.linalg.solve(design.T @ (weight[:, None] * design), design.T @ (total - size * mean))
    return beta


def test_robust_standard_error_is_geepacks():
    r = reference_json("synthetic", "expected_R.json")["crt"]["gee_exch"]
    assert np.sqrt(fit_exchangeable(*clusters()).robust[1, 1]) == pytest.approx(r["se"], rel=1e-6)


@pytest.mark.parametrize("covariate", [False, True])
def test_interval_of_the_randomisation_test_is_where_its_p_crosses_alpha(covariate):
    rng = np.random.default_rng(4)
    y = rng.normal(size=8)
    own = np.array([1, 1, 1, 1, 0, 0, 0, 0], dtype=float)
    schemes = np.array([[(i >> k) & 1 for k in range(8)] for i in range(256)], dtype=float)
    schemes = schemes[schemes.sum(axis=1) == 4]
    columns = [np.ones(8), rng.normal(size=8)] if covariate else [np.ones(8)]
    basis = orthonormal(np.column_stack(columns))

    def p_value(shift):
        return randomisation_test(y - shift * own, own, schemes, basis, added=0, alpha=0.1).p_value

    found = randomisation_test(y, own, schemes, basis, added=0, alpha=0.1)
    for bound, outward in ((found.low, -1), (found.high, 1)):
        assert p_value(bound + outward * 1e-6) <= 0.1 < p_value(bound - outward * 1e-6)
    assert found.smallest_p == 2 / 70


def test_interval_is_unbounded_where_no_scheme_can_reject():
    y, own = np.arange(4.0), np.array([1.0, 1, 0, 0])
    schemes = np.array(
        [[1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1], [1, 0, 0, 1], [0, 1, 1, 0]], dtype=float
    )
    found = randomisation_test(y, own, schemes, orthonormal(np.ones((4, 1))), added=0, alpha=0.05)
    assert (found.low, found.high) == (None, None)
