"""Intraclass correlations against the printed ones and R's psych::ICC."""

import numpy as np
import pytest

from surveys.scales import SurveyRefused, intraclass
from tests.surveys.scales.answers_of_r import CLOSE, R
from tests.surveys.scales.made_up import TABLES
from tests.surveys.scales.published import PRINTED, SIX_BY_FOUR


@pytest.mark.parametrize("name, table", [("icc_six", SIX_BY_FOUR), ("icc_five", TABLES["five"]())])
def test_all_six_agree_with_psych(name, table):
    found = intraclass(table)
    assert list(found) == ["ICC1", "ICC2", "ICC3", "ICC1k", "ICC2k", "ICC3k"]
    for kind, expected in R[name].items():
        figures = found[kind].value, found[kind].low, found[kind].high, found[kind].p_value
        assert figures == pytest.approx([expected[f] for f in ("value", "low", "high", "p")], abs=CLOSE)


def test_values_are_those_in_print():
    assert {kind: round(one.value, 2) for kind, one in intraclass(SIX_BY_FOUR).items()} == PRINTED


def test_row_with_a_gap_is_left_out_and_counted():
    table = SIX_BY_FOUR.astype(float)
    table.loc[6] = [1, np.nan, 2, 3]
    found = intraclass(table)["ICC2"]
    assert found.left_out == 1 and found.value == intraclass(SIX_BY_FOUR)["ICC2"].value


@pytest.mark.parametrize("table", [[[1, 1], [1, 1]], [[1, 2]], [[1], [2]], [[1, 1], [2, 2], [3, 3]], []])
def test_table_that_says_nothing_is_refused_in_words(table):
    assert not intraclass(table)


@pytest.mark.parametrize("table", [[["a", 1], [2, 3]], [[float("inf"), 1], [2, 3]]])
def test_readings_that_are_no_numbers_are_refused(table):
    with pytest.raises(SurveyRefused):
        intraclass(table)
