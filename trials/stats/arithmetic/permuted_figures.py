"""Many figures of one table at once, each an effect of treatment, beside what other allocations would give."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from trials.stats.arithmetic.placebo import TIE
from trials.stats.arithmetic.sequence_permutation import Space, crossings


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

    @property
    def whole(self) -> int:
        """Allocations, the observed one counted."""
        return len(self.shift) + self.added

    @cached_property
    def spread(self) -> np.ndarray:
        """Standard deviation of each figure over the allocations: its standard error if there is no effect."""
        return self.others.std(axis=0, ddof=1) if len(self.others) > 1 else np.zeros(len(self.own))

    @cached_property
    def moves(self) -> np.ndarray:
        """How far other allocations move each figure, its own effect taken off."""
        return self.without(self.own)

    def without(self, effect: np.ndarray | float) -> np.ndarray:
        """`others` once that effect is taken off each figure."""
        return self.others - np.multiply.outer(self.shift, np.broadcast_to(effect, self.own.shape))

    def combine(self, weights: np.ndarray) -> "PermutedFigures":
        """The figures times weights (figures, new figures)."""
        return replace(self, own=self.own @ weights, others=self.others @ weights)

    def take(self, columns: np.ndarray) -> "PermutedFigures":
        """The chosen figures alone."""
        return replace(self, own=self.own[columns], others=self.others[:, columns])

    def less_last(self) -> "PermutedFigures":
        """All figures but the last one, less the last one."""
        return replace(
            self, own=self.own[:-1] - self.own[-1], others=self.others[:, :-1] - self.others[:, -1:]
        )

    def attains(self, alpha: float) -> bool:
        """Whether a p-value can be as small as alpha: allocations that are as extreme whatever the effect forbid it."""
        always = (np.abs(np.abs(self.shift) - 1) <= 1e-9).sum()
        return self.df >= 2 and (always + self.added) / self.whole <= alpha

    def interval(self, values: np.ndarray, alpha: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(low, high, p-value) of each figure, exactly: an allocation counts over one stretch of tested effects."""
        low, high = crossings(self.others, self.shift[:, None], self.own[None, :], 1.0)
        slack = TIE * np.maximum(1.0, np.abs(self.own))
        p_value = (((low <= slack) & (high >= -slack)).sum(axis=0) + self.added) / self.whole
        beyond = self._beyond(alpha)
        return np.sort(low, axis=0)[beyond], np.sort(high, axis=0)[::-1][beyond], p_value

    def bound_together(self, alpha: float) -> float:
        """What the largest of all |figure| / spread must exceed to be among the alpha most extreme allocations."""
        moving = self.spread > TIE * np.maximum(1.0, np.abs(self.own))
        if not moving.any():
            return np.inf
        largest = np.abs(self.others[:, moving] / self.spread[moving]).max(axis=1)
        return float(np.sort(largest)[::-1][self._beyond(alpha)] * (1 + TIE))

    def _beyond(self, alpha: float) -> int:
        # a hair is taken off so that alpha times a round number of allocations is that number
        return int(np.floor(alpha * self.whole * (1 + 1e-12))) - self.added


def thinned(space: Space, most: int, seed: int) -> Space:
    """At most so many allocations of the space, chosen by the seed; the observed one is then counted in."""
    if len(space.sequences) <= most:
        return space
    rows = np.random.default_rng(seed).choice(len(space.sequences), size=most, replace=False)
    return Space(space.sequences[np.sort(rows)], 1)
