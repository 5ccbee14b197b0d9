"""`python -m tests.trials.stats.any_million`: five tables of a million odd cells, whose order must not matter.

Units that enter late, months missing, empty cells, odd names; rows and columns shuffled must give the same bytes,
and units under other names the same numbers. Prints seconds of the processor and ends with 1 at a difference.
"""

import sys
import time

import numpy as np
import pandas as pd

from tests.trials.stats.any_plan import Case
from tests.trials.stats.any_same import names, order
from trials.stats import Outcome, Plan, analyse

CELLS = 1_000_000
SHAPES = {
    "difference_in_differences": (1_000, 1_000),
    "cluster_randomised": (2_000, 500),
    "controlled_series": (16_667, 60),
    "staggered_adoption": (40_000, 25),
    "stepped_wedge": (40_000, 25),
}
NEVER = 10**6
STUDY = 60  # months that a real study may last
OUTCOME = (Outcome("oocr"),)


def odd_million(design: str, *, cells: int = CELLS, seed: int = 1) -> Case:
    """A trial of that many cells less those not seen: a tenth of units late by up to half the time, 3 % missing."""
    rng = np.random.default_rng(seed)
    units, periods = _size(design, cells)
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : periods + 1])
    treated = period >= _starts(design, units, periods, rng)[unit]
    cases = rng.poisson(30, len(unit)) * (rng.random(len(unit)) > 0.05)
    level = np.clip(rng.normal(0.35, 0.05, units), 0.05, 0.9)[unit]
    entry = np.where(rng.random(units) < 0.1, rng.integers(1, periods // 2, units), 0)[unit]
    seen = (period >= entry) & (rng.random(len(unit)) > 0.03)
    names_of = np.array([f"Station {number}é" if number % 3 else f" {number}" for number in range(units)])
    frame = pd.DataFrame({"unit": names_of[unit], "period": period, "treated": treated.astype(int),
                          "events": rng.binomial(cases, level), "cases": cases})  # fmt: skip
    return Case(seed, seed, Plan(design, outcomes=OUTCOME), {"oocr": frame[seen].reset_index(drop=True)})


def _size(design: str, cells: int) -> tuple[int, int]:
    """Units and periods of so many cells: both grow; periods do not where they are as few as a study waits for."""
    units, periods = SHAPES[design]
    few = periods if periods <= STUDY else int(round(periods * np.sqrt(cells / CELLS)))
    return int(round(units * periods * cells / CELLS / few)), few


def _starts(design: str, units: int, periods: int, rng: np.random.Generator) -> np.ndarray:
    """Each unit's first treated period, of four kinds of start or of two, by chance."""
    every = rng.permutation(units)
    if design == "stepped_wedge":
        return 1 + (periods // 5) * (1 + every % 4)
    if design == "staggered_adoption":
        return np.array([periods // 3, periods // 2, 2 * periods // 3, NEVER])[every % 4]
    return np.where(every < units // 2, periods // 2 + 1, NEVER)


def compare(case: Case) -> tuple[float, list[str]]:
    """(seconds of the first report, what changed that must not have)."""
    begun = time.process_time()
    report = analyse(case.plan, case.frames)
    seconds = time.process_time() - begun
    return seconds, [fault for check in (order, names) if (fault := check(case, report))]


def main() -> int:
    faults = 0
    for design in SHAPES:
        case = odd_million(design)
        seconds, found = compare(case)
        said = "; ".join(found) or "order and names do not matter"
        print(f"{design}: {len(case.frames['oocr']):,} rows, {seconds:.1f} s; {said}")
        faults += len(found)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
