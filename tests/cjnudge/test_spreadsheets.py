"""CSV that no spreadsheet runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cjnudge.spreadsheets import FORMULA_BEGINNINGS, csv_lines, inert


@pytest.mark.parametrize("beginning", FORMULA_BEGINNINGS)
def test_text_that_begins_a_formula_gets_an_apostrophe(beginning):
    assert inert(f"{beginning}SUM(A1)") == f"'{beginning}SUM(A1)"
    assert inert(f"  {beginning}SUM(A1)").startswith("'")


@pytest.mark.parametrize("value", [-3, 2.5, 0, None, "plain", "a=b", ""])
def test_numbers_and_plain_text_stay_as_they_are(value):
    assert inert(value) == value


@given(
    st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2))
)
def test_what_is_written_reads_back_and_begins_no_formula(rows):
    text = "".join(csv_lines(rows))
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read == [[inert(cell) for cell in row] for row in rows]
    assert not any(cell.startswith(FORMULA_BEGINNINGS) for row in read for cell in row)
