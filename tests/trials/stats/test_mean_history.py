"""A mean's past gives spread and likeness back as they were drawn, and power for an amount goes by them."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import (
    CannotEstimate,
    InputRefused,
    Layout,
    Plan,
    power,
    power_for_amount,
    read_history,
    read_mean_history,
    smallest_detectable_amount,
    smallest_detectable_effect,
)

PLAN = Plan("cluster_randomised")


def sums(values):
    """One row of sums for each unit and period; values: (units, periods, cases)."""
    rows = [
        {
            "unit": f"u{u:03d}",
            "period": t + 1,
            "n": values.shape[2],
            "total": cell.sum(),
            "squares": (cell**2).sum(),
        }
        for u, unit in enumerate(values)
        for t, cell in enumerate(unit)
    ]
    return pd.DataFrame(rows)


def drawn(units=200, periods=12, cases=20, tau=0.6, gamma=0.3, sigma=3.0, seed=1):
    rng = np.random.default_rng(seed)
    own = tau * rng.standard_normal((units, 1, 1)) + gamma * rng.standard_normal((units, periods, 1))
    return 5.0 + own + sigma * rng.standard_normal((units, periods, cases))


def test_what_was_drawn_is_found_again():
    found = read_mean_history(sums(drawn()))
    between, whole = 0.6**2 + 0.3**2, 0.6**2 + 0.3**2 + 3.0**2
    assert found.sd == pytest.approx(whole**0.5, rel=0.03)
    assert found.icc == found.icc_estimate == pytest.approx(between / whole, rel=0.2)
    assert found.cac == pytest.approx(0.6**2 / between, rel=0.1)
    assert set(found.cases) == {20.0} and found.mean == pytest.approx(5.0, abs=0.2)


def test_noughts_and_ones_have_the_history_of_a_share():
    rng = np.random.default_rng(2)
    level = np.clip(0.4 + 0.1 * rng.standard_normal((30, 1, 1)), 0, 1)
    ones = (rng.random((30, 10, 25)) < level).astype(float)
    table = sums(ones)
    share = read_history(table.rename(columns={"n": "cases", "total": "events"}).drop(columns="squares"))
    found = read_mean_history(table)
    assert (found.icc, found.cac) == pytest.approx((share.icc, share.cac), rel=1e-9)
    assert found.units == share.units and found.mean == pytest.approx(share.baseline)


def test_few_units_are_not_planned_with_less_likeness_than_shares_are():
    found = read_mean_history(sums(drawn(units=8, tau=0.0, gamma=0.0)))
    assert found.icc == 0.05 and found.icc_estimate < 0.05


def test_amount_of_a_share_has_the_power_of_its_effect():
    """At a level of one half before and as much after, a share's cases lie one half apart."""
    layout = Layout(units=(10, 10), periods_after=12, cases=40, baseline=0.45, icc=0.05, cac=0.8)
    assert power_for_amount(PLAN, 0.10, 0.5, layout) == pytest.approx(
        power(PLAN, 0.10, layout).power, rel=1e-12
    )


def test_smallest_amount_is_found_with_the_power_asked_for():
    layout = Layout(units=(10, 10), periods_after=12, cases=40, baseline=0.5, icc=0.05, cac=0.8)
    amount = smallest_detectable_amount(PLAN, 3.0, layout, power=0.8)
    assert power_for_amount(PLAN, amount, 3.0, layout) == pytest.approx(0.8, abs=1e-9)
    assert smallest_detectable_amount(PLAN, 6.0, layout) == pytest.approx(2 * amount)
    assert amount / 6 == pytest.approx(smallest_detectable_effect(PLAN, layout), rel=0.05)


@pytest.mark.parametrize("table", [None, pd.DataFrame(), sums(drawn(units=2)).drop(columns="n")])
def test_what_is_no_history_of_a_mean_is_refused(table):
    with pytest.raises(InputRefused, match="no history of a mean"):
        read_mean_history(table)


def test_past_in_which_nothing_varies_is_refused():
    with pytest.raises(CannotEstimate):
        read_mean_history(sums(np.zeros((6, 6, 6))))
