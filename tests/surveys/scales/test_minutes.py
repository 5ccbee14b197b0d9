"""The published length follows from the words."""

from surveys.scales import estimate, load_instrument
from tests.surveys.scales.made_up import instrument


def test_fifteen_items_take_at_most_four_minutes():
    assert estimate(load_instrument("oocr_com_b")).minutes <= 4


def test_brief_form_takes_two():
    assert estimate(load_instrument("com_b_brief")).minutes == 2


def test_an_item_counts_three_seconds_and_its_words():
    few, more = (instrument({f"k{i}": "C-Ps" for i in range(n)}) for n in (1, 11))
    found = estimate(more)
    assert found.words - estimate(few).words == 20  # "About k1." ten times
    assert "11 × 3 s (item)" in found.formula and "230 a minute" in found.formula
