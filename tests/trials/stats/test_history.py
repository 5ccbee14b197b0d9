"""Planning values found in a made-up past are those it was made with."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import (
    CannotEstimate,
    InputRefused,
    Layout,
    Plan,
    correlation_intervals,
    power,
    read_history,
)


def past(*, units: int, icc: float, cac: float, seed: int, cases: int = 60, months: int = 24) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    between = icc * 0.3 * 0.7
    level = np.sqrt(between * cac) * rng.standard_normal((units, 1))
    moving = np.sqrt(between * (1 - cac)) * rng.standard_normal((units, months))
    chance = np.clip(0.3 + level + moving + 0.05 * rng.standard_normal(months), 0.01, 0.99)
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : months + 1])
    names = [f"unit {number:03d}" for number in unit]
    return pd.DataFrame(
        {"unit": names, "period": period, "events": rng.binomial(cases, chance).ravel(), "cases": cases}
    )


def test_values_are_those_the_past_was_made_with():
    found = read_history(past(units=200, icc=0.06, cac=0.7, seed=1))
    # 200 units: the ICC's standard error is about a tenth of it
    assert found.icc_estimate == pytest.approx(0.06, rel=0.25) and found.cac == pytest.approx(0.7, abs=0.1)
    assert found.icc == found.icc_estimate < found.icc_high
    assert found.baseline == pytest.approx(0.3, abs=0.03) and found.cases == (60.0,) * 200


def test_few_units_are_planned_with_no_less_than_five_hundredths():
    found = read_history(past(units=10, icc=0.005, cac=0.8, seed=2))
    assert found.icc == 0.05 > found.icc_estimate


def test_upper_limit_covers_the_icc_as_often_as_it_says():
    covered = sum(read_history(past(units=24, icc=0.05, cac=0.8, seed=seed, months=8)).icc_high > 0.05
                  for seed in range(80))  # fmt: skip
    assert 0.66 < covered / 80 < 0.94  # 80 % of 80, within three standard errors


def test_intervals_of_both_correlations_hold_the_estimates_and_cover_as_often_as_they_say():
    inside = {"icc": 0, "cac": 0}
    for seed in range(12):
        table = past(units=24, icc=0.05, cac=0.8, seed=seed, months=8)
        found, intervals = read_history(table), correlation_intervals(table)
        for name, true in (("icc", 0.05), ("cac", 0.8)):
            low, high = intervals[name]
            inside[name] += low <= true <= high
            assert low <= (found.icc_estimate if name == "icc" else found.cac) <= high
    assert min(inside.values()) >= 9  # 95 % of 12 is 11.4; three standard errors of 0.75 below


def test_history_goes_into_a_layout():
    found = read_history(past(units=12, icc=0.03, cac=0.8, seed=3))
    layout = Layout(units=(2,) * 6, periods_before=1, cases=found.cases, baseline=found.baseline,
                    icc=found.icc, cac=found.cac)  # fmt: skip
    assert 0 < power(Plan("stepped_wedge"), 0.08, layout).power < 1


def test_other_tables_and_constant_outcomes_are_refused():
    table = past(units=4, icc=0.05, cac=1.0, seed=4, months=4)
    with pytest.raises(InputRefused, match="lacks cases"):
        read_history(table.drop(columns="cases"))
    with pytest.raises(InputRefused):
        read_history(table.assign(events=100))
    with pytest.raises(CannotEstimate):
        read_history(table.assign(events=30))
