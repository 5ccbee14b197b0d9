"""Wild bootstrap of a difference of two means."""

from itertools import product

import numpy as np

from trials.stats.arithmetic.permutation import DRAWS
from trials.stats.arithmetic.placebo import TIE

# All sign patterns are used up to this many units: 2**12 = 4,096, no more work than the draws.
MOST_ENUMERATED_UNITS = 12


def wild_p_value(values: np.ndarray, treated: np.ndarray, seed: int) -> tuple[float, int]:
    """p-value of the unequal-variance t with signs flipped about the common mean, and the draws used.

    Counts draws >= the observed statistic; drawn (not enumerated) signs count the observed one in.
    Source: Cameron, Gelbach and Miller (2008) REStat 90:414, WCR with Rademacher weights.
    """
    centred = values - values.mean()
    signs, added = _signs(len(values), seed)
    observed = abs(_t(centred[None, :], treated)[0])
    drawn = np.abs(_t(signs * centred, treated))
    as_extreme = int((drawn >= observed - TIE * max(1.0, observed)).sum())
    return (as_extreme + added) / (len(signs) + added), len(signs)


def _signs(count: int, seed: int) -> tuple[np.ndarray, int]:
    if count <= MOST_ENUMERATED_UNITS:
        return np.array(list(product((-1.0, 1.0), repeat=count))), 0
    return np.random.default_rng(seed).choice((-1.0, 1.0), size=(DRAWS, count)), 1


def _t(rows: np.ndarray, treated: np.ndarray) -> np.ndarray:
    """The t statistic of each row; nought where nothing varies and nothing differs."""
    groups = rows[:, treated], rows[:, ~treated]
    difference = groups[0].mean(axis=1) - groups[1].mean(axis=1)
    variance = sum(group.var(axis=1) / group.shape[1] for group in groups)
    tiny = np.finfo(float).tiny
    return np.where(np.abs(difference) > TIE, difference / np.sqrt(np.maximum(variance, tiny)), 0.0)
