"""Writes cells.csv, the list of settings each default is judged on: python -m tests.validity.make_cells

Balanced fractions: within a design every level of every factor occurs equally often (as nearly as the
number of cells allows), levels paired by seeded shuffles. Named corners and warning cells follow.
"""

import csv
import random
from pathlib import Path

FILE = Path(__file__).with_name("cells.csv")
SEED = 20260401  # any number would do; kept so that the file can be made again
COLUMNS = (
    "cell",
    "design",
    "purpose",
    "units",
    "treated",
    "periods",
    "start",
    "cases",
    "size_cv",
    "icc",
    "cac",
    "rho",
    "spread",
    "trend",
    "season",
    "effect",
    "missing",
    "thin",
    "note",
)

SERIES = {
    "units": (1, 6),
    "periods": (24, 36, 48, 60),
    "cases": (40, 100, 400),
    "rho": (0.0, 0.25, 0.5),
    "spread": (0.0, 0.1, 0.2),
    "trend": (0.0, 0.2),
    "season": (0.0, 0.2),
    "effect": (0.0, 0.0, 0.3),
    "missing": (0.0, 0.1),
}
GROUPS = {
    "units": (6, 8, 12, 20, 40),
    "treated": ("half", "half", "two", "one"),
    "periods": (12, 24),
    "cases": (10, 40, 100),
    "size_cv": (0.0, 0.5, 0.9),
    "icc": (0.01, 0.05, 0.15),
    "cac": (0.6, 0.8, 1.0),
    "rho": (0.0, 0.5),
    "trend": (0.0, 0.02),
    "season": (0.0, 0.02),
    "effect": (0.0, 0.0, 0.05),
    "missing": (0.0, 0.1),
}
DEFAULTS = dict.fromkeys(COLUMNS, "") | {
    "units": 6,
    "treated": "half",
    "periods": 48,
    "cases": 100,
    "size_cv": 0.0,
    "icc": 0.0,
    "cac": 1.0,
    "rho": 0.0,
    "spread": 0.0,
    "trend": 0.0,
    "season": 0.0,
    "effect": 0.0,
    "missing": 0.0,
    "thin": 0,
}


def fraction(factors: dict, count: int, draw: random.Random) -> list[dict]:
    """`count` cells in which every level of every factor is as frequent as any other."""
    columns = {name: [levels[i % len(levels)] for i in range(count)] for name, levels in factors.items()}
    for values in columns.values():
        draw.shuffle(values)
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def cells() -> list[dict]:
    """Every cell, in the order of the file."""
    draw = random.Random(SEED)
    found = [{"design": "interrupted_series", **cell} for cell in fraction(SERIES, 72, draw)]
    found += [{"design": "difference_in_differences", **cell} for cell in fraction(GROUPS, 120, draw)]
    found = [_possible(cell) for cell in found]
    return [_numbered(index, cell) for index, cell in enumerate([*found, *corners()], start=1)]


def _possible(cell: dict) -> dict:
    """One treated unit is answered from twenty units on; below, two are treated."""
    few = cell["design"] == "difference_in_differences" and cell["units"] < 20 and cell["treated"] == "one"
    return cell | ({"treated": "two"} if few else {})


def corners() -> list[dict]:
    """Cells with a name: the thinned list that runs on every change, and the warnings."""
    series = {"design": "interrupted_series", "thin": 1}
    groups = {"design": "difference_in_differences", "thin": 1, "icc": 0.05, "cac": 0.8, "periods": 12}
    drifting = {"rho": 0.5, "spread": 0.2, "cases": 400, "units": 1}
    return [
        series | {"periods": 48, "units": 1, "note": "independent months"},
        series | drifting | {"periods": 48, "note": "drifting months"},
        series
        | drifting
        | {"periods": 60, "season": 0.2, "trend": 0.2, "effect": 0.3, "note": "all at once"},
        series | {"periods": 24, "cases": 400, "spread": 0.2, "rho": 0.25, "units": 1, "note": "short"},
        groups | {"units": 6, "note": "three of six"},
        groups | {"units": 10, "treated": "two", "note": "two of ten"},
        groups | {"units": 40, "treated": "one", "note": "one of forty"},
        groups
        | {
            "units": 20,
            "icc": 0.15,
            "cac": 0.6,
            "rho": 0.5,
            "periods": 24,
            "effect": 0.05,
            "size_cv": 0.5,
            "note": "half of twenty, sizes differ",
        },
        {"design": "before_after", "thin": 1, "periods": 24, "units": 1, "note": "independent cases"},
        {
            "design": "before_after",
            "thin": 1,
            "periods": 48,
            "note": "monthly series beside",
            "purpose": "series",
        }
        | drifting,
        {"design": "interrupted_series", "purpose": "warning", "thin": 1, "note": "rho 0.8"}
        | drifting
        | {"rho": 0.8},
        {
            "design": "difference_in_differences",
            "purpose": "warning",
            "thin": 1,
            "units": 12,
            "size_cv": 0.9,
            "icc": 0.05,
            "cac": 0.8,
            "periods": 12,
            "treated": "largest",
            "note": "treated picked by size",
        },
    ]


def _numbered(index: int, cell: dict) -> dict:
    purpose = cell.get("purpose") or ("coverage" if cell.get("effect") else "type I")
    full = DEFAULTS | cell | {"cell": index, "purpose": purpose}
    return full | {"start": int(full["periods"]) // 2 + 1}


if __name__ == "__main__":
    with FILE.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(cells())
