"""Changes of units with known sampling variance: the BCG trials as R's metafor and clubSandwich read them."""

import numpy as np
import pandas as pd
import pytest

from trials.stats import Plan, analyse

# metafor::escalc("RR", ..., data = dat.bcg): log ratio, its variance, whether allocation was random
BCG = [
    (-0.8893113339202, 0.32558476500396, 1), (-1.5853886572014, 0.19458112139814, 1),
    (-1.3480731482997, 0.41536796536797, 1), (-1.4415511900213, 0.02001003190225, 1),
    (-0.2175473222113, 0.05121017216963, 0), (-0.7861155858189, 0.00690561845591, 0),
    (-1.6208982235984, 0.22301724757232, 1), (0.0119523335238, 0.00396157929782, 1),
    (-0.4694176487381, 0.05643421046325, 1), (-1.3713448034728, 0.07302479361303, 0),
    (-0.3393588283384, 0.01241221397156, 0), (0.4459134005714, 0.53250584520015, 0),
    (-0.0173139482169, 0.07140465968399, 0),
]  # fmt: skip


def trials() -> pd.DataFrame:
    """A unit a trial: nought before, the log ratio after, with its own variance."""
    rows = []
    for number, (value, variance, random) in enumerate(BCG):
        rows += [(f"t{number}", 1, 0, 1, 0.0, 0.0), (f"t{number}", 2, random, 1, value, np.sqrt(variance))]
    return pd.DataFrame(rows, columns=["unit", "period", "treated", "n", "mean", "sd"])


@pytest.fixture(scope="module")
def report():
    return analyse(Plan("difference_in_differences"), trials())


def test_random_effects_are_metafors(report):
    """R: rma(yi, vi, mods = ~ random, method = "REML", test = "knha", control = list(threshold = 1e-12))."""
    found = report.estimates["random_effects_change"]
    assert found.value == pytest.approx(-0.489998539500, rel=1e-6)
    assert found.details["standard_error"] == pytest.approx(0.347832340416, rel=1e-6)
    assert found.p_value == pytest.approx(0.186551857531, rel=1e-6)
    assert [found.low, found.high] == pytest.approx([-1.255572358955, 0.275575279956], rel=1e-6)


def test_equal_weights_are_the_t_of_two_means(report):
    """R: summary(lm(yi ~ random))."""
    assert report.primary.value == pytest.approx(-0.667994228503, rel=1e-10)
    assert report.primary.details["standard_error"] == pytest.approx(0.349247553532, rel=1e-10)
    assert report.primary.p_value == pytest.approx(0.082168396997, rel=1e-8)


def test_cr2_is_clubsandwichs(report):
    """R: coef_test(lm(yi ~ random), "CR2", cluster = 1:13, test = "Satterthwaite"): 0.350, 10.7, 0.0831."""
    found = report.estimates["cr2_satterthwaite"]
    assert round(found.details["standard_error"], 3) == 0.350
    assert round(found.df, 1) == 10.7 and round(found.p_value, 4) == 0.0831


def test_permutation_counts_all_1716_choices(report):
    """R: combn(13, 7), |mean difference| at least the observed one: 142."""
    assert report.estimates["permutation"].p_value == pytest.approx(142 / 1716, rel=1e-12)
