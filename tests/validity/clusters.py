"""Parallel cluster trials drawn as the design assumes, and their default judged: python -m tests.validity.clusters

With --write the list of settings, cluster_cells.csv, is made again; with --keep the table of results,
cluster_results.csv.
"""

import argparse
import csv
import math
import random
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from tests.validity.generate import BASE, ar1
from tests.validity.judge import BANDS, Tally, exact_interval, in_band
from tests.validity.make_cells import fraction
from trials.stats import CannotEstimate, Plan
from trials.stats.cluster_contrast import against_control
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

FILE = Path(__file__).with_name("cluster_cells.csv")
RESULTS = Path(__file__).with_name("cluster_results.csv")
SEED = 20260403  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (6, 8, 12, 20, 24, 40),
    "treated": ("half", "half", "half", "two", "one"),
    "arms": (2, 2, 2, 3, 4),
    "blocks": ("", "", "stratum", "pair"),
    "before": (0, 6, 12),
    "after": (3, 6, 12),
    "cases": (10, 40, 100),
    "size_cv": (0.0, 0.5, 0.9),
    "icc": (0.01, 0.05, 0.15),
    "cac": (0.6, 0.8, 1.0),
    "rho": (0.0, 0.5),
    "season": (0.0, 0.02),
    "effect": (0.0, 0.0, 0.05),
    "missing": (0.0, 0.1),
}
PLAIN = {"treated": "half", "arms": 2, "blocks": "", "before": 0, "after": 6, "cases": 40, "size_cv": 0.5}
PLAIN |= {"icc": 0.05, "cac": 0.8, "rho": 0.0, "season": 0.0, "effect": 0.0, "missing": 0.0}
CORNERS = (
    {"units": 6, "note": "three of six"},
    {"units": 8, "treated": "two", "note": "two of eight"},
    {"units": 12, "before": 12, "effect": 0.05, "note": "baseline of a year"},
    {"units": 12, "blocks": "pair", "note": "six pairs"},
    {"units": 20, "treated": "one", "note": "one of twenty"},
    {"units": 9, "arms": 3, "note": "three arms of three"},
    {"units": 24, "arms": 4, "effect": 0.05, "note": "four arms of six"},
    {"units": 4, "icc": 0.15, "note": "two of four"},
)
THIN = ("three of six", "baseline of a year", "six pairs", "three arms of three")
WHOLE = ("cell", "units", "arms", "before", "after", "cases", "thin")
TEXTS = ("treated", "blocks", "note")


def make_cells() -> list[dict]:
    """A balanced fraction of the factors, made possible, then the corners."""
    spread = [_possible(cell) | {"note": ""} for cell in fraction(FACTORS, 120, random.Random(SEED))]
    found = [*spread, *(PLAIN | corner for corner in CORNERS)]
    return [
        {"cell": index, "units": cell["units"], **cell, "thin": int(cell["note"] in THIN)}
        for index, cell in enumerate(found, 1)
    ]


def _possible(cell: dict) -> dict:
    """One treated unit is answered from twenty on; several arms and blocks are of half or equal numbers."""
    if cell["arms"] > 2 and cell["units"] < 9:
        cell = cell | {"arms": 2}
    if cell["treated"] == "one" and cell["units"] < 20:
        cell = cell | {"treated": "half"}
    if cell["arms"] > 2 or cell["blocks"]:
        cell = cell | {"treated": "half"}
    return cell | ({"blocks": "stratum"} if cell["arms"] > 2 and cell["blocks"] == "pair" else {})


def read_cells() -> list[dict]:
    """The cells of the file with numbers as numbers."""
    with FILE.open(newline="") as file:
        return [{name: _typed(name, text) for name, text in row.items()} for row in csv.DictReader(file)]


def _typed(name: str, text: str):
    return text if name in TEXTS else int(text) if name in WHOLE else float(text)


def draw(cell: dict, rng: np.random.Generator) -> pd.DataFrame:
    """One table: unit and unit-by-month effects of the cell's ICC and CAC, arms drawn at random within blocks."""
    units, periods = cell["units"], np.arange(1, cell["before"] + cell["after"] + 1)
    block = _blocks(cell)
    arm = _arms(cell, block, rng)
    between = cell["icc"] * BASE * (1 - BASE)
    level = np.sqrt(between * cell["cac"]) * rng.standard_normal((units, 1))
    spread = np.sqrt(between * (1 - cell["cac"]))
    moving = np.array([ar1(len(periods), cell["rho"], spread, rng) for _ in range(units)])
    common = cell["season"] * np.sin(2 * np.pi * periods / 12)
    after = periods > cell["before"]
    chance = BASE + level + moving + common + cell["effect"] * (arm > 0)[:, None] * after
    mean = np.full(units, float(cell["cases"]))
    if cell["size_cv"]:
        shape = cell["size_cv"] ** -2
        mean = np.maximum(rng.gamma(shape, cell["cases"] / shape, units), 2)
    size = rng.poisson(np.repeat(mean[:, None], len(periods), axis=1)) + 1
    unit, time = (grid.ravel() for grid in np.mgrid[0:units, 1 : len(periods) + 1])
    columns = {
        "unit": np.char.add("u", unit.astype(str)),
        "period": time,
        "treated": ((arm[unit] > 0) & (time > cell["before"])).astype(int),
        "arm": np.char.add("a", arm[unit].astype(str)),
        "events": rng.binomial(size, np.clip(chance, 0.02, 0.98)).ravel(),
        "cases": size.ravel(),
    }
    if cell["blocks"]:
        columns[cell["blocks"]] = block[unit].astype(str)
    frame = pd.DataFrame(columns)
    return frame[rng.random(len(frame)) >= cell["missing"]]


