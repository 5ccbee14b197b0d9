"""Trials looked at twelve times under no difference, and how often a look is wrong: python -m tests.validity.looks

With --keep the table of results, looks_results.csv, is written again.
"""

import argparse
import csv
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from trials.stats import Look, Plan
from trials.stats.looks import Standing, stand_at
from trials.stats.strategy import all_designs

RESULTS = Path(__file__).with_name("looks_results.csv")
RUNS, LOOKS, CASES, LEVEL = 2000, 12, 30, 0.4
# (units, spread of unit levels as a standard deviation): ICC 0, 0.01 and 0.05.
CELLS = tuple((units, spread) for units in (8, 12, 20, 40) for spread in (0.0, 0.049, 0.11))


def null_trial(seed: int, *, units: int, spread: float) -> pd.DataFrame:
    """Half the units in the arm, twelve periods from the start, no difference."""
    rng = np.random.default_rng(seed)
    unit, period = (grid.ravel() for grid in np.mgrid[0:units, 1 : LOOKS + 1])
    level = np.clip(LEVEL + spread * rng.standard_normal(units), 0.01, 0.99)
    columns = {"unit": np.char.add("u", unit.astype(str)), "period": period}
    counts = {"events": rng.binomial(CASES, level[unit]), "cases": CASES}
    return pd.DataFrame({**columns, "treated": (unit < units // 2).astype(int), **counts})


def planned(units: int, spread: float) -> Plan:
    """Twelve looks, the information of the last from what the trial is drawn with."""
    variance = (spread**2 + LEVEL * (1 - LEVEL) / (CASES * LOOKS)) * 4 / units
    looks = tuple(Look(period, period / LOOKS) for period in range(1, LOOKS + 1))
    return Plan("cluster_randomised", looks=looks, max_information=1 / variance)


def looked_at(units: int, spread: float, seed: int) -> Standing:
    """Every look at one trial."""
    plan = planned(units, spread)
    return stand_at(plan, all_designs()[plan.design], null_trial(seed, units=units, spread=spread), None)


def rates(units: int, spread: float, seeds) -> tuple[float, float]:
    """Shares of trials called different by the planned bounds, and by the fixed test at any look."""
    stages = [looked_at(units, spread, seed).stages for seed in seeds]
    fixed = [any(stage.p_value is not None and stage.p_value <= 0.05 for stage in each) for each in stages]
    return float(np.mean([any(stage.crossed for stage in each) for each in stages])), float(np.mean(fixed))


def main(arguments: list[str]) -> int:
    """Run every cell; write the table with --keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--runs", type=int, default=RUNS)
    chosen = parser.parse_args(arguments)
    rows = []
    for units, spread in CELLS:
        planned_rate, fixed = rates(units, spread, range(chosen.runs))
        rows.append(
            {"units": units, "spread": spread, "runs": chosen.runs, "looks": planned_rate, "fixed": fixed}
        )
        print(rows[-1], flush=True)
    if chosen.keep:
        with RESULTS.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
