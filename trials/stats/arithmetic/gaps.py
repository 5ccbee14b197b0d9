"""How far a tested value lies from an estimate at each rho, and which value lies a given gap away.

Divided by the standard error that belongs to it, a gap is a t statistic.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trials.stats.kinds import Kind

STEPS = 50  # Newton steps at most; on the link scale four or five reach the last digits
SETTLED = 1e-13


@dataclass(frozen=True)
class StraightGap:
    """An estimate without bounds: the gap is the difference."""

    value: np.ndarray

    def to(self, tested: float) -> np.ndarray:
        """Estimate minus tested value."""
        return self.value - tested

    def reached(self, gap: np.ndarray) -> np.ndarray:
        """The tested value that lies this gap below."""
        return self.value - gap


@dataclass(frozen=True)
class ShiftGap:
    """A fitted mean against the mean of a projected curve, which cannot leave the range of its kind.

    `projected` (rhos, points) is the unchanged curve on the link scale. A tested difference (or log ratio) says
    what its mean would have been; the gap is how far the whole curve must be shifted on the link scale to have that
    mean. There a projection errs alike on both sides however far it goes: with 8 and 12 points before the start and
    48 after it, gaps in points rejected 11 to 16 % and 8 to 11 % of sound series at 5 %, shifts 4 to 6 %.
    """

    kind: Kind
    fitted: np.ndarray
    projected: np.ndarray
    ratio: bool = False

    @cached_property
    def unchanged(self) -> np.ndarray:
        """The projected curve's mean at each rho."""
        return self.kind.inverse(self.projected).mean(axis=1)

    @cached_property
    def value(self) -> np.ndarray:
        """The estimate at each rho."""
        return self._from(self.unchanged)

    def to(self, tested: float) -> np.ndarray:
        """Shift that gives the mean the tested value implies; infinite where there is no such mean.

        NaN where the projection itself reached the edge in doubles.
        """
        implied = self.fitted * np.exp(-tested) if self.ratio else self.fitted - tested
        wanted, now = self.kind.mean_link(implied), self.kind.mean_link(self.unchanged)
        with np.errstate(invalid="ignore"):
            shift = np.where(np.isfinite(now), wanted - now, np.nan)
        inside = np.isfinite(shift)
        for _ in range(STEPS):
            step = self._step(shift, wanted, inside)
            shift = shift + step
            if np.abs(step).max(initial=0.0) <= SETTLED:
                break
        return shift

    def reached(self, gap: np.ndarray) -> np.ndarray:
        """The tested value that lies this gap below."""
        return self._from(self.kind.inverse(self.projected + gap[:, None]).mean(axis=1))

    def slopes(self) -> np.ndarray:
        """The inverse link's slope at each point (rhos, points) of the curve shifted to the fitted mean."""
        return self.kind.slope(self.projected + self.to(0.0)[:, None])

    def _from(self, mean: np.ndarray) -> np.ndarray:
        if not self.ratio:
            return self.fitted - mean
        with np.errstate(
            divide="ignore", invalid="ignore"
        ):  # nought in doubles: no number, and refused as such
            return np.log(self.fitted) - np.log(mean)

    def _step(self, shift: np.ndarray, wanted: np.ndarray, inside: np.ndarray) -> np.ndarray:
        """Newton's step on the link of the shifted curve's mean; none where that mean is at an edge in doubles."""
        curve = self.projected + np.where(inside, shift, 0.0)[:, None]
        reached = self.kind.mean_link(self.kind.inverse(curve).mean(axis=1))
        steep = self.kind.slope(curve).mean(axis=1)
        able = inside & np.isfinite(reached) & (steep > 0)
        missing = np.where(able, wanted - np.where(able, reached, 0.0), 0.0)
        flat = self.kind.slope(np.where(able, reached, 0.0))
        return missing * flat / np.where(able, steep, 1.0)
