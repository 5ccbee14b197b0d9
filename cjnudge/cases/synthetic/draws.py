"""Seeded draws: one stream for each subject, so that a new column changes none of the others."""

import zlib

import numpy as np


class Draws:
    """Streams of uniform numbers by subject; the same seed and subject give the same numbers.

    Only `random` of the generator is used and all else is worked out from it: numpy keeps that stream, but not those
    of its distributions, from version to version.
    """

    def __init__(self, seed):
        self.seed = seed

    def uniform(self, subject, size):
        """`size` numbers in [0, 1), the subject's own."""
        sequence = np.random.SeedSequence([self.seed, zlib.crc32(subject.encode())])
        return np.random.Generator(np.random.PCG64(sequence)).random(size)

    def chance(self, subject, size, share):
        """Truth values, true with the given share."""
        return self.uniform(subject, size) < share

    def choose(self, subject, size, weights):
        """Positions in `weights`, each as often as its weight has it."""
        return pick(self.uniform(subject, size), weights)


def pick(uniform, weights):
    """The position in `weights` that each uniform number falls on."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    return np.minimum(np.searchsorted(edges / edges[-1], uniform, side="right"), len(edges) - 1)
