"""The cluster trial's default keeps its rates, alone and over several arms; the naive choice does not.

The thinned list runs on every change. All cells, 2,000 runs each: python -m tests.validity.clusters --keep,
or pytest --on-demand.
"""

from functools import cache

import pytest

from tests.validity.clusters import make_cells, passes, read_cells, tally
from tests.validity.judge import BANDS, Tally

# 250 runs: with a true rate of 5 % a sound cell fails here about once in 10,000 runs of the suite.
THIN_RUNS, FULL_RUNS = 250, 2000
CELLS = {cell["cell"]: cell for cell in read_cells()}
THIN = [number for number, cell in CELLS.items() if cell["thin"]]
NAIVE_FAILS = [number for number in THIN if CELLS[number]["note"] in ("three of six", "three arms of three")]


@cache
def thin_tally(number: int) -> Tally:
    return tally(CELLS[number], THIN_RUNS)


@pytest.mark.parametrize("number", THIN)
def test_default_keeps_its_rates_on_the_thinned_list(number):
    assert passes(CELLS[number], thin_tally(number)), thin_tally(number)


@pytest.mark.parametrize("number", NAIVE_FAILS)
def test_naive_choice_rejects_too_often_in_the_same_runs(number):
    assert thin_tally(number).naive_type_one[0] > BANDS["type I"][1]


def test_list_of_settings_is_the_one_that_is_made():
    assert [{**cell, "thin": int(cell["thin"])} for cell in make_cells()] == list(CELLS.values())


@pytest.mark.on_demand
@pytest.mark.parametrize("number", CELLS)
def test_default_keeps_its_rates_on_every_cell(number):
    found = tally(CELLS[number], FULL_RUNS)
    assert passes(CELLS[number], found), found
