"""The wild cluster bootstrap, 9,999 draws, 20 clusters, null imposed: ours from cells, pyfixest's from one row a unit.

Ours holds reading and checking the table, each unit's change, the bootstrap and the interval; pyfixest's clock holds
the bootstrap alone, after its fit, on the twenty changes: the least it can be given. Both its kinds are timed.
"""

import tempfile

import pandas as pd

from tests.load.stats.case_rows import cluster_trial
from tests.load.stats.peers import python_peer
from tests.load.stats.turns import REPEATS, in_turn, rates_of, table
from trials.stats import Plan
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

PLAN = Plan("difference_in_differences")
EFFECT = 0.05
SETS = 200
THEIR_SETS = 20  # a bootstrap of theirs takes most of a second
KINDS = ("wild", "wild_31")


def drawn(effect: float, seed: int) -> pd.DataFrame:
    """Cells of twenty units over twelve months, half treated from the seventh."""
    return cluster_trial(units=20, months=12, cases=60, effect=effect, seed=seed)


def tested(cells: pd.DataFrame):
    """Our estimate with its bootstrapped p-value."""
    evidence = read_evidence(PLAN, all_designs()["difference_in_differences"], cells)
    return evidence.estimate("wild_bootstrap")


def changes(cells: pd.DataFrame) -> pd.DataFrame:
    """Each unit's mean proportion after less before: what both bootstrap."""
    evidence = read_evidence(PLAN, all_designs()["difference_in_differences"], cells)
    found = evidence.changes
    return pd.DataFrame({"unit": found.units, "treated": found.treated * 1.0, "change": found.change})


def measured(repeats: int = REPEATS, sets: int = SETS) -> dict:
    """Times, p-values beside each other, and rates."""
    cells = drawn(EFFECT, 1)
    ways, rates = {"ours": lambda: tested(cells)}, {"ours": _our_rates(sets)}
    peer = python_peer()
    if peer is None:
        return table("wild_bootstrap", in_turn(ways, repeats), rates, left_out="CJNUDGE_PEERS with pyfixest")
    with tempfile.TemporaryDirectory() as folder:
        peer.load(changes(cells), folder)
        beside = {f"p_{kind}": peer.ask(kind).found[0][1] for kind in KINDS} | {
            "p_ours": tested(cells).p_value
        }
        for kind in KINDS:
            ways[kind] = lambda kind=kind: peer.ask(kind).seconds
        seconds = in_turn(ways, repeats)
        rates |= _their_rates(peer, folder)
    peer.close()
    return table("wild_bootstrap", seconds, rates, **beside)


def _our_rates(sets: int) -> dict:
    found = {
        effect: [(one.value, one.p_value) for one in (tested(drawn(effect, seed)) for seed in range(sets))]
        for effect in (0.0, EFFECT)
    }
    return rates_of(found[0.0], found[EFFECT], EFFECT)


def _their_rates(peer, folder: str) -> dict:
    found = {}
    for effect in (0.0, EFFECT):
        many = [changes(drawn(effect, seed)).assign(set=seed) for seed in range(THEIR_SETS)]
        peer.load(pd.concat(many), folder)
        found[effect] = peer.ask(KINDS[0]).found
    return {KINDS[0]: rates_of(found[0.0], found[EFFECT], EFFECT)}
