"""Adjusted p-values against the reference list."""

import pytest

from tests.trials.stats.reference import reference_json
from trials.stats.arithmetic.multiplicity import benjamini_hochberg, holm


def test_holm_and_benjamini_hochberg_equal_the_reference():
    table = reference_json("multiplicity", "expected.json")
    assert holm(table["p"]) == pytest.approx(table["holm"], rel=1e-8)
    assert benjamini_hochberg(table["p"]) == pytest.approx(table["BH"], rel=1e-8)


def test_one_p_value_stays_as_it_is():
    assert holm([0.03]) == [0.03]
    assert benjamini_hochberg([0.03]) == [0.03]
    assert holm([]) == []
