"""Differences of group means under every allocation of the same size, or a seeded draw of them."""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

# STATISTICS section 3: every scheme up to this many, else this many seeded draws.
MOST_ENUMERATED = 50_000
DRAWS = 9_999
MOST_HELD = 400_000  # numbers drawn at once: 3 MB, which stay near the processor


@dataclass(frozen=True)
class Permuted:
    """Differences by scheme; `added` is 1 where the observed scheme is counted in beside draws."""

    differences: np.ndarray
    added: int
    smallest_p: float


def permuted_differences(values: np.ndarray, chosen: int, seed: int) -> Permuted:
    """Mean of `chosen` values minus mean of the others, by scheme.

    Values are sorted and the smaller group is drawn, so that neither the order of units nor which side
    is called treated changes a p-value.
    """
    ordered, count = np.sort(values), len(values)
    few = min(chosen, count - chosen)
    schemes = comb(count, few)
    if schemes <= MOST_ENUMERATED:
        members = np.array(list(combinations(range(count), few)))
        smallest = (2 if 2 * few == count else 1) / schemes
        return Permuted(_differences(ordered, members), 0, smallest)
    rng, at_once = np.random.default_rng(seed), max(1, MOST_HELD // count)
    found = []
    for begun in range(0, DRAWS, at_once):  # some draws at a time: the stream of numbers is the same
        drawn = rng.random((min(at_once, DRAWS - begun), count))
        found.append(_differences(ordered, np.argpartition(drawn, few, axis=1)[:, :few]))
    return Permuted(np.concatenate(found), 1, 1 / (DRAWS + 1))


def _differences(values: np.ndarray, members: np.ndarray) -> np.ndarray:
    few, count = members.shape[1], len(values)
    inside = values[members].sum(axis=1)
    return inside / few - (values.sum() - inside) / (count - few)
