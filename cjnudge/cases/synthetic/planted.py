"""A change put into synthetic cases from a day on, so that what an analysis should find is known beforehand."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from cjnudge.cases.synthetic.draws import Draws
from cjnudge.cases.synthetic.tables import tables

RESOLUTION = 8  # community resolution
FASTEST, SLOWEST = 5, 60  # days in which a planted resolution is reached: well within any follow-up in use


@dataclass(frozen=True, kw_only=True)
class Planted:
    """In one district, cases that enter from a day on: shares of them end with a community resolution instead.

    moved: (outcome types that would have come, share of those cases that end otherwise). less_for: (first letters of
    ethnicity codes, factor on the shares), a disparity to be found.
    """

    district: str
    from_on: date
    moved: tuple[tuple[tuple[int, ...], float], ...]
    less_for: tuple[str, float] = ("", 1.0)


def plant(cases, changes, seed):
    """The cases with the changes in them: outcome and its day alone differ, and everything known before stays."""
    if not changes:
        return cases
    size, draws = len(cases["entry_on"]), Draws(seed)
    # By decision, so that the crimes of one decision still end in the same way.
    fate = draws.uniform("planted", int(cases["decision"].max()) + 1)[cases["decision"]]
    wait = draws.uniform("days of the planted", int(cases["decision"].max()) + 1)[cases["decision"]]
    moved = np.zeros(size, dtype=bool)
    for change in changes:
        moved |= fate < _shares(cases, change)
    days = FASTEST + (wait * (SLOWEST - FASTEST)).astype(int)
    ended_on = np.where(moved, cases["entry_on"] + days, cases["outcome_on"])
    return cases | {
        "outcome": np.where(moved, RESOLUTION, cases["outcome"]),
        "outcome_on": ended_on,
        "first_outcome": np.where(moved, RESOLUTION, cases["first_outcome"]),
        "first_outcome_on": np.where(moved, ended_on, cases["first_outcome_on"]),
        "reopened": cases["reopened"] & ~moved,
        "never": cases["never"] & ~moved,
        "is_oocr": cases["is_oocr"] | moved,
    }


def _shares(cases, change):
    """The share that each case has of ending otherwise, 0 for most."""
    district = tables()["districts"]["names"].index(change.district)
    concerned = (cases["district"] == district) & (cases["entry_on"] >= np.datetime64(change.from_on))
    letters, factor = change.less_for
    codes = np.array([code[0] in letters for code in tables()["ethnicity"]["codes"]])
    found = np.zeros(len(concerned))
    for types, share in change.moved:
        found[concerned & np.isin(cases["outcome"], types)] = share
    return found * np.where(codes[cases["ethnicity"]], factor, 1.0)
