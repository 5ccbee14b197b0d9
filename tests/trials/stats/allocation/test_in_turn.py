"""Cases one after the other: each arm from the seed, its place and those before it, and none ever certain."""

from collections import Counter

import pytest

from trials.stats import InputRefused
from trials.stats.allocation_draws import Stream
from trials.stats.allocation_in_turn import arms_in_turn, in_turn, rule_of

TWO = ("control", "treated")


def cases(number, strata=3):
    return [{"stratum": str(place % strata), "age": str(place % 2)} for place in range(number)]


def drawn(rule, seed, number=200):
    return list(arms_in_turn(rule, seed, cases(number)))


@pytest.mark.parametrize(
    "rule",
    [
        in_turn("simple", TWO),
        in_turn("stratified", TWO),
        in_turn("minimisation", TWO, factors=("stratum", "age")),
    ],
)
def test_earlier_arms_do_not_depend_on_later_cases(rule):
    assert drawn(rule, 5, 200)[:80] == drawn(rule, 5, 80)


def test_simple_arm_is_the_first_number_of_its_places_stream():
    arms = drawn(in_turn("simple", TWO), 9, 50)
    assert arms == [TWO[Stream(9, f"enrolment {place}").below(2)] for place in range(1, 51)]


def test_ratio_is_followed_in_the_long_run():
    counts = Counter(drawn(in_turn("simple", ("a", "b", "c"), (2, 1, 1)), 3, 4000))
    # Four standard errors of a share of a half, and of a quarter, among 4,000.
    assert abs(counts["a"] / 4000 - 0.5) < 0.032 and abs(counts["b"] / 4000 - 0.25) < 0.028


def test_stratified_arms_stay_even_in_every_stratum():
    arms = drawn(in_turn("stratified", TWO), 4, 900)
    for stratum in range(3):
        counts = Counter(arms[stratum::3])
        # Efron's coin of 2/3: a gap of 16 among 300 has a chance of 2**-16 or so in the long run (his equation 2.6).
        assert abs(counts["control"] - counts["treated"]) <= 16


def test_simple_arms_are_less_even_than_the_coins():
    gaps = {}
    for method in ("simple", "stratified"):
        rule = in_turn(method, TWO)
        found = [Counter(drawn(rule, seed, 300)) for seed in range(40)]
        gaps[method] = sum(abs(one["control"] - one["treated"]) for one in found)
    assert gaps["stratified"] < gaps["simple"] / 2


@pytest.mark.parametrize(("method", "most"), [("simple", 0.53), ("stratified", 0.67), ("minimisation", 0.85)])
def test_who_knows_all_arms_before_still_guesses(method, most):
    """The best guess is the arm that is behind; it is right no more often than the coin says."""
    rule, right, number = in_turn(method, TWO, factors=("stratum",)), 0, 0
    for seed in range(20):
        counts = {str(stratum): Counter() for stratum in range(3)}
        for case, arm in zip(cases(150), drawn(rule, seed, 150), strict=True):
            seen = counts[case["stratum"]]
            right += min(TWO, key=lambda one: seen[one]) == arm
            number += 1
            seen[arm] += 1
    assert right / number <= most + 0.02  # 3,000 guesses: two standard errors


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"method": "constrained"}, "all units at once"),
        ({"method": "stratified", "coin_percent": 100}, "coin_percent"),
        ({"method": "minimisation"}, "factors"),
        ({"method": "simple", "arms": ("a", "a")}, "arms|twice"),
        ({"method": "simple", "ratio": (1, 2, 3)}, "ratio"),
        ({"method": "simple", "ratio": (1, 0)}, "ratio"),
    ],
)
def test_rule_that_cannot_be_followed_is_refused(values, words):
    with pytest.raises(InputRefused, match=words):
        in_turn(**{"arms": TWO, **values})


def test_rule_is_read_back_as_it_was_published():
    rule = in_turn("minimisation", ("a", "b", "c"), (2, 1, 1), ("age",), 70)
    assert rule_of(rule.published()) == rule and "seed" not in rule.published()
