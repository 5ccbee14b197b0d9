"""The defaults keep their stated rates on the thinned lists, refuse where they must and warn where they should.

All cells, 2,000 runs each: python -m tests.validity --keep --resume, or pytest --on-demand.
"""

from functools import cache

import pytest

from tests.validity.cell_list import all_lists
from tests.validity.judging import naive_fails, passes
from tests.validity.keeping import read_cells
from tests.validity.running import tally, without_rivals

# 200 runs: with a true rate of 5 % a sound cell fails here about once in 10,000 runs of the suite. Fewer where a run
# takes long; a refusal or a warning shows in few.
RUNS, FULL_RUNS = 200, 2000
SLOW = dict.fromkeys(
    ("stepped_wedge", "planned_looks", "controlled_series", "interrupted_series", "before_after"), 100
) | {"staggered_adoption": 60}
FEW = {"refusal": 20, "warning": 40}
CELLS = {(name, cell["cell"]): cell for name in all_lists() for cell in read_cells(name)}
THIN = [key for key, cell in CELLS.items() if cell["thin"]]
# The cells on which STATISTICS section 4 reports the naive choice to fail by far.
NAIVE_FAILS = {
    "before_after": "monthly series beside",
    "cluster_randomised": "three of six",
    "controlled_series": "a shock to all at the start",
    "difference_in_differences": "one of forty",
    "individually_randomised": "four officers",
    "interrupted_series": "drifting months",
    "planned_looks": "twenty alike",
    "staggered_adoption": "growing, forty units",
    "stepped_wedge": "drifting months",
}


@cache
def thin_tally(name: str, number: int):
    cell = CELLS[name, number]
    runs = FEW.get(cell["purpose"], SLOW.get(name, RUNS))
    return tally(without_rivals(all_lists()[name]), cell, runs)


@pytest.mark.parametrize(("name", "number"), THIN)
def test_default_meets_the_purpose_of_every_cell_of_the_thinned_list(name, number):
    found = thin_tally(name, number)
    assert passes(all_lists()[name], CELLS[name, number], found), found


@pytest.mark.parametrize("name", all_lists())
def test_naive_choice_fails_in_the_same_runs(name):
    cell = next(cell for key, cell in CELLS.items() if key[0] == name and cell["note"] == NAIVE_FAILS[name])
    assert cell["thin"] and naive_fails(cell, thin_tally(name, cell["cell"]))


@pytest.mark.parametrize("name", all_lists())
def test_file_of_cells_is_the_one_that_would_be_made(name):
    assert read_cells(name) == all_lists()[name].make()


@pytest.mark.parametrize("name", all_lists())
def test_list_has_no_more_cells_than_allowed(name):
    assert 0 < len(read_cells(name)) <= 150


@pytest.mark.on_demand
@pytest.mark.parametrize(("name", "number"), CELLS)
def test_default_meets_the_purpose_of_every_cell(name, number):
    found = tally(all_lists()[name], CELLS[name, number], FULL_RUNS)
    assert passes(all_lists()[name], CELLS[name, number], found), found
