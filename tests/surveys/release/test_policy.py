"""How a count, a part, a mean and an interval may be shown: each rule by itself, and why the nearest 5 would not do."""

from dataclasses import dataclass
from hashlib import sha256
from itertools import product

import pytest

from surveys.release.draws import Draws
from surveys.release.figures import change_cell, estimate_cell, mean_cell, p_words, reading_of, scaled
from surveys.release.policy import Policy, percent, unit_of, with_complement
from surveys.release.tables import interval
from surveys.scales.intervals import mean_interval

KEYS = [sha256(f"key {i}".encode()).digest() for i in range(400)]
POLICIES = [Policy(10, 5, Draws(key)) for key in KEYS]
ONE = POLICIES[0]


@dataclass(frozen=True)
class Mean:
    n: int
    mean: float
    low: float
    high: float


def test_same_figure_is_drawn_alike_and_another_key_draws_otherwise():
    assert ONE.count("a", 13) == ONE.count("a", 13)
    assert {policy.count("a", 13) for policy in POLICIES} == {10, 15}


def test_count_is_a_multiple_of_five_less_than_five_away():
    for n, policy in product(range(10, 60), POLICIES[:20]):
        shown = policy.count("a", n)
        assert shown % 5 == 0
        assert abs(shown - n) < 5
        assert n % 5 or shown == n


def test_count_is_right_on_average():
    for n in (11, 13, 14, 57):
        shown = [policy.count("a", n) for policy in POLICIES]
        # Of 400 draws the mean has a standard error of 2.5 / 20 at most: four of them are allowed.
        assert abs(sum(shown) / len(shown) - n) < 0.5


def test_count_under_ten_is_hidden():
    assert [ONE.count("a", n) for n in (0, 1, 9)] == [None, None, None]


def leaver_is_told(shown):
    """Whether some count with and without one person is shown so that no other answer of theirs fits.

    shown: {count: the values it may be shown as, None where it is hidden}. Somebody is told where what was seen
    before and after fits no pair of equal counts: then they were among those counted.
    """
    return any(
        not any(seen[0] in shown[same] and seen[1] in shown[same] for same in shown)
        for n in list(shown)[1:]
        for seen in product(shown[n], shown[n - 1])
    )


