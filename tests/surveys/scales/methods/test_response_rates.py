"""Response rates, stratum by stratum."""

import pytest

from surveys.scales import SurveyRefused, response_rates


def test_rates_and_shares_by_stratum_and_for_all():
    found = response_rates({"north": 80, "south": 120}, {"north": 40, "south": 30})
    assert list(found) == ["north", "south", "all"]
    assert (found["north"].rate, found["south"].rate, found["all"].rate) == (0.5, 0.25, 0.35)
    assert found["north"].share_asked == 0.4 and found["north"].share_answered == pytest.approx(4 / 7)


def test_range_by_chance_is_wilsons():
    """81 of 263: 0.2553 to 0.3662, Newcombe (1998), table I, method 3."""
    found = response_rates({"a": 263}, {"a": 81})["a"]
    assert (found.rate_low, found.rate_high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_stratum_nobody_answered_from_has_a_rate_of_nought():
    found = response_rates({"a": 20, "b": 10}, {"a": 3})["b"]
    assert (found.rate, found.rate_low, found.share_answered) == (0, 0, 0) and found.rate_high > 0


def test_nobody_asked_is_a_refusal_in_words():
    assert not response_rates({}, {})["all"]
    assert "Nobody from b" in str(response_rates({"a": 3, "b": 0}, {"a": 1})["b"])


def test_nobody_answered_yet_gives_noughts():
    assert response_rates({"a": 20}, {})["all"].share_answered == 0


@pytest.mark.parametrize(
    "asked, answered, words",
    [
        ({"a": 3}, {"a": 4}, "4 answered of 3 asked"),
        ({"a": 3}, {"b": 1}, "1 answered of 0 asked"),
        ({"a": -1}, {}, "no whole number"),
        ({"a": 2.5}, {}, "no whole number"),
        ({"all": 3}, {}, "may be called"),
    ],
)
def test_counts_that_cannot_be_are_refused(asked, answered, words):
    with pytest.raises(SurveyRefused, match=words):
        response_rates(asked, answered)
