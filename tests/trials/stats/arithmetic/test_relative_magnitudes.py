"""Robust sets under bounded departures from parallel trends, against R's HonestDiD and against a linear programme."""

import numpy as np
import pytest
from scipy.optimize import linprog

from trials.stats.arithmetic.relative_magnitudes import _corners, _differences, confidence_set

# Benzarti and Carloni (2019), the event study that R's HonestDiD carries as BCdata_EventStudy: four coefficients
# before the start, four after it (printed with the package's Stata companion, stata-honestdid).
BETA = np.array(
    [0.006696352, 0.029345034, -0.006472972, 0.073014989, 0.195961118, 0.312063903, 0.239541546, 0.126042500]
)
SIGMA = 1e-4 * np.array(
    [
        [8.428358, 4.768687, 2.618051, 2.354220, 1.676371, 1.128708, 0.1992816, -1.368265],
        [4.768687, 6.425420, 3.987425, 2.435515, 2.201960, 1.804591, 0.3843765, -0.2960422],
        [2.618051, 3.987425, 5.229950, 2.117686, 1.840722, 1.458528, 0.7005197, 0.5952995],
        [2.354220, 2.435515, 2.117686, 3.089595, 1.197866, 1.334081, 1.016335, 1.079052],
        [1.676371, 2.201960, 1.840722, 1.197866, 3.599704, 2.478819, 1.749579, 1.654257],
        [1.128708, 1.804591, 1.458528, 1.334081, 2.478819, 4.263950, 2.171438, 2.892748],
        [0.1992816, 0.3843765, 0.7005197, 1.016335, 1.749579, 2.171438, 4.886698, 3.805322],
        [-1.368265, -0.2960422, 0.5952995, 1.079052, 1.654257, 2.892748, 3.805322, 7.617394],
    ]
)
BEFORE = 4
# createSensitivityResults_relativeMagnitudes(method = "C-LF", Mbarvec = M, l_vec = l, alpha = a), HonestDiD 0.2.8 on
# grids of 1,000 (first two of one period) and 10,000 points, as did_methods (tests/honest_did_*_ref.json) keeps them.
R_SETS = [
    ((0.25, 0.25, 0.25, 0.25), 0.5, 0.05, 0.06775439808538886, 0.3691913893670205),
    ((0.25, 0.25, 0.25, 0.25), 1.0, 0.05, -0.06968617947647976, 0.506631966928889),
    ((1, 0, 0, 0), 0.5, 0.05, 0.11812948578177346, 0.2715838660256206),
    ((1, 0, 0, 0), 1.0, 0.05, 0.06723125075039843, 0.3186837253083857),
    ((1, 0, 0, 0), 1.0, 0.01, 0.04666751453575468, 0.3391827899634595),
    ((0, 1, 0, 0), 1.0, 0.01, 0.0453304354888876, 0.5763192018860066),
    ((0, 0, 1, 0), 1.0, 0.01, -0.1478805805722036, 0.6338613949058292),
    ((0, 0, 0, 1), 1.0, 0.01, -0.3879139615308386, 0.6505982787397857),
    ((1, -1, 0, 0), 1.0, 0.01, -0.2616990951945297, 0.02021900638538132),
]


@pytest.mark.parametrize(("weights", "multiple", "alpha", "low", "high"), R_SETS)
def test_sets_are_those_of_honestdid(weights, multiple, alpha, low, high):
    found = confidence_set(BETA, SIGMA, BEFORE, np.array(weights, dtype=float), multiple, alpha)
    # R draws the first stage's bound, a quantile at 0.5 % (0.1 %) of 1,000 draws, and answers on a grid
    assert found == pytest.approx((low, high), abs=0.004 * (high - low))


def constraints(multiple, place, sign):
    """Rows A with A (beta - effects) <= 0: departures after the start within multiples of the one before."""
    steps = _differences(BEFORE, 4)
    departure = sign * steps[place]
    return np.vstack([row * side - multiple * departure for row in steps[BEFORE:] for side in (1, -1)])


def programme(rows, weights, tested, beta):
    """The least relaxation, in standard deviations, that lets some path of effects meet every constraint."""
    spread = np.sqrt(np.einsum("ri,ij,rj->r", rows, SIGMA, rows))
    cost = np.r_[1.0, np.zeros(4)]
    upper = np.column_stack([-spread, -rows[:, BEFORE:]])
    found = linprog(
        cost,
        A_ub=upper,
        b_ub=-(rows @ beta),
        A_eq=[np.r_[0.0, weights]],
        b_eq=[tested],
        bounds=(None, None),
        method="highs",
    )
    return found.fun


@pytest.mark.parametrize("weights", [(0.25, 0.25, 0.25, 0.25), (0, 1, 0, 0), (0.5, 0.5, -1, 0)])
@pytest.mark.parametrize(("place", "sign"), [(0, 1.0), (2, -1.0), (3, 1.0)])
def test_corners_give_what_the_linear_programme_gives(weights, place, sign):
    weights = np.array(weights, dtype=float)
    steps = _differences(BEFORE, 4)
    departure, reach = sign * steps[place], np.cumsum(weights[::-1])[::-1]
    both = np.vstack([np.r_[np.zeros(BEFORE), weights], departure])
    corners = _corners(steps[BEFORE:], departure, reach, 0.8, SIGMA, both)
    rng = np.random.default_rng(1)
    for tested in (-0.2, 0.0, 0.15, 0.4):
        beta = rng.multivariate_normal(BETA, SIGMA)
        data = both @ beta - [tested, 0.0]
        wanted = programme(constraints(0.8, place, sign), weights, tested, beta)
        assert (corners.slope @ data).max() == pytest.approx(wanted, abs=1e-8)


@pytest.mark.on_demand
def test_sets_hold_the_truth_as_often_as_they_say_where_trends_part_as_far_as_they_may():
    rng, weights = np.random.default_rng(2), np.full(4, 0.25)
    drift = np.r_[
        -0.04 * np.arange(4, 0, -1), 0.04 * np.arange(1, 5)
    ]  # after as far as before, always upward
    truth, held, runs = 0.1, 0, 1000
    for _ in range(runs):
        beta = rng.multivariate_normal(drift + np.r_[np.zeros(4), np.full(4, truth)], SIGMA)
        low, high = confidence_set(beta, SIGMA, BEFORE, weights, 1.0, 0.05)
        held += low <= truth <= high
    assert held >= 0.94 * runs


def test_wider_departures_and_levels_widen_the_set():
    weights = np.full(4, 0.25)
    widths = [
        np.diff(confidence_set(BETA, SIGMA, BEFORE, weights, multiple, 0.05))[0]
        for multiple in (0.25, 0.5, 1, 2)
    ]
    assert (np.diff(widths) > 0).all()
    strict = confidence_set(BETA, SIGMA, BEFORE, weights, 1.0, 0.01)
    assert np.diff(strict)[0] > widths[2]
