from hypothesis import given
from hypothesis import strategies as st

from cjnudge.disclosure import CASE_THRESHOLD, HIDDEN, round_to_base, shown_cell, shown_count


def test_counts_under_five_are_hidden():
    assert [shown_count(n, published=False) for n in range(5)] == [HIDDEN] * 5
    assert shown_count(5, published=False) == 5


def test_published_counts_are_shown_as_published():
    assert shown_count(1, published=True) == 1
    assert shown_cell(1, 3, published=True) == (1, 3, 1 / 3)


def test_numerator_is_hidden_where_the_rest_would_be_small():
    assert shown_cell(58, 60, published=False) == (HIDDEN, 60, None)


def test_share_comes_from_the_rounded_counts():
    assert shown_cell(23, 61, published=False) == (25, 60, 25 / 60)


def test_empty_denominator_has_no_share():
    assert shown_cell(0, 0, published=True) == (0, 0, None)


@given(st.integers(0, 10_000))
def test_rounding_moves_a_count_by_two_at_most(n):
    assert abs(round_to_base(n) - n) <= 2
    assert round_to_base(n) % 5 == 0


@given(st.integers(0, 500), st.integers(0, 500))
def test_no_small_count_can_be_read_off_a_cell(top, rest):
    part, whole, share = shown_cell(top, top + rest, published=False)
    if min(top, rest) < CASE_THRESHOLD:
        assert part is HIDDEN and share is None
    assert whole is HIDDEN or whole >= CASE_THRESHOLD


def test_without_the_rule_for_the_rest_a_small_count_would_show():
    """Control: hiding small numerators alone gives 58 of 60, and with it that two were not."""
    assert shown_count(58, published=False) is not HIDDEN
