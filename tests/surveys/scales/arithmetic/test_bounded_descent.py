"""The descent within bounds finds known minima, and stops kindly where there is nothing to find."""

import numpy as np
import pytest

from surveys.scales.arithmetic.bounded_descent import minimise
from surveys.scales.arithmetic.step_length import Trial, find_step

FAR = np.full(2, 50.0)


def rosenbrock(x):
    rise = x[1] - x[0] ** 2
    slope = np.array([-400 * x[0] * rise - 2 * (1 - x[0]), 200 * rise])
    return float(100 * rise**2 + (1 - x[0]) ** 2), slope


def test_valley_is_followed_to_its_end():
    assert minimise(rosenbrock, np.array([-1.2, 1.0]), -FAR, FAR) == pytest.approx([1, 1], abs=1e-3)


def test_minimum_beyond_a_bound_is_found_on_it():
    """With x at most 0.5 the least value is at x = 0.5, y = 0.25."""
    found = minimise(rosenbrock, np.array([-1.2, 1.0]), -FAR, np.array([0.5, 50.0]))
    assert found[0] == 0.5 and found[1] == pytest.approx(0.25, abs=1e-6)


def test_no_figure_leaves_its_bounds_on_the_way():
    low, high, seen = np.array([0.2, -0.3]), np.array([0.9, 0.4]), []

    def watched(x):
        seen.append(x)
        return rosenbrock(x)

    minimise(watched, np.array([5.0, 5.0]), low, high)
    assert len(seen) > 3 and all((low <= x).all() and (x <= high).all() for x in seen)


def test_start_at_the_minimum_stays():
    assert list(minimise(rosenbrock, np.array([1.0, 1.0]), -FAR, FAR)) == [1, 1]


def test_slope_that_is_wrong_everywhere_ends_the_descent():
    found = minimise(lambda x: (float(x @ x), -2 * x), np.array([1.0, 2.0]), -FAR, FAR)
    assert list(found) == [1, 2]


@pytest.mark.parametrize("seed", range(30))
def test_random_bowls_in_random_boxes_end_where_no_slope_leads_inwards(seed):
    draw = np.random.default_rng(seed)
    size = draw.integers(2, 9)
    root = draw.normal(size=(size, size))
    bowl, middle = root @ root.T + np.eye(size), draw.normal(size=size) * 2

    def function(x):
        return float((x - middle) @ bowl @ (x - middle)) / 2, bowl @ (x - middle)

    found = minimise(function, draw.normal(size=size), np.full(size, -1.0), np.full(size, 1.0))
    slope = function(found)[1]
    assert np.abs(np.clip(found - slope, -1, 1) - found).max() < 1e-3


def along(function):
    return lambda step: Trial(step, *function(step))


def test_step_falls_enough_and_is_flat_enough():
    """A slope that turns at 16: from 1 the search widens until it is over it, then comes back."""
    found = find_step(along(lambda t: ((t - 16) ** 2, 2 * (t - 16))), Trial(0.0, 256.0, -32.0), 1e10)
    assert found.value <= 256 - 1e-3 * 32 * found.step and abs(found.slope) <= 0.9 * 32


def test_step_goes_no_farther_than_it_may():
    assert find_step(along(lambda t: (-t, -1.0)), Trial(0.0, 0.0, -1.0), 3.0).step == 3


def test_value_that_only_rises_gives_no_step():
    assert find_step(along(lambda t: (t, -1.0)), Trial(0.0, 0.0, -1.0), 1e10) is None
