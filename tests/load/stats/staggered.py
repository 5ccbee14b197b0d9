"""Staggered adoption, 40 units by 60 periods: the default from cells to estimate, against csdid. For information."""

import tempfile

import numpy as np
import pandas as pd

from tests.load.stats.growth import NEVER, grown_table
from tests.load.stats.peers import python_peer
from tests.load.stats.turns import REPEATS, in_turn, table
from trials.stats import Plan
from trials.stats.reading import read_evidence
from trials.stats.strategy import all_designs

PLAN = Plan("staggered_adoption")


def attributed(cells: pd.DataFrame):
    """The design's primary estimate."""
    evidence = read_evidence(PLAN, all_designs()["staggered_adoption"], cells)
    return evidence.estimate(evidence.design.primary(evidence))


def long_table(cells: pd.DataFrame) -> pd.DataFrame:
    """The same as csdid takes it: numbered units, their first treated period (0: never), proportions."""
    first = cells["period"].where(cells["treated"] == 1, NEVER).groupby(cells["unit"]).transform("min")
    return pd.DataFrame(
        {
            "number": pd.factorize(cells["unit"])[0],
            "period": cells["period"],
            "first": np.where(first == NEVER, 0, first),
            "y": cells["events"] / cells["cases"],
        }
    )


def measured(repeats: int = REPEATS, units: int = 40, months: int = 60) -> dict:
    """Times and both estimates."""
    cells = grown_table("staggered_adoption", units, months, 40)
    own, ways, peer = attributed(cells), {"ours": lambda: attributed(cells) and None}, python_peer()
    estimates = {"ours": round(own.value, 5)}
    if peer is None:
        return table(
            "staggered", in_turn(ways, repeats), {}, estimates=estimates, left_out="CJNUDGE_PEERS with csdid"
        )
    with tempfile.TemporaryDirectory() as folder:
        peer.load(long_table(cells), folder)
        estimates["csdid"] = round(peer.ask("csdid").found[0][0], 5)
        ways["csdid"] = lambda: peer.ask("csdid").seconds
        seconds = in_turn(ways, repeats)
    peer.close()
    return table("staggered", seconds, {}, estimates=estimates)
