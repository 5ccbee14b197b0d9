"""Stepped wedges drawn as the design assumes, and their default judged: python -m tests.validity.wedge

With --write the list of settings, wedge_cells.csv, is made again.
"""

import argparse
import csv
import math
import random
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from tests.validity.generate import BASE, ar1
from tests.validity.judge import BANDS, Tally, exact_interval, in_band
from tests.validity.make_cells import fraction
from trials.stats import CannotEstimate, Plan
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

FILE = Path(__file__).with_name("wedge_cells.csv")
SEED = 20260402  # any number would do; kept so that the file can be made again
FACTORS = {
    "units": (8, 12, 20, 40),
    "sequences": (4, 6),
    "months": (1, 3),
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
PLAIN = {"size_cv": 0.5, "icc": 0.05, "cac": 0.8, "trend": 0.02, "season": 0.0, "missing": 0.0, "cases": 40}
CORNERS = (
    {"units": 6, "sequences": 6, "months": 1, "rho": 0.0, "effect": 0.0, "note": "six units, six starts"},
    {"units": 8, "sequences": 4, "months": 3, "rho": 0.5, "effect": 0.0, "note": "drifting months"},
    {"units": 8, "sequences": 4, "months": 1, "rho": 0.0, "effect": 0.05, "note": "an effect"},
    {"units": 20, "sequences": 5, "months": 6, "rho": 0.8, "effect": 0.0, "note": "long memory"},
)
THIN = ("six units, six starts", "drifting months", "an effect")
WHOLE = ("cell", "units", "sequences", "months", "cases", "thin")


def make_cells() -> list[dict]:
    """A balanced fraction of the factors, then the corners."""
    spread = [cell | {"note": ""} for cell in fraction(FACTORS, 96, random.Random(SEED))]
    found = [*spread, *(PLAIN | corner for corner in CORNERS)]
    return [{"cell": index, **cell, "thin": int(cell["note"] in THIN)} for index, cell in enumerate(found, 1)]


def read_cells() -> list[dict]:
    """The cells of the file with numbers as numbers."""
    with FILE.open(newline="") as file:
        return [{name: _typed(name, text) for name, text in row.items()} for row in csv.DictReader(file)]


def _typed(name: str, text: str):
    return text if name == "note" else int(text) if name in WHOLE else float(text)


def draw(cell: dict, rng: np.random.Generator) -> pd.DataFrame:
    """One table: unit and unit-by-month effects of the cell's ICC and CAC, starts drawn at random."""
    units, months = cell["units"], cell["months"]
    period = np.arange(1, months * (cell["sequences"] + 1) + 1)
    start = months * (rng.permutation(units) % cell["sequences"] + 1) + 1
    between = cell["icc"] * BASE * (1 - BASE)
    level = np.sqrt(between * cell["cac"]) * rng.standard_normal((units, 1))
    spread = np.sqrt(between * (1 - cell["cac"]))
    moving = np.array([ar1(len(period), cell["rho"], spread, rng) for _ in range(units)])
    common = cell["trend"] * period / 12 + cell["season"] * np.sin(2 * np.pi * period / 12)
    on = period >= start[:, None]
    chance = np.clip(BASE + level + moving + common + cell["effect"] * on, 0.02, 0.98)
    mean = np.full(units, float(cell["cases"]))
    if cell["size_cv"]:
        shape = cell["size_cv"] ** -2
        mean = np.maximum(rng.gamma(shape, cell["cases"] / shape, units), 2)
    size = rng.poisson(np.repeat(mean[:, None], len(period), axis=1)) + 1
    unit, time = (grid.ravel() for grid in np.mgrid[0:units, 1 : len(period) + 1])
    columns = {"unit": np.char.add("u", unit.astype(str)), "period": time, "treated": on.ravel().astype(int)}
    frame = pd.DataFrame({**columns, "events": rng.binomial(size, chance).ravel(), "cases": size.ravel()})
    return frame[rng.random(len(frame)) >= cell["missing"]]


def naive_p_value(frame: pd.DataFrame) -> float:
    """Two-proportion z of the cases with against those without the nudge."""
    sums = frame.groupby("treated")[["events", "cases"]].sum()
    pooled = sums["events"].sum() / sums["cases"].sum()
    se = math.sqrt(pooled * (1 - pooled) * (1 / sums["cases"]).sum())
    share = sums["events"] / sums["cases"]
    return math.erfc(abs(share[1] - share[0]) / se / math.sqrt(2))


def tally(cell: dict, runs: int) -> Tally:
    """The cell drawn and analysed `runs` times; numbers of that cell alone."""
    rng, plan = np.random.default_rng([2027, cell["cell"]]), Plan("stepped_wedge")
    design, counts = (
        all_designs()["stepped_wedge"],
        dict.fromkeys(("refused", "rejected", "naive", "covered"), 0),
    )
    for _ in range(runs):
        frame = draw(cell, rng)
        counts["naive"] += naive_p_value(frame) <= plan.alpha
        try:
            found = read_evidence(plan, design, frame).estimate("sequence_permutation")
        except CannotEstimate:
            counts["refused"] += 1
            continue
        counts["rejected"] += found.p_value <= plan.alpha
        counts["covered"] += found.low <= cell["effect"] <= found.high
    return Tally(runs, counts["refused"], counts["rejected"], counts["naive"], counts["covered"], runs)


def passes(cell: dict, found: Tally) -> bool:
    """Type I error and coverage in their bands; an exact test of coarse levels may reject less often."""
    coarse = cell["units"] < 8
    typed = cell["effect"] > 0 or in_band(found.type_one, BANDS["type I"]) or (
        coarse and found.type_one[0] <= BANDS["type I"][1]
    )  # fmt: skip
    covered = exact_interval(found.covered, found.runs)
    return typed and (in_band(covered, BANDS["coverage"]) or (coarse and covered[1] >= BANDS["coverage"][0]))


def main() -> int:
    parser = argparse.ArgumentParser(description="Judge the stepped wedge's default on wedge_cells.csv")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.write:
        with FILE.open("w", newline="") as file:
            writer = csv.DictWriter(file, list(make_cells()[-1]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(make_cells())
        return 0
    failed = 0
    for cell in read_cells():
        found = tally(cell, given.runs)
        good = passes(cell, found)
        failed += not good
        rates = [
            f"{count / found.runs:.3f}" for count in (found.rejected, found.rejected_naive, found.covered)
        ]
        print(cell["cell"], cell["units"], cell["sequences"], "rejects {} naive {} covers {}".format(*rates),
              f"refused {found.refused}", "ok" if good else "FAILS", cell["note"], flush=True)  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
