"""A planted change does what it says, where and when it says so, and touches nothing that was known before."""

from datetime import date

import numpy as np
import pytest

from cjnudge.cases.outcomes import OOCR
from cjnudge.cases.synthetic.cases import make_cases
from cjnudge.cases.synthetic.planted import Planted, plant
from cjnudge.cases.synthetic.tables import tables
from cjnudge.periods import add_months

FIRST, START = date(2025, 1, 1), date(2025, 7, 1)
MOVED = (((15, 16), 0.3), ((1,), 0.2))


@pytest.fixture(scope="module")
def cases():
    return make_cases(rows=60_000, months=[add_months(FIRST, n) for n in range(12)], seed=5)


@pytest.fixture(scope="module")
def changed(cases):
    return plant(cases, [Planted(district="Stevenage", from_on=START, moved=MOVED)], seed=7)


def concerned(cases):
    number = tables()["districts"]["names"].index("Stevenage")
    return (cases["district"] == number) & (cases["entry_on"] >= np.datetime64(START))


def test_nothing_changes_elsewhere_or_earlier(cases, changed):
    others = ~concerned(cases)
    assert all((cases[name][others] == changed[name][others]).all() for name in cases)


def test_shares_move_as_planted(cases, changed):
    """Within 4 standard errors of the planted share, clustered by decisions of 1.2 crimes on average."""
    for types, share in MOVED:
        before = concerned(cases) & np.isin(cases["outcome"], types)
        moved = (changed["outcome"] == 8)[before].mean()
        assert abs(moved - share) < 4 * np.sqrt(1.5 * share * (1 - share) / before.sum())


def test_what_was_known_before_the_decision_stays(cases, changed):
    known = ("entry_on", "recorded_on", "suspect", "gravity", "admission", "ethnicity", "offence", "previous")
    assert all((cases[name] == changed[name]).all() for name in known)


def test_crimes_of_one_decision_still_end_alike(changed):
    order = np.argsort(changed["decision"], kind="stable")
    same = np.diff(changed["decision"][order]) == 0
    assert (np.diff(changed["outcome"][order])[same] == 0).all()


def test_planted_resolutions_come_within_any_follow_up(cases, changed):
    moved = cases["outcome"] != changed["outcome"]
    days = (changed["outcome_on"] - changed["entry_on"])[moved].astype(int)
    assert moved.any() and days.min() >= 5 and days.max() <= 60
    assert changed["is_oocr"][moved].all() and np.isin(changed["outcome"][moved], sorted(OOCR)).all()


def test_disparity_is_planted(cases):
    planted = Planted(district="Stevenage", from_on=START, moved=MOVED, less_for=("B", 0.0))
    changed = plant(cases, [planted], seed=7)
    codes = np.array([code[0] for code in tables()["ethnicity"]["codes"]])[cases["ethnicity"]]
    moved = cases["outcome"] != changed["outcome"]
    assert moved.any() and not moved[codes == "B"].any()


def test_without_a_change_the_cases_are_the_same(cases):
    assert plant(cases, (), seed=7) is cases
