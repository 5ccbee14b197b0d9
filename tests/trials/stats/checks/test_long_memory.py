"""A long series of independent months rules long memory out; a short or a drifting one does not."""

import numpy as np
import pytest

from tests.validity.cell_list import all_lists
from tests.validity.lists.interrupted_series import PLAIN
from trials.stats import Plan, analyse

LIST = all_lists()["interrupted_series"]


def memory(**changed):
    """The finding on one seeded series, and its mean autocorrelation."""
    cell = PLAIN | {"level": 0.35, "periods": 120} | changed
    drawn = LIST.draw(cell | {"start": cell["periods"] // 2 + 1}, np.random.default_rng(4))
    return analyse(Plan("interrupted_series"), drawn.frame).finding("long_memory")


def test_independent_months_rule_it_out_and_drifting_ones_do_not():
    assert memory(cases=400).status == "passes"
    drifting = memory(rho=0.8, spread=0.3, cases=400)
    assert drifting.status == "cannot tell" and "too short to rule out" in drifting.text


def test_weight_is_that_of_the_estimate_above_the_limit():
    drawn = LIST.draw(PLAIN | {"level": 0.35, "start": 25}, np.random.default_rng(4))
    report = analyse(Plan("interrupted_series"), drawn.frame)
    weight = report.finding("long_memory").facts["weight_of_long_memory"]
    assert 0 <= weight <= 1
    assert weight == pytest.approx(0, abs=0.05)  # independent months, 48 of them
