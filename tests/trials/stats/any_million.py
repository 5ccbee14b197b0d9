"""`python -m tests.trials.stats.any_million`: two tables of a million cells with oddities, whose order must not matter.

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
SHAPES = {"difference_in_differences": (1_000, 1_000), "cluster_randomised": (2_000, 500)}
OUTCOME = (Outcome("oocr"),)


def odd_million(design: str, *, cells: int = CELLS, seed: int = 1) -> Case:
    """A trial of that many cells less those not seen: a tenth of units late by up to half the time, 3 % missing."""
    rng = np.random.default_rng(seed)
    units, periods = (int(round(side * np.sqrt(cells / CELLS))) for side in SHAPES[design])
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : periods + 1])
    treated = (rng.permutation(units) < units // 2)[unit] & (period > periods // 2)
    cases = rng.poisson(30, len(unit)) * (rng.random(len(unit)) > 0.05)
    level = np.clip(rng.normal(0.35, 0.05, units), 0.05, 0.9)[unit]
    entry = np.where(rng.random(units) < 0.1, rng.integers(1, periods // 2, units), 0)[unit]
    seen = (period >= entry) & (rng.random(len(unit)) > 0.03)
    names_of = np.array([f"Station {number}é" if number % 3 else f" {number}" for number in range(units)])
    frame = pd.DataFrame({"unit": names_of[unit], "period": period, "treated": treated.astype(int),
                          "events": rng.binomial(cases, level), "cases": cases})  # fmt: skip
    return Case(seed, seed, Plan(design, outcomes=OUTCOME), {"oocr": frame[seen].reset_index(drop=True)})


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
