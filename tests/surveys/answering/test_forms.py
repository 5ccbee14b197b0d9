"""Parallel forms over occasions: another one each time, and all orders alike often."""

from collections import Counter

import pytest

from surveys.answering.forms import form_at


@pytest.mark.parametrize("forms", [["A"], ["A", "B"], ["A", "B", "C"]])
def test_somebody_meets_every_form_once_before_any_comes_again(forms):
    for number in range(12):
        met = [form_at(number, forms, place) for place in range(len(forms))]
        assert sorted(met) == forms
        assert form_at(number, forms, len(forms)) == met[0]


def test_forms_are_balanced_on_each_occasion_and_from_one_to_the_next():
    orders = [tuple(form_at(number, "ABC", place) for place in range(3)) for number in range(600)]
    assert set(Counter(orders).values()) == {100}
    for place in range(3):
        assert set(Counter(order[place] for order in orders).values()) == {200}
