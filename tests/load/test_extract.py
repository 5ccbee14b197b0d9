"""An extract is keyed and validated in a few times what a bare copy of it takes, and in little memory."""

import pytest

from tests.load.extract import ROWS, measured

MOST, MEGABYTES = 8, 600  # what the project promises; measured 4.4 and 250


def test_every_row_of_the_extract_is_kept_with_its_pseudonyms():
    found = measured(rows=20_000, repeats=1)
    assert found["rows_kept"] == 20_000


@pytest.mark.on_demand
def test_a_million_rows_are_read_in_time_and_memory():
    found = measured(rows=ROWS)
    assert found["rows_kept"] == ROWS
    assert found["ratio"] <= MOST and found["peak_megabytes"] <= MEGABYTES, found
