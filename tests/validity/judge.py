"""Runs cells, counts rejections and covered truths, and says whether a rate lies in its band."""

import argparse
import csv
import sys
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import beta

from tests.validity.generate import draw
from tests.validity.naive import naive_p_value
from trials.stats import CannotEstimate, Plan, analyse
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

FILE = Path(__file__).with_name("cells.csv")
# STATISTICS section 4: a cell passes if the 99 % exact interval of its rate reaches the band.
BANDS = {"type I": (0.03, 0.07), "coverage": (0.93, 0.97)}
CONFIDENCE = 0.99
NUMBERS = {"units": int, "periods": int, "start": int, "cases": int, "thin": int, "cell": int}
TEXTS = ("design", "purpose", "treated", "note")


@dataclass(frozen=True)
class Tally:
    """Counts of one cell: refusals, rejections by the default and by the naive, truths covered."""

    runs: int
    refused: int
    rejected: int
    rejected_naive: int
    covered: int
    naive_runs: int

    @property
    def type_one(self) -> tuple[float, float]:
        """99 % exact interval of the rate of rejection; a refusal counts as one."""
        return exact_interval(self.rejected + self.refused, self.runs)

    @property
    def naive_type_one(self) -> tuple[float, float]:
        """The same for the naive choice."""
        return exact_interval(self.rejected_naive, self.naive_runs)

    @property
    def coverage(self) -> tuple[float, float]:
        """99 % exact interval of the share of intervals that hold the truth."""
        return exact_interval(self.covered, self.runs)


def read_cells() -> list[dict]:
    """The cells of the file with numbers as numbers."""
    with FILE.open(newline="") as file:
        return [{name: _typed(name, text) for name, text in row.items()} for row in csv.DictReader(file)]


def _typed(name: str, text: str):
    return text if name in TEXTS else NUMBERS.get(name, float)(text)


def exact_interval(count: int, runs: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Clopper and Pearson's interval."""
    tail = (1 - confidence) / 2
    low = float(beta.ppf(tail, count, runs - count + 1)) if count else 0.0
    high = float(beta.isf(tail, count + 1, runs - count)) if count < runs else 1.0
    return low, high


def in_band(found: tuple[float, float], band: tuple[float, float]) -> bool:
    """Whether an interval reaches a band."""
    return found[1] >= band[0] and found[0] <= band[1]


def generator(cell: dict) -> np.random.Generator:
    """Random numbers of that cell alone, so that cells may run in any order or not at all."""
    return np.random.default_rng([2026, cell["cell"], zlib.crc32(cell["design"].encode())])


def tally(cell: dict, runs: int) -> Tally:
    """The cell drawn and analysed `runs` times."""
    rng, plan = generator(cell), Plan(cell["design"])
    counts = dict.fromkeys(("refused", "rejected", "rejected_naive", "covered", "naive_runs"), 0)
    for _ in range(runs):
        drawn = draw(cell, rng)
        naive = naive_p_value(drawn.frame, cell)
        counts["rejected_naive"] += naive <= plan.alpha
        counts["naive_runs"] += 1
        try:
            found = judged_estimate(cell, plan, drawn.frame)
        except CannotEstimate:
            counts["refused"] += 1
            continue
        counts["rejected"] += found.p_value is not None and found.p_value <= plan.alpha
        counts["covered"] += found.low <= drawn.truth <= found.high
    return Tally(runs=runs, **counts)


def judged_estimate(cell: dict, plan: Plan, frame):
    """The primary estimate; for the before/after test, the monthly series reported beside it."""
    evidence = read_evidence(plan, all_designs()[plan.design], frame)
    series = cell["purpose"] == "series"
    return evidence.estimate("mean_post_effect" if series else evidence.design.primary(evidence))


def warned(cell: dict, runs: int) -> float:
    """Share of runs whose report carries a failing or cannot-tell finding."""
    rng, plan, count = generator(cell), Plan(cell["design"]), 0
    for _ in range(runs):
        report = analyse(plan, draw(cell, rng).frame)
        count += any(found.status in ("fails", "cannot tell") for found in report.findings)
    return count / runs


def passes(cell: dict, found: Tally) -> bool:
    """Whether type I error and coverage reach their bands; a conservative short series is allowed."""
    low, high = BANDS["type I"]
    if cell["design"] != "before_after" or cell["purpose"] == "series":
        if not cell["effect"] and found.type_one[0] > high:
            return False
        if not cell["effect"] and found.type_one[1] < low and not may_be_conservative(cell):
            return False
    covered = found.coverage
    return covered[1] >= BANDS["coverage"][0] and (
        may_be_conservative(cell) or covered[0] <= BANDS["coverage"][1]
    )


def may_be_conservative(cell: dict) -> bool:
    """Series under 36 months, and rank tests whose attainable levels are coarser than alpha."""
    return (cell["design"] != "difference_in_differences" and cell["periods"] < 36) or cell[
        "treated"
    ] == "one"


def line(cell: dict, found: Tally) -> str:
    """The cell and its rates in one line of the table."""
    setting = f"{cell['cell']:4d} {cell['design']:26s} {cell['purpose']:9s} G={cell['units']:<3d}"
    rates = f"rejects {found.rejected / found.runs:.3f} naive {found.rejected_naive / found.naive_runs:.3f}"
    covers = f"covers {found.covered / found.runs:.3f} refused {found.refused}"
    return f"{setting}{cell['treated']:8s} T={cell['periods']:<3d} {rates} {covers}"


def report(cells: Iterable[dict], runs: int) -> bool:
    """Print a line a cell; True where all pass."""
    all_pass = True
    for cell in cells:
        found = tally(cell, runs)
        good = passes(cell, found)
        all_pass &= good
        print(line(cell, found), "ok" if good else "FAILS", cell["note"], flush=True)
    return all_pass


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Judge the defaults on cells.csv")
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--design")
    parser.add_argument("--thin", action="store_true")
    given = parser.parse_args()
    wanted = [
        cell
        for cell in read_cells()
        if cell["purpose"] != "warning"
        and given.design in (None, cell["design"])
        and (cell["thin"] or not given.thin)
    ]
    sys.exit(0 if report(wanted, given.runs) else 1)
