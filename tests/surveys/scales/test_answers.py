"""A table of answers is read, or refused with the row, the column and a remedy."""

import numpy as np
import pandas as pd
import pytest

from surveys.scales import SurveyRefused, columns, load_instrument, score
from surveys.scales.answers import read_answers, read_marks
from tests.surveys.scales.made_up import BEHAVIOUR, instrument

ITEMS = {"k1": "C-Ps", "k2": "C-Ps"}
SAMPLE = instrument(ITEMS, extra=BEHAVIOUR)


def table(**cells):
    return pd.DataFrame({"k1": [1, 2], "k2": [3, 4]} | cells, index=["row a", "row b"])


def test_words_outside_the_scale_and_gaps_carry_no_number():
    cells = [3, "does not apply to my role", "prefer not to say", None, np.nan, pd.NA]
    read = read_answers(SAMPLE, pd.DataFrame({"k1": cells, "k2": [0] * 6}))
    assert read.values["k1"].isna().tolist() == [False] + [True] * 5
    assert read.not_applicable["k1"].tolist() == [False, True] + [False] * 4
    assert read.withheld["k1"].tolist() == [False, False, True] + [False] * 3
    assert read.missing["k1"].tolist() == [False, False] + [True] * 4


@pytest.mark.parametrize(
    "cell, words",
    [
        (11, "outside 0 to 10 (row row b, column k1)"),
        (-0.5, "outside 0 to 10 (row row b, column k1)"),
        (float("inf"), "outside 0 to 10 (row row b, column k1)"),
        ("7", "A text is no answer to a scaled item (row row b, column k1)"),
        ("often", "A text is no answer to a scaled item (row row b, column k1)"),
        (True, "This is no number (row row b, column k1)"),
        ([1], "This is no number (row row b, column k1)"),
        (1j, "This is no number (row row b, column k1)"),
    ],
)
def test_wrong_cell_is_named_by_row_and_column_and_never_repeated(cell, words):
    with pytest.raises(SurveyRefused) as refused:
        score(SAMPLE, table(k1=pd.Series([1, cell], dtype=object, index=["row a", "row b"])))
    assert words in str(refused.value) and "Write a number from 0 to 10" in str(refused.value)
    assert "often" not in str(refused.value)


@pytest.mark.parametrize(
    "answers, words",
    [
        ([[1, 2]], "The answers are no table"),
        (table(k9=[1, 2]), "asks nothing by that name (column k9). Columns are k1, k2, b1"),
        (table().drop(columns="k2"), "An item has no column (column k2)"),
        (pd.concat([table(), table()], axis=1), "A column stands twice (k1)"),
    ],
)
def test_table_that_is_none_of_the_instrument_is_refused(answers, words):
    with pytest.raises(SurveyRefused) as refused:
        score(SAMPLE, answers)
    assert words in str(refused.value)


def test_columns_are_items_questions_by_part_and_scenarios():
    assert columns(load_instrument("oocr_com_b"))[-5:] == ("b1", "t1.1", "t1.2", "t1.3", "o1")
    assert columns(load_instrument("oocr_training"))[6:15][0] == "b1"
    assert "sa1" in columns(load_instrument("oocr_training"))


def test_item_asked_on_one_occasion_only_may_lack_its_column():
    training = load_instrument("oocr_training")
    answers = pd.DataFrame({"k1": [4, 6]})
    assert read_answers(training, answers).missing["k2"].all()


def test_count_beside_which_none_was_seen_has_no_number():
    marks = read_marks(SAMPLE, table(b1=[4, "I have seen none"]), "b1")
    assert marks.tolist()[0] == 4 and np.isnan(marks.tolist()[1])


@pytest.mark.parametrize("column, words", [("k1", "Such are: b1"), ("b1", "has no column")])
def test_marks_of_a_column_that_is_no_count_are_refused(column, words):
    with pytest.raises(SurveyRefused, match=words):
        read_marks(SAMPLE, table(), column)
