"""Planning values come from the past where it can give them, and say so where it cannot."""

import pytest

from tests.trials.assistant.plans import names, past
from trials.planning.history_of import (
    ASSUMED_CAC,
    ASSUMED_ICC,
    planning_values,
    values_assumed,
    values_from,
)
from trials.stats import read_history


def test_values_of_a_past_are_the_engines_own():
    import pandas as pd

    rows = past()
    found = values_from(rows)
    engine = read_history(pd.DataFrame(rows, columns=["unit", "period", "events", "cases"]))
    assert (found.icc, found.icc_estimate, found.cac) == (engine.icc, engine.icc_estimate, engine.cac)
    assert found.units == engine.units and found.cases == pytest.approx(engine.cases)
    assert found.baseline == pytest.approx(sum(row[2] for row in rows) / sum(row[3] for row in rows))
    assert not found.assumed and found.months == 24


def test_under_twenty_units_plan_with_no_less_than_five_hundredths():
    found = values_from(past(apart=0.0))
    assert found.icc_estimate < 0.05 == found.icc <= found.icc_high


def test_interval_holds_the_estimate():
    found = values_from(past())
    low, high = found.icc_interval
    assert low < found.icc_estimate < high
    assert found.cac_interval[0] <= found.cac <= found.cac_interval[1]


def test_one_unit_has_a_level_of_its_own_and_assumed_likeness():
    found = values_from(past(count=1))
    assert found.assumed == ("icc", "cac") and "cannot say how alike" in found.why
    assert (found.icc, found.cac) == (ASSUMED_ICC, ASSUMED_CAC) and found.icc_estimate is None
    assert found.baseline != 0.30 and found.months == 24


def test_without_a_past_everything_is_called_assumed():
    found = values_assumed(names(8), cases=40, baseline=0.25)
    assert set(found.assumed) == {"baseline", "cases", "icc", "cac"} and found.months == 0
    assert found.mean_cases == 40 and found.spread_of_cases == 0 and found.icc < found.icc_high


def test_units_without_any_case_are_left_out():
    rows = past(count=4) + [("Closed team", period, 0, 0) for period in range(1, 25)]
    assert values_from(rows).units == names(4)


def test_values_come_back_from_what_is_stored():
    import json

    for found in (values_from(past(months=8)), values_assumed(names(3), cases=9, baseline=0.5)):
        assert planning_values(json.loads(json.dumps(found.as_dict()))) == found
