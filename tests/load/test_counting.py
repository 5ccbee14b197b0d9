"""Counting cases costs hardly more than the statement a person would write, and gives the same counts."""

import pytest

from tests.load.counting import CASES, measured

pytestmark = pytest.mark.django_db
MOST = 1.25  # what the project promises, against the plain statement


def test_counts_equal_two_hand_written_statements():
    found = measured(cases=20_000, repeats=1)
    assert found["same_counts"] and found["cells"] > 2000


@pytest.mark.on_demand
def test_ten_million_cases_are_counted_as_fast_as_by_hand():
    found = measured(cases=CASES)
    assert found["same_counts"]
    assert found["ratio_to_plain"] <= MOST, found