def _blocks(cell: dict) -> np.ndarray:
    """Pairs of two; strata of at least two units an arm; else one block."""
    units = np.arange(cell["units"])
    if cell["blocks"] == "pair":
        return units // 2
    return units % max(1, min(3, cell["units"] // (2 * cell["arms"]))) if cell["blocks"] else units * 0


def _arms(cell: dict, block: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    arm = np.zeros(len(block), dtype=int)
    for number in np.unique(block):
        members = rng.permutation(np.flatnonzero(block == number))
        if cell["treated"] == "half":
            arm[members] = np.arange(len(members)) % cell["arms"]
        else:
            arm[members[: {"two": 2, "one": 1}[cell["treated"]]]] = 1
    return arm


def naive_p_value(frame: pd.DataFrame, before: int) -> float:
    """Robust z, the least over arms: difference of unit proportions over its robust error, taken as normal."""
    after = frame[frame["period"] > before]
    sums = after.groupby(["arm", "unit"])[["events", "cases"]].sum()
    groups = [group.to_numpy() for _, group in (sums["events"] / sums["cases"]).groupby("arm")]
    control, found = groups[0], []
    for group in groups[1:]:
        variance = max(group.var() / len(group) + control.var() / len(control), 1e-12)
        found.append(math.erfc(abs(group.mean() - control.mean()) / math.sqrt(2 * variance)))
    return min(found)


def tally(cell: dict, runs: int) -> Tally:
    """The cell drawn and analysed `runs` times; with several arms any rejection, and all truths covered.

    Draws on which too few degrees of freedom are left are refused rightly, and not among those judged.
    """
    rng, plan = np.random.default_rng([2028, cell["cell"]]), Plan("cluster_randomised", control="a0")
    design = all_designs()["cluster_randomised"]
    counts = dict.fromkeys(("refused", "due", "rejected", "naive", "covered"), 0)
    for _ in range(runs):
        frame = draw(cell, rng)
        counts["naive"] += naive_p_value(frame, cell["before"]) <= plan.alpha
        try:
            found = against_control(read_evidence(plan, design, frame)).values()
        except CannotEstimate as refusal:
            due = refusal.code == "b" and _degrees_left(cell, frame) < 2  # a unit was lost
            counts["due" if due else "refused"] += 1
            continue
        counts["rejected"] += any(item.p_value <= plan.alpha for item in found)
        counts["covered"] += all(item.low <= cell["effect"] <= item.high for item in found)
    judged = runs - counts["due"]
    return Tally(judged, counts["refused"], counts["rejected"], counts["naive"], counts["covered"], runs)


def _degrees_left(cell: dict, frame: pd.DataFrame) -> int:
    """Units seen after the start less blocks less arms other than the control."""
    seen = frame[frame["period"] > cell["before"]].drop_duplicates("unit")
    blocks = seen[cell["blocks"]].nunique() if cell["blocks"] else 1
    return len(seen) - blocks - (cell["arms"] - 1)


def passes(cell: dict, found: Tally) -> bool:
    """Type I error and coverage in their bands, and never a refusal."""
    typed = cell["effect"] > 0 or in_band(found.type_one, BANDS["type I"])
    covered = exact_interval(found.covered, found.runs)
    return typed and in_band(covered, BANDS["coverage"]) and not found.refused


def line(cell: dict, found: Tally) -> dict:
    """One row of the table of results."""
    rates = ("rejected", "rejected_naive", "covered", "refused")
    shares = {name: round(asdict(found)[name] / found.runs, 4) for name in rates}
    return {"cell": cell["cell"], "runs": found.runs, **shares, "passes": int(passes(cell, found))}


def _write(path: Path, rows: list[dict]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[-1]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge the cluster trial's default on cluster_cells.csv")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    if given.write:
        _write(FILE, make_cells())
        return 0
    rows = []
    for cell in read_cells():
        rows.append(line(cell, tally(cell, given.runs)))
        print(*rows[-1].values(), cell["note"], flush=True)
    if given.keep:
        _write(RESULTS, rows)
    return 0 if all(row["passes"] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
