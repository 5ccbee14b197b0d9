"""A mixture of comparison units against diff-diff's own, and the rank it gives."""

import numpy as np
import pandas as pd
import pytest
from diff_diff import SyntheticControl
from scipy.optimize import minimize

from tests.trials.stats.designs.test_controlled_series import shocked
from trials.stats import Plan, analyse
from trials.stats.arithmetic.simplex import simplex_weights

PLAN = Plan("controlled_series")


def drawn(seed, times=20, series=6):
    rng = np.random.default_rng(seed)
    others = rng.standard_normal((times, series)).cumsum(axis=0)
    mixture = others @ np.array([0.5, 0.3, 0.2, 0, 0, 0])[:series]
    return mixture + 0.3 * rng.standard_normal(times), others


def test_weights_equal_those_of_diff_diff():
    target, others = drawn(1)
    times, series = others.shape
    rows = [(unit, time, others[time, unit - 1] if unit else target[time], 0) for unit in range(series + 1)
            for time in range(times)]  # fmt: skip
    after = [(unit, times, 0.0, int(unit == 0)) for unit in range(series + 1)]
    table = pd.DataFrame(rows + after, columns=["unit", "time", "y", "treatment"])
    other = SyntheticControl(v_method="custom", custom_v=np.ones(times), standardize="none").fit(
        table,
        "y",
        "treatment",
        "unit",
        "time",
        post_periods=[times],
        treated_unit=0,
        pre_period_outcomes="all",
    )
    wanted = [other.donor_weights.get(unit, 0.0) for unit in range(1, series + 1)]
    assert simplex_weights(target, others) == pytest.approx(wanted, abs=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_no_other_weights_fit_better(seed):
    target, others = drawn(seed)
    found = simplex_weights(target, others)
    assert found.sum() == pytest.approx(1) and (found >= 0).all()
    other = minimize(
        lambda w: ((target - others @ w) ** 2).sum(),
        np.full(6, 1 / 6),
        bounds=[(0, 1)] * 6,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    assert ((target - others @ found) ** 2).sum() <= other.fun * (1 + 1e-6)


def test_more_series_than_times_still_give_one_answer():
    target, others = drawn(2, times=4)
    turned = others[:, ::-1]
    assert simplex_weights(target, turned)[::-1] == pytest.approx(simplex_weights(target, others), abs=1e-6)


def test_effect_on_one_unit_stands_out_from_all_mixtures():
    frame = shocked(units=12, shock=0.5, effect=0.6, seed=2)
    found = analyse(PLAN, frame).estimates["synthetic_series"]
    assert found.p_value == pytest.approx(1 / 12) and found.low is None
    assert sum(found.details["weights"].values()) == pytest.approx(1)
    assert 0.05 < found.value < 0.25


def test_shock_to_all_stands_out_from_no_mixture():
    p_values = [
        analyse(PLAN, shocked(units=8, shock=0.5, effect=0.0, seed=seed))
        .estimates["synthetic_series"]
        .p_value
        for seed in range(6)
    ]
    assert np.mean(p_values) > 0.25


def test_few_comparison_units_are_refused_and_gaps_leave_a_unit_out():
    few = analyse(PLAN, shocked(units=4, shock=0.0, effect=0.3, seed=1))
    assert few.refusals["synthetic_series"].code == "a"
    frame = shocked(units=8, shock=0.0, effect=0.3, seed=1)
    part = frame[~((frame["unit"] == "u3") & (frame["period"] == 5))]
    assert "u3" not in analyse(PLAN, part).estimates["synthetic_series"].details["weights"]
