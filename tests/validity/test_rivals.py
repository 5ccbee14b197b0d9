"""Each rival is the method it is called: against statsmodels, scipy, or the engine's own estimator of that name."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import ttest_ind

from tests.validity.cell_list import all_lists
from tests.validity.keeping import read_cells
from tests.validity.rivals import rivals_of, rivals_of_changes
from tests.validity.wedge_rivals import p_values_of
from trials.stats import Plan
from trials.stats.arithmetic.nested_gls import Variances, inverse_blocks
from trials.stats.arithmetic.wild import wild_p_value
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs


@pytest.fixture
def units():
    """Nine unit values in two arms and three blocks, with a covariate."""
    rng = np.random.default_rng(5)
    arm, block = np.array([0, 1, 1, 0, 0, 1, 0, 1, 1]), np.repeat([0, 1, 2], 3)
    return rng.normal(0.3, 0.1, 9) + 0.1 * arm, arm, block, rng.normal(size=(9, 1))


def drawn_changes():
    """One table of a difference in differences of eight units, drawn as the suite does."""
    judged, cells = all_lists()["difference_in_differences"], read_cells("difference_in_differences")
    cell = next(
        cell for cell in cells if cell["units"] == 8 and cell["treated"] == "half" and not cell["missing"]
    )
    return judged.draw(cell, np.random.default_rng(3))


def test_least_squares_rivals_are_statsmodels(units):
    y, arm, block, covariate = units
    found = rivals_of(y, arm, block, covariate)
    design = np.column_stack([arm, block[:, None] == np.unique(block), covariate]).astype(float)
    fit = sm.OLS(y, design).fit()
    assert found["pooled_t"] == pytest.approx(fit.pvalues[0], rel=1e-10)
    for name, kind in (("gee_kc", "HC2"), ("gee_md", "HC3")):
        robust = sm.OLS(y, design).fit(cov_type=kind, use_t=True)
        assert found[name] == pytest.approx(robust.pvalues[0], rel=1e-10)
    assert min(found["gee_kc"], found["gee_md"]) < found["gee_mean"] < max(found["gee_kc"], found["gee_md"])


def test_welch_is_scipys(units):
    y, arm, _, _ = units
    found = rivals_of(y, arm, np.zeros(9, int), np.empty((9, 0)))
    assert found["welch"] == pytest.approx(
        ttest_ind(y[arm == 1], y[arm == 0], equal_var=False).pvalue, rel=1e-12
    )


def test_rivals_of_changes_are_the_engines_estimators_of_the_same_name():
    drawn, plan = drawn_changes(), Plan("difference_in_differences")
    evidence = read_evidence(plan, all_designs()[plan.design], drawn.frame)
    found = rivals_of_changes(drawn)
    for ours, theirs in (
        ("pooled_t", "cluster_long_difference"),
        ("cr2_satterthwaite", "cr2_satterthwaite"),
        ("permutation", "permutation"),
        ("wild_bootstrap", "wild_bootstrap"),
    ):
        assert found[ours] == pytest.approx(evidence.estimate(theirs).p_value, rel=1e-8), ours


def test_drawn_schemes_come_near_the_engines_finer_ones():
    rng = np.random.default_rng(8)
    y, arm = rng.normal(size=24), np.repeat([0, 1], 12)
    y = y + 0.8 * arm
    found = rivals_of(y, arm, np.zeros(24, int), np.empty((24, 0)))
    # three Monte Carlo standard errors of a share of about 0.1 among 999
    assert found["wild_bootstrap"] == pytest.approx(wild_p_value(y, arm == 1, 1)[0], abs=0.03)
    assert found["permutation"] == pytest.approx(found["pooled_t"], abs=0.03)


def test_several_arms_take_the_least_p_value_times_their_number():
    y, arm = np.array([0.1, 0.2, 0.15, 0.4, 0.35, 0.5, 0.2, 0.3, 0.1]), np.repeat([0, 1, 2], 3)
    fit = sm.OLS(y, np.column_stack([arm == 1, arm == 2, np.ones(9)]).astype(float)).fit()
    found = rivals_of(y, arm, np.zeros(9, int), np.empty((9, 0)))
    assert found["pooled_t"] == pytest.approx(2 * fit.pvalues[:2].min(), rel=1e-10)


def test_wedge_rivals_are_statsmodels_least_squares_on_whitened_steps():
    rng = np.random.default_rng(4)
    on = np.array([[0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1]] * 3, dtype=float)
    value, size = rng.normal(0.4, 0.1, on.shape) + 0.1 * on, np.full(on.shape, 50.0)
    blocks = inverse_blocks(size, Variances.planned(0.05, 0.8))
    found = p_values_of(value, on, blocks, on.size)
    root = np.linalg.cholesky(blocks).transpose(0, 2, 1)
    design = np.concatenate([on[:, :, None], np.broadcast_to(np.eye(4), (9, 4, 4))], axis=2)
    fit = sm.OLS((root @ value[:, :, None]).ravel(), (root @ design).reshape(-1, 5)).fit()
    assert found["gls_t"] == pytest.approx(fit.pvalues[0], rel=1e-8)


def test_wedge_sandwiches_are_those_of_least_squares_where_a_unit_has_one_row():
    rng = np.random.default_rng(6)
    on = np.repeat([0.0, 1.0], 5)[:, None]
    value = rng.normal(size=(10, 1)) + on
    found = p_values_of(value, on, np.ones((10, 1, 1)), 10)
    design = np.column_stack([on[:, 0], np.ones(10)])
    for name, kind in (("gee_kc", "HC2"), ("gee_md", "HC3")):
        robust = sm.OLS(value[:, 0], design).fit(cov_type=kind, use_t=True)  # on 8 = units - 2
        assert found[name] == pytest.approx(robust.pvalues[0], rel=1e-8)
