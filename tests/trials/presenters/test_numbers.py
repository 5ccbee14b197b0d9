"""Figures never deny what is said beside them: neither by the decimals of an interval nor by those of a p-value."""

import pytest

from trials.presenters.numbers import interval, p_value, size, span


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.005, 0.246, "−0.5 to 24.6"),
        (0.0003, 0.052, "0.03 to 5.20"),
        (-0.052, -0.00004, "−5.200 to −0.004"),
        (0.0, 0.052, "0.0 to 5.2"),
        (-0.0003, 0.052, "0.0 to 5.2"),
        (1e-9, 0.05, "0.0000 to 5.0000"),
    ],
)
def test_interval_that_leaves_out_nought_is_seen_to(low, high, said):
    assert span(low, high) == said


def test_small_difference_of_very_many_cases_is_not_printed_as_nought():
    estimate = {"value": 0.0004, "low": 0.0001, "high": 0.0007}
    assert size(estimate) == "0.04" and interval(estimate) == "0.04 points (0.01 to 0.07)"
    assert interval({"value": 0.0004, "low": None, "high": None}) == "0.0 points"


@pytest.mark.parametrize(
    ("p", "said"), [(0.0496, "p = 0.0496"), (0.0504, "p = 0.0504"), (0.0494, "p = 0.049"), (0.3, "p = 0.300")]
)
def test_p_value_says_on_which_side_of_the_usual_level_it_is(p, said):
    assert p_value(p) == said
