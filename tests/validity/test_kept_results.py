"""What is kept of the 2,000 runs a cell is of the present cells, and says whatever failed.

The rows are made by python -m tests.validity --keep --resume; METHODS says how each failure is to be read.
"""

import pytest

from tests.validity.cell_list import all_lists
from tests.validity.judging import BANDS, exact_interval
from tests.validity.keeping import key_of, read_cells, read_rows

RUNS = 2000
# Cells that do not meet their purpose, list by list: nothing may join them unseen, and none may stay that passes.
FAILING: dict[str, set[int]] = {
    "cluster_randomised": {1, 90},
    "controlled_series": {5, 37},
    "difference_in_differences": {89, 95, 132, 135, 147, 149, 171, 177},
    "interrupted_series": {37, 44, 58},
    "staggered_adoption": {41},
    "stepped_wedge": {47, 88},
}


@pytest.mark.parametrize("name", all_lists())
def test_every_kept_row_is_of_a_present_cell_and_of_enough_runs(name):
    cells = {cell["cell"]: cell for cell in read_cells(name)}
    for number, row in read_rows(name).items():
        assert row["runs"] >= RUNS and row["key"] == key_of(cells[number])


@pytest.mark.parametrize("name", all_lists())
def test_cells_that_fail_are_those_that_are_named(name):
    assert {number for number, row in read_rows(name).items() if not row["passes"]} == FAILING.get(
        name, set()
    )


@pytest.mark.parametrize("name", all_lists())
def test_no_row_refuses_where_an_answer_is_due_or_answers_where_none_is(name):
    for row in read_rows(name).values():
        assert row["undue"] == 0 and row["answered_though_due"] == 0
        assert sum(row[f"refused_{code}"] for code in "abcde") == row["due"] == row["runs"] - row["judged"]


@pytest.mark.parametrize("name", all_lists())
def test_naive_choice_fails_somewhere_on_the_list(name):
    rows = [row for row in read_rows(name).values() if row["purpose"] in ("type I", "coverage")]
    failed = [
        row
        for row in rows
        if exact_interval(row["naive_covered"], row["runs"])[1] < BANDS["coverage"][0]
        or (
            row["purpose"] == "type I"
            and exact_interval(row["naive_rejected"], row["runs"])[0] > BANDS["type I"][1]
        )
    ]
    assert failed or not rows
