"""Several contrasts together: Hotelling's F against R's manova, permutation against brute force and one t."""

from itertools import combinations

import numpy as np
import pytest
from scipy.stats import ttest_1samp, ttest_ind

from trials.stats.arithmetic.hotelling import hotelling, permuted_largest

VALUES = np.array(
    [
        [0.304, 0.371, 0.426, 0.285, 0.42, 0.403, 0.409, 0.512, 0.278, 0.527, 0.326],
        [0.287, 0.328, 0.425, 0.415, 0.369, 0.425, 0.455, 0.642, 0.54, 0.462, 0.426],
        [0.38, 0.233, 0.352, 0.326, 0.516, 0.501, 0.393, 0.286, 0.49, 0.485, 0.473],
    ]
).T
ARM = np.array([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
APART = VALUES[:, 1:] - VALUES[:, :1]
# R 4.2.2: summary(manova(d ~ a), test = "Hotelling-Lawley")$stats and, without arms,
# summary(manova(d ~ 1), test = "Hotelling-Lawley", intercept = TRUE)$stats
TWO_ARMS, NO_ARMS = 0.474570186968632, 0.379720799605589


def test_hotelling_equals_manova():
    assert hotelling(APART, ARM).p_value == pytest.approx(TWO_ARMS, rel=1e-8)
    assert hotelling(APART, None).p_value == pytest.approx(NO_ARMS, rel=1e-8)


def test_one_contrast_is_students_t():
    one = APART[:, :1]
    wanted = ttest_ind(one[ARM == 1, 0], one[ARM == 0, 0]).pvalue
    assert hotelling(one, ARM).p_value == pytest.approx(wanted, rel=1e-8)
    assert hotelling(one, None).p_value == pytest.approx(ttest_1samp(one[:, 0], 0).pvalue, rel=1e-8)


def test_any_full_set_of_contrasts_gives_the_same_test():
    turned = APART @ np.array([[2.0, 1.0], [-0.5, 1.0]])
    assert hotelling(turned, ARM).p_value == pytest.approx(hotelling(APART, ARM).p_value, rel=1e-9)


def test_contrasts_that_do_not_vary_give_no_test():
    assert hotelling(np.column_stack([APART[:, 0], 2 * APART[:, 0]]), ARM) is None
    assert hotelling(np.zeros((11, 1)), ARM) is None
    assert hotelling(APART[:3], np.array([0, 1, 1])) is None


def test_permutation_counts_every_scheme_by_scipys_t():
    units = [0, 1, 2, 5, 6, 7, 8]
    values, arm = APART[units], ARM[units]
    largest = []
    for members in combinations(range(7), 4):
        own = np.isin(np.arange(7), members)
        largest.append(np.abs(ttest_ind(values[own], values[~own]).statistic).max())
    observed = np.abs(ttest_ind(values[arm == 1], values[arm == 0]).statistic).max()
    wanted = np.mean(np.array(largest) >= observed * (1 - 1e-9))
    found = permuted_largest(values, arm, seed=1)
    assert found.p_value == pytest.approx(wanted) and "all 35 schemes" in found.reference


def test_signs_are_permuted_where_units_hold_both_arms():
    found = permuted_largest(APART[:6], None, seed=1)
    assert found.p_value * 64 == pytest.approx(round(found.p_value * 64))
    assert permuted_largest(np.ones((6, 1)), None, seed=1) is None


def test_many_units_are_drawn_by_the_seed():
    rng = np.random.default_rng(1)
    values, arm = rng.standard_normal((30, 2)), np.arange(30) % 2
    first, again = (permuted_largest(values, arm, seed=3) for _ in range(2))
    assert first.p_value == again.p_value and "drawn 9999" in first.reference
