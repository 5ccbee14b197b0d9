"""A stepped wedge's mixed model from case rows: estimate, error and Satterthwaite's df, against lmer on the rows.

Twelve units, eight periods, a hundred cases a cell. Our clock holds the counting of rows to cells. R's clock (its own)
holds the fit and its summary, not reading the file or making factors; "lmer" has no df, "satterthwaite" is lmerTest's.
"""

import tempfile

import numpy as np
import pandas as pd

from tests.load.stats.case_rows import case_rows, cells_of
from tests.load.stats.peers import r_peer
from tests.load.stats.turns import REPEATS, in_turn, rates_of, table
from trials.stats import Plan
from trials.stats.layout import Layout
from trials.stats.powers import stepped_wedge
from trials.stats.reading import read_evidence
from trials.stats.report import Estimate
from trials.stats.simulated import draw_frame
from trials.stats.strategy import all_designs

LAYOUT = Layout(units=(2, 2, 2, 2, 2, 1, 1), periods_before=1, cases=100.0, baseline=0.4, icc=0.05, cac=0.8)
EFFECT = 0.05
SETS = 40  # of each kind: lmer takes half a second for one
PLAN = Plan("stepped_wedge")


def drawn(effect: float, seed: int, layout: Layout = LAYOUT) -> pd.DataFrame:
    """Cells of one simulated wedge."""
    first, periods = stepped_wedge.starts(layout), stepped_wedge.periods(layout)
    return draw_frame(layout, first, periods, effect, np.random.default_rng([4, seed]))


def fitted(rows: pd.DataFrame) -> Estimate:
    """The mixed model's estimate from case rows."""
    evidence = read_evidence(PLAN, all_designs()["stepped_wedge"], cells_of(rows))
    return evidence.estimate("mixed_model")


def measured(repeats: int = REPEATS, sets: int = SETS) -> dict:
    """Times, agreement with lmer, and rates."""
    rows = case_rows(drawn(EFFECT, 0))
    ways, agrees, rates = {"ours": lambda: fitted(rows)}, {}, {"ours": _our_rates(sets)}
    peer = r_peer()
    if peer is None:
        return table("wedge_fit", in_turn(ways, repeats), rates, left_out="Rscript with lme4 and lmerTest")
    with tempfile.TemporaryDirectory() as folder:
        peer.load(rows, folder)
        own, theirs = fitted(rows), peer.ask("satterthwaite").found[0]
        agrees = {"difference_from_lmer": abs(own.value - theirs[0]), "p_from_lmer": own.p_value - theirs[1]}
        for name in ("lmer", "satterthwaite"):
            ways[name] = lambda name=name: peer.ask(name).seconds
        seconds = in_turn(ways, repeats)
        rates |= _their_rates(peer, sets, folder)
    peer.close()
    return table("wedge_fit", seconds, rates, **agrees)


def _our_rates(sets: int) -> dict:
    found = {
        effect: [
            (estimate.value, estimate.p_value)
            for estimate in (fitted(case_rows(drawn(effect, seed))) for seed in range(sets))
        ]
        for effect in (0.0, EFFECT)
    }
    return rates_of(found[0.0], found[EFFECT], EFFECT)


def _their_rates(peer, sets: int, folder: str) -> dict:
    found = {}
    for effect in (0.0, EFFECT):
        many = [case_rows(drawn(effect, seed)).assign(set=seed) for seed in range(sets)]
        peer.load(pd.concat(many), folder)
        found[effect] = {name: peer.ask(name).found for name in ("lmer", "satterthwaite")}
    return {name: rates_of(found[0.0][name], found[EFFECT][name], EFFECT) for name in found[0.0]}
