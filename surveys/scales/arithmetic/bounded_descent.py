"""The minimum of a function within bounds, by a quasi-Newton method with limited memory (L-BFGS-B).

Written out here because R's psych stops where R's own optimiser of this name stops, and libraries carry a later one:
R's cuts the step within the free variables short at the first bound, the later one projects it. Where value and
slope are not of one function, as in psych, the two stop at different places.
Source: Byrd, Lu, Nocedal and Zhu (1995) SIAM J Sci Comput 16:1190; defaults of R 4.2, stats::optim.
"""

from dataclasses import dataclass

import numpy as np

from surveys.scales.arithmetic.step_length import Trial, find_step

REMEMBERED = 5  # pairs of step and change of slope
MOST_STEPS = 100
EPSILON = np.finfo(float).eps
LEAST_FALL = 1e7 * EPSILON  # relative to the value, or to 1 where that is smaller
LONGEST = 1e10


@dataclass(frozen=True)
class Point:
    """A place, and the function's value and slope along each variable there."""

    x: np.ndarray
    value: float
    slope: np.ndarray


@dataclass(frozen=True)
class Bounds:
    low: np.ndarray
    high: np.ndarray

    def ahead(self, slope):
        """The bound each variable meets going down its slope."""
        return np.where(slope > 0, self.low, self.high)

    def reach(self, x, way):
        """How many times `way` each variable can go until its bound; without end for one that stays."""
        room = np.where(way < 0, self.low, self.high) - x
        return np.maximum(np.divide(room, way, out=np.full(len(x), np.inf), where=way != 0), 0.0)


def minimise(function, start, low, high):
    """The place where the descent stops, within the bounds.

    function: x -> (value, slope along each variable); start, low, high: one figure a variable. It stops where the value
    falls by less than LEAST_FALL, where no direction descends, after MOST_STEPS, or where no step is found.
    """
    bounds = Bounds(low, high)
    at = _point(function, np.clip(start, low, high))
    memory, steps = [], 0
    while steps < MOST_STEPS and np.any(bounds.ahead(at.slope) != at.x):
        curved = _curvature(memory, len(low))
        target = _target(at, curved, bounds, inner=bool(memory))
        found = _towards(target, function, at, bounds, first=steps == 0)
        if found is None:
            if not memory:
                break
            memory = []
            continue
        before, at, steps = at, found.at, steps + 1
        if before.value - at.value <= LEAST_FALL * max(abs(before.value), abs(at.value), 1.0):
            break
        memory = _remembered(memory, before, found, target - before.x)
    return at.x


def _point(function, x):
    return Point(x, *function(x))


def _towards(target, function, at, bounds, first):
    """The Trial that the search takes on the way; None where that does not descend or no step is found."""
    way = target - at.x
    fall = float(at.slope @ way)
    if not fall < 0:
        return None

    def try_out(step):
        there = _point(function, target if step == 1 else at.x + step * way)
        return Trial(step, there.value, float(there.slope @ way), there)

    longest = 1.0 if first else min(float(bounds.reach(at.x, way).min()), LONGEST)
    return find_step(try_out, Trial(0.0, at.value, fall), longest)


def _remembered(memory, before, found, way):
    """The memory with this step in it, unless the function did not bend upwards along it."""
    step, change = found.step * way, found.at.slope - before.slope
    if step @ change <= EPSILON * -(before.slope @ step):
        return memory
    return [*memory, (step, change)][-REMEMBERED:]


def _curvature(memory, size):
    """The matrix of second derivatives as the remembered steps tell it (their compact form, eq. 3.2)."""
    if not memory:
        return np.eye(size)
    steps, changes = (np.array(one).T for one in zip(*memory, strict=True))
    theta = changes[:, -1] @ changes[:, -1] / (steps[:, -1] @ changes[:, -1])
    both = steps.T @ changes
    lower = np.tril(both, -1)
    middle = np.block([[-np.diag(np.diag(both)), lower.T], [lower, theta * steps.T @ steps]])
    wide = np.hstack([changes, theta * steps])
    return theta * np.eye(size) - wide @ np.linalg.solve(middle, wide.T)


def _target(at, curved, bounds, inner):
    """Where the model of the function is least: along the bent slope, then among the variables still free."""
    x, free = _along_the_slope(at, curved, bounds)
    if not (inner and free.any()):
        return x
    slope = at.slope + curved @ (x - at.x)
    way = np.zeros(len(x))
    way[free] = np.linalg.solve(curved[np.ix_(free, free)], -slope[free])
    reach = bounds.reach(x, way)
    stopped = int(reach.argmin())
    if reach[stopped] >= 1:
        return x + way
    target = x + reach[stopped] * way
    target[stopped] = bounds.ahead(-way)[stopped]
    return target


def _along_the_slope(at, curved, bounds):
    """(the first minimum of the model down the slope, bent at each bound it meets; which variables are not at one)."""
    reach = bounds.reach(at.x, -at.slope)
    free = reach > 0
    way = np.where(free, -at.slope, 0.0)
    gone, done = np.zeros(len(way)), 0.0
    for i in [*np.argsort(reach, kind="stable"), None]:
        if i is not None and not free[i]:
            continue
        bend = way @ curved @ way
        best = -(at.slope @ way + gone @ curved @ way) / bend if bend > 0 else 0.0
        if i is None or best < reach[i] - done:
            gone = gone + max(best, 0.0) * way
            break
        gone, done = gone + (reach[i] - done) * way, reach[i]
        way[i], free[i] = 0.0, False
    return np.where(free, at.x + gone, bounds.ahead(at.slope)), free
