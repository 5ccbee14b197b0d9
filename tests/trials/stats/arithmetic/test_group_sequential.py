"""Bounds at several looks against rpact and the published tables."""

import numpy as np
import pytest

from tests.trials.stats.reference import reference_json
from trials.stats.arithmetic.group_sequential import (
    FARTHEST,
    constant_bounds,
    interim_bounds,
    lan_demets_bounds,
    next_bound,
)

LOOKS = (2, 3, 4, 5)


@pytest.fixture(scope="module")
def expected():
    return reference_json("group_sequential", "expected_R.json")


@pytest.mark.parametrize("looks", LOOKS)
def test_lan_demets_equals_rpact_at_equal_steps(expected, looks):
    found = lan_demets_bounds(np.arange(1, looks + 1) / looks, 0.05)
    # rpact spends 2.5 % on one side, and prints eight digits
    assert found == pytest.approx(expected[f"K{looks}"]["asOF"], rel=1e-5)


@pytest.mark.parametrize("looks", LOOKS)
@pytest.mark.parametrize(("name", "shape"), [("OF", 0.0), ("Pocock", 0.5)])
def test_constant_bounds_equal_rpact(expected, looks, name, shape):
    assert constant_bounds(looks, 0.05, shape) == pytest.approx(expected[f"K{looks}"][name], rel=1e-5)


def test_unequal_information_equals_rpact(expected):
    wanted = expected["unequal_info_asOF"]
    assert lan_demets_bounds(wanted["info"], 0.05) == pytest.approx(wanted["crit"], rel=1e-5)


def test_interim_bounds_do_not_know_how_many_looks_follow():
    whole = lan_demets_bounds([0.3, 0.7, 1.0], 0.05)
    assert interim_bounds([0.3, 0.7], 0.05) == pytest.approx(whole[:2], rel=1e-12)


def test_last_look_spends_the_rest_even_short_of_full_information():
    short, full = lan_demets_bounds([0.5, 0.9], 0.05), lan_demets_bounds([0.5, 1.0], 0.05)
    assert short[0] == full[0] and 1.96 < short[1] < 2.0 < interim_bounds([0.5, 0.9], 0.05)[1]


def test_look_without_new_information_spends_nothing():
    assert lan_demets_bounds([0.5, 0.4, 1.0], 0.05)[1] == FARTHEST
    found = [bound for bound in lan_demets_bounds([0.5, 0.4, 1.0], 0.05) if bound != FARTHEST]
    assert found == pytest.approx(lan_demets_bounds([0.5, 1.0], 0.05), rel=1e-9)


def test_twelve_looks_reject_a_true_null_in_five_of_a_hundred():
    rng = np.random.default_rng(7)
    fractions = np.arange(1, 13) / 12
    walks = np.cumsum(rng.standard_normal((20_000, 12)), axis=1) / np.sqrt(np.arange(1, 13))
    found = (np.abs(walks) > np.array(lan_demets_bounds(fractions, 0.05))).any(axis=1).mean()
    naive = (np.abs(walks) > 1.96).any(axis=1).mean()
    assert 0.045 < found < 0.055 and naive > 0.15


def test_bounds_found_one_by_one_are_those_of_the_list():
    fractions = [0.2, 0.5, 0.9]
    whole, past = lan_demets_bounds(fractions, 0.05), []
    for fraction in fractions:
        past.append((fraction, next_bound(past, fraction, 0.05, final=fraction == 0.9)))
    assert [bound for _, bound in past] == pytest.approx(whole, rel=1e-12)


def test_final_look_without_new_information_still_spends_the_rest():
    past = [(0.5, next_bound([], 0.5, 0.05, final=False))]
    assert next_bound(past, 0.5, 0.05, final=False) == FARTHEST
    last = next_bound(past, 0.5, 0.05, final=True)
    assert 1.9 < last < past[0][1]
