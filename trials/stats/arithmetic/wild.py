"""Wild bootstrap of a difference of two means."""

from collections.abc import Iterator
from itertools import product

import numpy as np

from trials.stats.arithmetic.permutation import DRAWS, MOST_HELD
from trials.stats.arithmetic.placebo import TIE

# All sign patterns are used up to this many units: 2**12 = 4,096, no more work than the draws.
MOST_ENUMERATED_UNITS = 12


def wild_p_value(values: np.ndarray, treated: np.ndarray, seed: int) -> tuple[float, int]:
    """p-value of the unequal-variance t with signs flipped about the common mean, and the draws used.

    Counts draws >= the observed statistic; drawn (not enumerated) signs count the observed one in.
    Source: Cameron, Gelbach and Miller (2008) REStat 90:414, WCR with Rademacher weights.
    """
    centred = values - values.mean()
    observed = abs(_t(centred[None, :], treated)[0])
    least, as_extreme, draws = observed - TIE * max(1.0, observed), 0, 0
    for signs in _signs(len(values), seed):
        as_extreme += int((np.abs(_t(signs * centred, treated)) >= least).sum())
        draws += len(signs)
    added = int(len(values) > MOST_ENUMERATED_UNITS)
    return (as_extreme + added) / (draws + added), draws


def _signs(count: int, seed: int) -> Iterator[np.ndarray]:
    """Sign patterns, some rows at a time: the stream of numbers is the same."""
    if count <= MOST_ENUMERATED_UNITS:
        yield np.array(list(product((-1.0, 1.0), repeat=count)))
        return
    rng, at_once = np.random.default_rng(seed), max(1, MOST_HELD // count)
    for begun in range(0, DRAWS, at_once):
        yield rng.choice((-1.0, 1.0), size=(min(at_once, DRAWS - begun), count))


def _t(rows: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """The t statistic of each row; nought where nothing varies and nothing differs."""
    groups = rows[:, treated], rows[:, ~treated]
    difference = groups[0].mean(axis=1) - groups[1].mean(axis=1)
    variance = sum(group.var(axis=1) / group.shape[1] for group in groups)
    tiny = np.finfo(float).tiny
    return np.where(np.abs(difference) > TIE, difference / np.sqrt(np.maximum(variance, tiny)), 0.0)
