"""The stepped wedge's default keeps its rates where it is judged; the naive choice in the same runs does not.

The thinned list runs on every change; all cells, 2,000 runs each: python -m tests.validity.wedge
"""

from functools import cache

import pytest

from tests.validity.judge import BANDS, Tally
from tests.validity.wedge import make_cells, passes, read_cells, tally

# 150 runs: a sound cell fails here about once in 10,000 runs of the suite; the list takes about 8 s.
THIN_RUNS, FULL_RUNS = 150, 2000
CELLS = {cell["cell"]: cell for cell in read_cells()}
THIN = [number for number, cell in CELLS.items() if cell["thin"]]


@cache
def thin_tally(number: int) -> Tally:
    return tally(CELLS[number], THIN_RUNS)


@pytest.mark.parametrize("number", THIN)
def test_default_keeps_its_rates_and_answers(number):
    assert passes(CELLS[number], thin_tally(number)), thin_tally(number)
    assert thin_tally(number).refused == 0


def test_naive_choice_rejects_too_often_in_the_same_runs():
    drifting = next(number for number in THIN if CELLS[number]["note"] == "drifting months")
    assert thin_tally(drifting).naive_type_one[0] > BANDS["type I"][1]


def test_a_judge_that_sees_a_rate_of_a_fifth_fails_the_cell():
    spoiled = Tally(runs=300, refused=0, rejected=60, rejected_naive=60, covered=240, naive_runs=300)
    cell = next(cell for cell in CELLS.values() if not cell["effect"])
    assert not passes(cell, spoiled)


def test_file_of_cells_is_the_one_that_would_be_made():
    assert list(CELLS.values()) == make_cells()


@pytest.mark.on_demand
@pytest.mark.parametrize("number", CELLS)
def test_default_keeps_its_rates_on_every_cell(number):
    found = tally(CELLS[number], FULL_RUNS)
    assert passes(CELLS[number], found), found
