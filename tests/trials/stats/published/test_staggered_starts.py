"""Staggered starts, drawn at random or not, as R's lme4, lmerTest and plain lm answer them."""

import pandas as pd
import pytest

from trials.stats import Allocation, Plan, analyse, read_history

COLUMNS = ["unit", "period", "treated", "events", "cases"]
# Drawn in R (set.seed(20261)): nine units, three sequences, unlike sizes, one cell missing
WEDGE = [
    (1, 1, 0, 18, 37), (1, 2, 1, 16, 26), (1, 3, 1, 30, 42), (1, 4, 1, 23, 24), (2, 1, 0, 10, 22), (2, 2, 1,
    18, 46), (2, 3, 1, 10, 19), (2, 4, 1, 6, 20), (3, 1, 0, 1, 12), (3, 2, 1, 15, 28), (3, 3, 1, 14, 33),
    (3, 4, 1, 15, 38), (4, 1, 0, 15, 33), (4, 2, 0, 21, 39), (4, 3, 1, 6, 12), (4, 4, 1, 11, 18), (5, 1, 0,
    6, 29), (5, 2, 0, 5, 12), (5, 4, 1, 13, 24), (6, 1, 0, 14, 35), (6, 2, 0, 32, 46), (6, 3, 1, 19, 29),
    (6, 4, 1, 26, 39), (7, 1, 0, 12, 29), (7, 2, 0, 13, 24), (7, 3, 0, 24, 47), (7, 4, 1, 35, 51), (8, 1, 0,
    14, 43), (8, 2, 0, 16, 45), (8, 3, 0, 8, 18), (8, 4, 1, 15, 45), (9, 1, 0, 27, 50), (9, 2, 0, 11, 27),
    (9, 3, 0, 18, 45), (9, 4, 1, 20, 47),
]  # fmt: skip
# Drawn in R (set.seed(77)): two cohorts of two units and four units never treated
ADOPTION = [
    (1, 1, 0, 23, 47), (1, 2, 0, 23, 42), (1, 3, 1, 19, 34), (1, 4, 1, 31, 54), (1, 5, 1, 17, 34), (1, 6, 1,
    34, 58), (1, 7, 1, 32, 53), (2, 1, 0, 10, 51), (2, 2, 0, 13, 53), (2, 3, 1, 15, 51), (2, 4, 1, 17, 56),
    (2, 5, 1, 19, 53), (2, 6, 1, 18, 51), (2, 7, 1, 13, 49), (3, 1, 0, 26, 60), (3, 2, 0, 9, 31), (3, 3, 0,
    17, 45), (3, 4, 0, 28, 59), (3, 5, 1, 22, 54), (3, 6, 1, 23, 41), (3, 7, 1, 29, 54), (4, 1, 0, 16, 46),
    (4, 2, 0, 22, 52), (4, 3, 0, 18, 46), (4, 4, 0, 15, 32), (4, 5, 1, 18, 40), (4, 6, 1, 24, 40), (4, 7, 1,
    28, 51), (5, 1, 0, 20, 48), (5, 2, 0, 22, 52), (5, 3, 0, 32, 60), (5, 4, 0, 13, 35), (5, 5, 0, 14, 32),
    (5, 6, 0, 21, 47), (5, 7, 0, 16, 56), (6, 1, 0, 16, 48), (6, 2, 0, 9, 34), (6, 3, 0, 17, 33), (6, 4, 0,
    20, 46), (6, 5, 0, 19, 30), (6, 6, 0, 15, 38), (6, 7, 0, 20, 33), (7, 1, 0, 20, 40), (7, 2, 0, 11, 49),
    (7, 3, 0, 15, 48), (7, 4, 0, 12, 37), (7, 5, 0, 17, 37), (7, 6, 0, 22, 59), (7, 7, 0, 23, 52), (8, 1, 0,
    12, 46), (8, 2, 0, 21, 57), (8, 3, 0, 14, 32), (8, 4, 0, 20, 45), (8, 5, 0, 19, 38), (8, 6, 0, 17, 38),
    (8, 7, 0, 27, 51),
]  # fmt: skip


STARTS = tuple((str(unit), 2 + (unit - 1) // 3) for unit in range(1, 10))


@pytest.fixture(scope="module")
def wedge():
    allocation = Allocation("stepped", sequences=STARTS)
    plan = Plan("stepped_wedge", icc=0.05, cac=0.8, allocation=allocation)
    return analyse(plan, pd.DataFrame(WEDGE, columns=COLUMNS))


@pytest.fixture(scope="module")
def adoption():
    return analyse(Plan("staggered_adoption"), pd.DataFrame(ADOPTION, columns=COLUMNS))


def test_mixed_model_is_lmertests_on_rows(wedge):
    """R: lmer(y ~ factor(step) + treated + (1 | unit) + (1 | unit:step), REML = TRUE), one row a case."""
    found = wedge.estimates["mixed_model"]
    assert found.value == pytest.approx(0.0496742599342, abs=2e-6)
    assert found.details["standard_error"] == pytest.approx(0.0682459366234, rel=1e-4)
    assert found.df == pytest.approx(27.6440029270, rel=1e-3)
    assert found.p_value == pytest.approx(0.4728129511, rel=1e-4)


def test_correlations_are_lmers(wedge):
    unit, step, case = 0.00978979135637, 0.00479133947635, 0.23521270286769
    assert wedge.estimates["wedge_icc"].value == pytest.approx((unit + step) / (unit + step + case), rel=1e-3)
    assert wedge.estimates["wedge_cac"].value == pytest.approx(unit / (unit + step), rel=1e-3)


def test_planned_weights_and_all_1680_orders(wedge):
    """R: GLS with solve(V) for ICC 0.05 and CAC 0.8 written out; |z| over every order of the nine units.

    Unit 5 has no row where it starts: only the allocation says that it belongs to the second sequence.
    """
    assert wedge.primary.value == pytest.approx(0.0499280617477, rel=1e-9)
    assert wedge.primary.p_value == pytest.approx(608 / 1680, rel=1e-12)


def test_missing_row_at_the_start_is_no_other_start(wedge):
    assert wedge.finding("sequence_kept").status == "passes" and wedge.grade == 5


def test_history_is_read_as_lmer_reads_it():
    """R: lmer(y ~ factor(step) + (1 | unit) + (1 | unit:step)) on the cells without the nudge."""
    table = pd.DataFrame(WEDGE, columns=COLUMNS)
    found = read_history(table[table["treated"] == 0].drop(columns="treated"))
    unit, step, case = 0.00170870692958, 0.00593247945642, 0.23992219072346
    assert found.icc_estimate == pytest.approx((unit + step) / (unit + step + case), rel=1e-3)
    assert found.cac == pytest.approx(unit / (unit + step), rel=2e-3)


def test_effect_on_the_treated_is_what_lm_imputes(adoption):
    """R: lm(y ~ unit + period) on untreated cells, mean of what treated cells lie above its predictions."""
    assert adoption.primary.value == pytest.approx(0.000145686983356, abs=1e-12)


def test_all_420_ways_to_hand_out_the_starts(adoption):
    """R: the same over combn(8, 2) and combn(6, 2): 419 lie as far out."""
    assert adoption.primary.p_value == pytest.approx(419 / 420, rel=1e-12)


def test_two_way_fixed_effects_are_lms(adoption):
    """R: coef(lm(y ~ treated + unit + period))."""
    assert adoption.estimates["two_way_fixed_effects"].value == pytest.approx(0.0163958878502, rel=1e-8)
