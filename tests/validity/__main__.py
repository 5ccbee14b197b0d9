"""Judge the defaults on their lists: python -m tests.validity [--list stepped_wedge] [--runs 2000] [--keep] [--resume].

Exit code 1 where a cell fails. With --keep a row is written to results/ as each cell ends; with --resume cells
whose row is of the present cell and engine and of as many runs are passed over. --cells makes the files of cells again.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.validity.cell_list import all_lists
from tests.validity.keeping import is_current, read_cells, read_rows, row_of, write_cells, write_rows
from tests.validity.running import tally

RUNS = 2000  # STATISTICS section 4


def judge(name: str, cell: dict, runs: int) -> dict:
    """The cell's row of results."""
    judged = all_lists()[name]
    return row_of(judged, cell, tally(judged, cell, runs))


def rows_of(name: str, cells: Iterable[dict], runs: int, processes: int) -> Iterator[dict]:
    """Rows as the cells end."""
    if processes == 1:
        yield from (judge(name, cell, runs) for cell in cells)
        return
    with ProcessPoolExecutor(processes) as pool:
        waiting = [pool.submit(judge, name, cell, runs) for cell in cells]
        yield from (done.result() for done in as_completed(waiting))


def run_list(name: str, given: argparse.Namespace) -> bool:
    """Run the list's cells, print and keep their rows; True where all of the list passes."""
    cells = {cell["cell"]: cell for cell in read_cells(name) if given.cell in (None, cell["cell"])}
    kept = read_rows(name)
    rows = {
        number: kept[number]
        for number, cell in cells.items()
        if given.resume and number in kept and is_current(kept[number], cell, given.runs)
    }
    waiting = [cell for number, cell in cells.items() if number not in rows]
    for row in rows_of(name, waiting, given.runs, given.processes):
        rows[row["cell"]] = row
        print(name, *row.values(), flush=True)
        if given.keep:
            write_rows(name, kept | rows)
    return all(row["passes"] for row in rows.values())


def main(arguments: list[str] | None = None) -> int:
    """Judge what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.validity", description=__doc__)
    parser.add_argument("--list", choices=all_lists(), action="append")
    parser.add_argument("--cell", type=int)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--cells", action="store_true")
    given = parser.parse_args(arguments)
    names = given.list or list(all_lists())
    if given.cells:
        for name in names:
            write_cells(name, all_lists()[name].make())
        return 0
    passed = [run_list(name, given) for name in names]  # every list runs, whatever the one before it
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
