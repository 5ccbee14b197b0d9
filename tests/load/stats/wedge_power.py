"""Power of a stepped wedge by 1,000 simulations with the actual default (permuted sequences), against glmer on cells.

glmer is timed on 20 simulated tables of cells (not rows) and its time taken fifty-fold; drawing the tables is outside
its clock and inside ours. "glmer" is the fastest documented setting (nAGQ = 0), "glmer_laplace" its default. Its bias
is in log odds, against the log odds ratio the effect makes at the baseline.
"""

import tempfile
import time

import numpy as np
import pandas as pd

from tests.load.stats.peers import r_peer
from tests.load.stats.turns import REPEATS, in_turn, rates_of, table
from tests.load.stats.wedge_fit import LAYOUT, PLAN, drawn
from trials.stats.powering import power, simulate_power
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

RUNS = 1000
TIMED = 20  # tables glmer is timed on
SETS = 60
EFFECT = 0.07


def measured(repeats: int = REPEATS, runs: int = RUNS, sets: int = SETS) -> dict:
    """Times, the closed form beside the simulation, and rates."""
    closed, simulated = power(PLAN, EFFECT, LAYOUT), simulate_power(PLAN, EFFECT, LAYOUT, runs=runs)
    false_alarms = simulate_power(PLAN, 0.0, LAYOUT, runs=runs)
    beside = {
        "closed_form": round(closed.power, 4),
        "simulated": simulated.power,
        "monte_carlo_error": round(simulated.standard_error, 4),
        "apart_in_errors": round((simulated.power - closed.power) / simulated.standard_error, 2),
        "simulated_under_null": false_alarms.power,
        "closed_form_seconds": round(_seconds(lambda: power(PLAN, EFFECT, LAYOUT)), 6),
    }
    ways = {"ours": lambda: simulate_power(PLAN, EFFECT, LAYOUT, runs=runs)}
    rates, peer = {"ours": _our_rates(sets)}, r_peer()
    if peer is None:
        return table("wedge_power", in_turn(ways, repeats), rates, left_out="Rscript with lme4", **beside)
    with tempfile.TemporaryDirectory() as folder:
        peer.load(_many(EFFECT, TIMED), folder)
        for name in ("glmer", "glmer_laplace"):
            ways[name] = lambda name=name: peer.ask(name).seconds * runs / TIMED
        seconds = in_turn(ways, repeats)
        rates |= _their_rates(peer, sets, folder)
    peer.close()
    return table("wedge_power", seconds, rates, **beside)


def _many(effect: float, sets: int) -> pd.DataFrame:
    return pd.concat([drawn(effect, seed).assign(set=seed) for seed in range(sets)])


def _our_rates(sets: int) -> dict:
    design, found = all_designs()["stepped_wedge"], {}
    for effect in (0.0, EFFECT):
        evidence = [read_evidence(PLAN, design, drawn(effect, seed)) for seed in range(sets)]
        estimates = [each.estimate("sequence_permutation") for each in evidence]
        found[effect] = [(each.value, each.p_value) for each in estimates]
    return rates_of(found[0.0], found[EFFECT], EFFECT)


def _their_rates(peer, sets: int, folder: str) -> dict:
    found, ends = {}, np.array([LAYOUT.baseline, LAYOUT.baseline + EFFECT])
    truth = float(np.diff(np.log(ends / (1 - ends)))[0])
    for effect in (0.0, EFFECT):
        peer.load(_many(effect, sets), folder)
        found[effect] = {name: peer.ask(name).found for name in ("glmer", "glmer_laplace")}
    return {name: rates_of(found[0.0][name], found[EFFECT][name], truth) for name in found[0.0]}


def _seconds(work) -> float:
    work()
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
