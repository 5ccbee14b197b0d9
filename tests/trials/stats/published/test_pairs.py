"""Matched pairs: the Mwanza trial, and Darwin's maize as Fisher permuted it."""

import pandas as pd
import pytest

from trials.stats import Allocation, Plan, analyse

# Grosskurth et al. (1995) Lancet 346:530: seroconversions of the cohort in six pairs of communities
MWANZA = {1: ((5, 568), (10, 702)), 2: ((4, 766), (7, 833)), 3: ((17, 650), (20, 630)),
          4: ((13, 734), (23, 760)), 5: ((4, 732), (12, 782)), 6: ((5, 699), (10, 693))}  # fmt: skip
# Darwin (1876), heights in inches of crossed and self-fertilised plants; Fisher (1935), The Design of
# Experiments, sections 16 and 21
CROSSED = (23.5, 12, 21, 22, 19.125, 21.5, 22.125, 20.375, 18.25, 21.625, 23.25, 21, 22.125, 23, 12)
SELFED = (17.375, 20.375, 20, 20, 18.375, 18.625, 18.625, 15.25, 16.5, 18, 16.25, 18, 12.75, 15.5, 18)


def mwanza() -> pd.DataFrame:
    """One row a community."""
    rows = [
        (f"{side} {pair}", f"pair {pair}", 1, treated, *counts)
        for pair, both in MWANZA.items()
        for side, treated, counts in (("intervention", 1, both[0]), ("comparison", 0, both[1]))
    ]
    return pd.DataFrame(rows, columns=["unit", "pair", "period", "treated", "events", "cases"])


def maize() -> pd.DataFrame:
    """One row a plant."""
    rows = [
        (f"{name} {pair}", str(pair), 1, treated, 1, height, 0.0)
        for name, treated, heights in (("crossed", 1, CROSSED), ("selfed", 0, SELFED))
        for pair, height in enumerate(heights)
    ]
    return pd.DataFrame(rows, columns=["unit", "pair", "period", "treated", "n", "mean", "sd"])


def test_mwanza_is_the_paired_t():
    """R: t.test(ie / in, ce / cn, paired = TRUE)."""
    found = analyse(Plan("cluster_randomised"), mwanza()).primary
    assert found.df == 5
    assert found.value == pytest.approx(-0.00732092077889, rel=1e-10)
    assert found.p_value == pytest.approx(0.0032324664, rel=1e-8)
    assert [found.low, found.high] == pytest.approx([-0.01088197047690, -0.00375987108089], rel=1e-9)


def test_mwanza_on_the_log_scale_is_the_paired_t_of_smoothed_logs():
    """R: t.test(log((ie + .5) / (in + 1)), log((ce + .5) / (cn + 1)), paired = TRUE)."""
    found = analyse(Plan("cluster_randomised", scale="log_risk_ratio"), mwanza()).primary
    assert found.value == pytest.approx(-0.530350864141, rel=1e-10)
    assert found.p_value == pytest.approx(0.00397639933, rel=1e-8)


def test_pairs_named_by_the_allocation_alone_give_the_same():
    pairs = tuple((f"intervention {pair}", f"comparison {pair}") for pair in MWANZA)
    plan = Plan("cluster_randomised", allocation=Allocation("matched_pairs", pairs=pairs))
    found = analyse(plan, mwanza().drop(columns="pair")).primary
    assert found.p_value == pytest.approx(0.0032324664, rel=1e-8)


def test_mwanza_without_its_pairs_is_the_unpaired_t():
    """R: t.test(ie / in, ce / cn, var.equal = TRUE): the pairs carry the finding."""
    found = analyse(Plan("cluster_randomised"), mwanza().drop(columns="pair")).primary
    assert found.p_value == pytest.approx(0.190031863, rel=1e-8)


def test_all_64_ways_to_allocate_mwanzas_pairs():
    """Every pair points the same way, so 2 of 2^6 are as extreme."""
    found = analyse(Plan("cluster_randomised"), mwanza()).estimates["randomisation"]
    assert found.p_value == found.details["smallest_p"] == 2 / 64


def test_darwins_maize_is_fishers_t():
    """R: t.test(crossed, selfed, paired = TRUE): t = 2.148 on 14, p = 0.0497."""
    found = analyse(Plan("cluster_randomised"), maize()).primary
    assert found.df == 14
    assert found.p_value == pytest.approx(0.049702944, rel=1e-8)
    assert [found.low, found.high] == pytest.approx([0.00389916479912, 5.22943416853421], rel=1e-8)


def test_darwins_maize_is_fishers_permutation():
    """Fisher (1935), section 21: 863 of 32,768 sums are as large on one side, 1,726 on both."""
    found = analyse(Plan("cluster_randomised"), maize()).estimates["randomisation"]
    assert found.p_value == 1726 / 32768
    assert found.low < 0 < found.high
