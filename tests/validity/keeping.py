"""The files of cells and of results: one CSV each a list."""

import csv
import hashlib
import json
import re
from pathlib import Path

from tests.validity.cell_list import CellList
from tests.validity.judging import CODES, Tally, best_rival, holds, passes
from trials.stats.version import ENGINE_VERSION

HERE = Path(__file__).parent
# Counts, not rates, so that nothing is rounded. `judged` = runs - due. `rival` is the one of most power among those
# at most 7 % wrong; `rival_wrong` counts its rejections in as many runs of the same cell without the effect, and is
# empty where no rival had so much power that it mattered.
COLUMNS = (
    "cell", "key", "engine", "purpose", "runs", "judged", "rejected", "covered", "naive_rejected", "naive_covered",
    *(f"refused_{code}" for code in CODES), "due", "undue", "answered_though_due", "warned",
    "rival", "rival_rejected", "rival_wrong", "power_holds", "passes",
)  # fmt: skip


TEXTS = ("key", "engine")  # which may look like numbers: 6394042458e1


def cells_file(name: str) -> Path:
    """The file of a list's cells."""
    return HERE / "cells" / f"{name}.csv"


def results_file(name: str) -> Path:
    """The file of a list's results."""
    return HERE / "results" / f"{name}.csv"


def read_cells(name: str) -> list[dict]:
    """The cells of the list's file with numbers as numbers."""
    return _read(cells_file(name))


def read_rows(name: str) -> dict[int, dict]:
    """The kept results by cell; none where the list has not been run."""
    return {row["cell"]: row for row in _read(results_file(name))} if results_file(name).exists() else {}


def _read(path: Path) -> list[dict]:
    with path.open(newline="") as file:
        return [
            {name: text if name in TEXTS else _typed(text) for name, text in row.items()}
            for row in csv.DictReader(file)
        ]


def _typed(text: str):
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text


def write_cells(name: str, cells: list[dict]) -> None:
    """Make the list's file of cells again."""
    _write(cells_file(name), list(cells[-1]), cells)


def write_rows(name: str, rows: dict[int, dict]) -> None:
    """Keep the results; a reader never sees half a file."""
    path = results_file(name)
    draft = path.with_suffix(".part")
    _write(draft, COLUMNS, [rows[cell] for cell in sorted(rows)])
    draft.replace(path)


def _write(path: Path, columns, rows: list[dict]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def key_of(cell: dict) -> str:
    """What a result belongs to: the cell's settings, whatever it is called and wherever else it runs."""
    settings = {name: value for name, value in cell.items() if name not in ("thin", "note")}
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()[:12]


def is_current(row: dict, cell: dict, runs: int) -> bool:
    """Whether a kept row is of this cell, by this engine, and of as many runs."""
    return row["key"] == key_of(cell) and row["engine"] == ENGINE_VERSION and row["runs"] >= runs


def row_of(judged: CellList, cell: dict, found: Tally) -> dict:
    """One line of the table of results."""
    best = best_rival(found)
    row = {
        **{name: getattr(found, name) for name in COLUMNS if hasattr(found, name)},
        **{"cell": cell["cell"], "key": key_of(cell), "engine": ENGINE_VERSION, "purpose": cell["purpose"]},
        **{f"refused_{code}": found.refused[code] for code in CODES},
        "rival": best or "",
        "rival_rejected": found.rivals[best].rejected if best else "",
        "rival_wrong": found.rivals[best].wrong if best and found.rivals[best].null_runs else "",
        "power_holds": int(all(holds(found, rival) for rival in found.rivals.values())) if best else "",
        "passes": int(passes(judged, cell, found)),
    }
    return {name: row[name] for name in COLUMNS}
