"""The imputation estimate as a sum over cells: weights, checked against the estimate itself."""

import numpy as np
import pytest

from trials.stats.arithmetic.imputation import att_weights, impute

PERIODS = np.arange(1, 9)
STARTS = np.array([3.0, 5.0, np.inf])


@pytest.mark.parametrize("holes", [0.0, 0.15])
def test_weights_of_cells_give_the_estimate_of_every_allocation(holes):
    rng = np.random.default_rng(1)
    value = rng.standard_normal((9, 8))
    value[rng.random(value.shape) < holes] = np.nan
    patterns = (PERIODS[None, :] >= STARTS[:, None]).astype(float)
    allocations = np.array([rng.permutation(np.repeat([0, 1, 2], 3)) for _ in range(30)])
    weights = [att_weights(~np.isnan(value), patterns[row]) for row in allocations]
    found = [(each * np.nan_to_num(value)).sum() for each in weights]
    assert found == pytest.approx(impute(value, patterns, allocations), abs=1e-7)
    assert all((each[np.isnan(value)] == 0).all() for each in weights)


def test_what_every_unit_or_period_shares_weighs_nothing():
    patterns = (PERIODS[None, :] >= STARTS[:, None]).astype(float)
    weights = att_weights(np.ones((6, 8), dtype=bool), patterns[[0, 0, 1, 1, 2, 2]])
    assert weights.sum(axis=0) == pytest.approx(np.zeros(8), abs=1e-8)
    assert weights.sum(axis=1) == pytest.approx(np.zeros(6), abs=1e-8)
