"""How far a figure moves when whole units are drawn again, within the arms they were in."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trials.stats.arithmetic.student import critical, two_sided

DRAWS = 999  # a standard error from them is known to within 2.3 %
AT_ONCE = 100  # draws computed together: keeps memory to a few tens of megabytes
LEAST_SOUND = 0.5  # of the draws; under it, so many lack an arm's cases that the rest say little


@dataclass(frozen=True)
class Drawn:
    """`moves` (draws, figures): each draw's distance from the observed figures, widened for few units.

    `df` are units less strata: what Student's t has that a normal bound on so few units lacks.
    """

    moves: np.ndarray
    df: int

    def take(self, columns: np.ndarray) -> "Drawn":
        """The chosen figures alone."""
        return Drawn(self.moves[:, columns], self.df)

    def less_last(self) -> "Drawn":
        """All figures but the last one, less the last one."""
        return Drawn(self.moves[:, :-1] - self.moves[:, -1:], self.df)

    @cached_property
    def spread(self) -> np.ndarray:
        """Standard error of each figure."""
        return self.moves.std(axis=0, ddof=1)

    def interval(self, values: np.ndarray, alpha: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(low, high, p-value) of each figure by Student's t; p is 1 where neither it nor any draw moves."""
        half = critical(alpha, self.df) * self.spread
        ratio = np.divide(values, self.spread, out=np.zeros(values.shape), where=self.spread > 0)
        return values - half, values + half, np.where(self.spread > 0, two_sided(ratio, self.df), 1.0)

    def bound_together(self, alpha: float) -> float:
        """What the largest of all |figure / standard error| exceeds in alpha of draws, stretched as t is to z."""
        moving = self.spread > 0
        if not moving.any():
            return np.inf
        largest = np.abs(self.moves[:, moving] / self.spread[moving]).max(axis=1)
        return float(np.quantile(largest, 1 - alpha) * critical(alpha, self.df) / critical(alpha, 1e9))


def draw_units(stratum: np.ndarray, figures: Callable[[np.ndarray], np.ndarray], seed: int) -> Drawn | None:
    """Bootstrap of `figures(weights)`, (draws, strata, figures) for weights (draws, units); seeded.

    Figures are sums over strata of what each stratum's units alone decide. A stratum of n units moves by
    (n - 1)/n too little, so its part is widened by the square root of n/(n - 1) (Davison and Hinkley 1997,
    section 3.2). Draws with NaN are left out. None where a stratum has one unit, fewer than two degrees of
    freedom remain, or most draws are unsound: then units say too little.
    """
    numbers, sizes = np.unique(stratum, return_counts=True)
    df = len(stratum) - len(numbers)
    if sizes.min() < 2 or df < 2:
        return None
    observed = figures(np.ones((1, len(stratum))))
    rng = np.random.default_rng(seed)
    weights = np.zeros((DRAWS, len(stratum)))
    for number, size in zip(numbers, sizes, strict=True):
        weights[:, stratum == number] = rng.multinomial(size, np.full(size, 1 / size), size=DRAWS)
    parts = [figures(weights[first : first + AT_ONCE]) for first in range(0, DRAWS, AT_ONCE)]
    widened = (np.concatenate(parts) - observed) * np.sqrt(sizes / (sizes - 1))[None, :, None]
    moves = widened.sum(axis=1)
    sound = ~np.isnan(moves).any(axis=1)
    return Drawn(moves[sound], df) if sound.mean() > LEAST_SOUND else None
