"""Intervals against Newcombe's two papers of 1998."""

import pytest

from tests.trials.stats.reference import reference_json
from trials.stats.arithmetic.newcombe import newcombe, wilson


def fractions(text):
    return [tuple(map(int, part.split("/"))) for part in text.split("-")]


def test_wilson_gives_the_published_intervals():
    for case, expected in reference_json("two_proportion", "expected.json")[
        "wilson_published_Newcombe1998a"
    ].items():
        found = wilson(*fractions(case)[0], 0.05)
        assert [round(bound, 4) for bound in found] == pytest.approx(expected)


def test_newcombe_gives_the_published_intervals():
    published = reference_json("two_proportion", "expected.json")["published_Newcombe1998b_method10"]
    for case, expected in published.items():
        first, second = fractions(case)
        assert [round(bound, 4) for bound in newcombe(*first, *second, 0.05)] == pytest.approx(expected)


def test_newcombe_equals_another_implementation_to_eight_digits():
    table = reference_json("two_proportion", "expected.json")
    for case in ("56/70-48/80", "9/10-3/10", "10/10-0/20", "5/56-0/29", "0/10-0/20"):
        first, second = fractions(case)
        assert newcombe(*first, *second, 0.05) == pytest.approx(table[case]["newcomb"], rel=1e-8)


def test_swapping_the_samples_negates_the_interval():
    low, high = newcombe(56, 70, 48, 80, 0.05)
    assert newcombe(48, 80, 56, 70, 0.05) == pytest.approx((-high, -low))
