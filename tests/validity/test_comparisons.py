"""Staggered starts and controlled series keep their rates at named settings, with a shock to all where it matters."""

import numpy as np
import pandas as pd
import pytest

from tests.validity.generate import BASE, ar1
from tests.validity.judge import BANDS, exact_interval, in_band
from tests.validity.wedge import PLAIN
from tests.validity.wedge import draw as draw_wedge
from trials.stats import Plan
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

# 120 runs: a sound setting fails here about once in a thousand runs of the suite; all take about 6 s.
RUNS = 120


def staggered(rng: np.random.Generator) -> pd.DataFrame:
    """Twelve teams, a third of them never treated, the others at four starts; no effect."""
    cell = PLAIN | {"units": 12, "sequences": 4, "months": 3, "rho": 0.3, "effect": 0.0}
    frame = draw_wedge(cell, rng)
    return frame.assign(treated=frame["treated"].where(~frame["unit"].isin(["u0", "u1", "u2", "u3"]), 0))


def shocked_series(rng: np.random.Generator) -> pd.DataFrame:
    """One team and eight others over 48 months; a shock to all at the start, drifting months, no effect."""
    month, shock = np.arange(1, 49), 0.4
    shared = np.log(BASE / (1 - BASE)) + shock * (month >= 25) + ar1(48, 0.3, 0.1, rng)
    parts = []
    for unit in range(9):
        chance = 1 / (1 + np.exp(-shared - 0.2 * rng.standard_normal() - ar1(48, 0.3, 0.1, rng)))
        on = ((month >= 25) & (unit == 0)).astype(int)
        columns = {"unit": f"u{unit}", "period": month, "treated": on, "events": rng.binomial(150, chance)}
        parts.append(pd.DataFrame(columns | {"cases": 150}))
    return pd.concat(parts, ignore_index=True)


def rates(design: str, draw, seed: int) -> tuple[tuple, tuple]:
    """99 % exact intervals of the rates of rejection and of coverage of no effect."""
    rng, plan, rejected, covered = np.random.default_rng(seed), Plan(design), 0, 0
    for _ in range(RUNS):
        evidence = read_evidence(plan, all_designs()[design], draw(rng))
        found = evidence.estimate(evidence.design.primary(evidence))
        rejected += found.p_value <= plan.alpha
        covered += found.low <= 0 <= found.high
    return exact_interval(rejected, RUNS), exact_interval(covered, RUNS)


@pytest.mark.parametrize(
    ("design", "draw"), [("staggered_adoption", staggered), ("controlled_series", shocked_series)]
)
def test_default_keeps_its_rates(design, draw):
    rejected, covered = rates(design, draw, seed=11)
    assert in_band(rejected, BANDS["type I"]) and in_band(covered, BANDS["coverage"])


def test_series_without_comparison_takes_the_shock_for_an_effect():
    rejected, _ = rates("interrupted_series", lambda rng: shocked_series(rng).query("unit == 'u0'"), seed=11)
    assert rejected[0] > BANDS["type I"][1]