def test_leaver_is_told_by_rounding_to_the_nearest_and_not_at_random():
    counts = range(9, 60)
    at_random = {n: {None if p.is_small("a", n, 300) else p.count("a", n) for p in POLICIES} for n in counts}
    nearest = {n: {5 * ((n + 2) // 5) if n >= 10 else None} for n in counts}
    assert not leaver_is_told(at_random)
    assert leaver_is_told(nearest)


def test_part_is_hidden_under_a_line_between_ten_and_fourteen():
    hidden = {n: sum(p.is_small("a", n, 100) for p in POLICIES) for n in (9, 10, 12, 13, 14)}
    assert (hidden[9], hidden[14]) == (400, 0)
    assert 0 < hidden[13] < hidden[12] < hidden[10] < 400


def test_parts_are_hidden_by_twos_and_by_tens():
    for policy in POLICIES[:50]:
        for counts in ([3, 60, 90], [0, 0, 70, 80], [200, 4], [9, 9, 300], [50, 60, 70]):
            shown = policy.parts("a", counts)
            left = [n for n, told in zip(counts, shown, strict=True) if told is None]
            assert not left or (len(left) > 1 and sum(left) >= 10)


def test_without_complement_one_part_is_left_over():
    assert with_complement([3, 60, 90], {0}, 10) == {0, 1}
    assert with_complement([3, 4, 60, 90], {0, 1}, 10) == {0, 1, 2}
    assert with_complement([50, 60], set(), 10) == set()


def test_few_who_left_out_are_shown_as_if_none_did():
    for policy in POLICIES[:50]:
        assert policy.answered("k1", 297, 300) == policy.count("answers", 300) == 300
        assert policy.answered("k1", 250, 300) == 250
        assert policy.answered("k1", 9, 300) is None


def test_share_is_never_nought_nor_a_hundred():
    assert (percent(10, 2300), percent(300, 300), percent(45, 300), percent(None, 300)) == (
        None,
        None,
        15,
        None,
    )


@pytest.mark.parametrize(
    ("span", "n", "unit"), [(10, 10, 0.5), (10, 24, 0.5), (10, 25, 0.2), (10, 50, 0.1), (10, 2000, 0.1),
                            (2, 10, 0.1), (2, 300, 0.02), (1, 300, 0.01), (100, 12, 5), (6, 12, 0.5)]
)  # fmt: skip
def test_unit_is_half_of_what_one_answer_moves_or_more(span, n, unit):
    assert unit_of(span, n) == pytest.approx(unit)


def test_mean_is_right_on_average_and_its_sum_within_one_range():
    for n, mean in ((12, 4.25), (60, 6.1), (300, 3.333)):
        shown = [policy.mean("a", mean * n, n, 0, 10) for policy in POLICIES]
        unit = unit_of(10, n)
        assert all(abs(one - mean) < 10 / n + unit for one in shown)
        # A draw's standard deviation is half of 10 / n at most: four standard errors of 400, and half a unit.
        assert abs(sum(shown) / len(shown) - mean) < 4 * 5 / n / 20 + unit / 2


def test_mean_never_stands_at_an_end_of_the_scale():
    assert {policy.mean("a", 120, 12, 0, 10) for policy in POLICIES[:20]} == {9.5}
    assert {policy.mean("a", 0, 12, 0, 10) for policy in POLICIES[:20]} == {0.5}


def test_leaver_of_a_small_group_may_have_given_any_mark():
    """Eleven officers with a sum of 60 and one more with any mark: each way of showing both fits every other mark."""
    seen = {
        mark: {
            (p.mean("before", 60 + mark, 12, 0, 10), q.mean("after", 60, 11, 0, 10))
            for p, q in zip(POLICIES[:200], POLICIES[200:], strict=True)
        }
        for mark in range(11)
    }
    pairs = set.union(*seen.values())
    likely = {pair: {mark for mark in seen if pair in seen[mark]} for pair in pairs}
    assert all(max(marks) - min(marks) >= 4 for marks in likely.values())


def test_interval_holds_the_exact_one_and_has_its_least_width():
    for policy in POLICIES[:50]:
        exact = mean_interval([4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5], bounds=(0, 10))
        cell = mean_cell(policy, "a", exact, 0, 10)
        assert cell["low"] <= exact.low
        assert cell["high"] >= exact.high
        assert cell["high"] - cell["low"] >= 2.2  # t(11) × 6 / 12 on either side


def test_mean_of_nine_has_no_cell():
    assert mean_cell(ONE, "a", Mean(9, 5.0, 4.0, 6.0), 0, 10) is None


def test_correlation_stops_short_of_one_and_its_limits_go_outward():
    assert estimate_cell(0.998, 0.99, 1.0, 300, 2, ends=(-1, 1)) == interval(0.98, 0.98, 0.98)
    assert estimate_cell(0.414, 0.311, 0.508, 300, 2, ends=(-1, 1)) == interval(0.42, 0.3, 0.52)


def test_change_is_that_of_the_shown_means_and_holds_the_exact_interval():
    class Change:
        low, high = -0.13, 1.02

    assert change_cell(5.0, 5.6, Change, 0.1, 0) == interval(0.6, -0.2, 1.4)
    assert change_cell(5.0, 5.6, Change, 0.1, 1.02) == interval(0.6, -0.5, 1.7)
    assert change_cell(None, 5.6, Change, 0.1, 0) is None


def test_reading_goes_by_the_interval_as_shown():
    cells = [interval(4.5, 4.1, 4.9), interval(4.6, 4.2, 5), interval(7.5, 7.1, 7.9)]
    assert [reading_of(cell, (5, 7)) for cell in cells] == ["barrier", "unclear", "enabler"]


def test_headroom_turns_the_limits_round():
    assert scaled(interval(4.3, 4.0, 4.6), -10, 100) == interval(57, 54, 60)


@pytest.mark.parametrize(("p", "words"), [(0.004, "under 0.01"), (0.128, "0.13"), (0.999, "over 0.99")])
def test_p_has_two_decimals_and_no_end(p, words):
    assert p_words(p) == words
