"""Many figures of one table at once, each an effect of treatment, beside what other allocations would give."""

from dataclasses import dataclass

import numpy as np

from trials.stats.arithmetic.sequence_permutation import Space, Standing, crossings
from trials.stats.arithmetic.unit_bootstrap import Drawn

LEAST_ALLOCATIONS = 20  # fewer cannot give a p-value of 0.05


@dataclass(frozen=True)
class PermutedFigures:
    """`own` (figures,) under the observed allocation, `others` (allocations, figures) under the others.

    `shift` (allocations,) is what an effect of one would give under each; under the observed one it gives one.
    `added` is 1 where the observed allocation is not among them, `df` units less strata less one.
    """

    own: np.ndarray
    others: np.ndarray
    shift: np.ndarray
    added: int
    df: int

    def without(self, effect: np.ndarray | float) -> np.ndarray:
        """`others` once that effect is taken off each figure."""
        return self.others - np.multiply.outer(self.shift, np.broadcast_to(effect, self.own.shape))

    def drawn(self) -> Drawn | None:
        """How far chance allocations move each figure, its own effect taken off; None where there are too few.

        The residuals they move have lost a degree of freedom to the effect: widened by it, as t is used after.
        """
        if self.df < 2 or len(self.shift) < LEAST_ALLOCATIONS:
            return None
        return Drawn(self.without(self.own) * np.sqrt((self.df + 1) / self.df), self.df)

    def standing(self, figure: int) -> Standing:
        """The figure's place among the allocations, for its p-value and its interval by inversion."""
        low, high = crossings(self.others[:, figure], self.shift, float(self.own[figure]), 1.0)
        return Standing(float(self.own[figure]), low, high, self.added)


def thinned(space: Space, most: int, seed: int) -> Space:
    """At most so many allocations of the space, chosen by the seed; the observed one is then counted in."""
    if len(space.sequences) <= most:
        return space
    rows = np.random.default_rng(seed).choice(len(space.sequences), size=most, replace=False)
    return Space(space.sequences[np.sort(rows)], 1)
