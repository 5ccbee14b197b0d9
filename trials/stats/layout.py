"""What a study is planned with: units, periods, cases, and how alike the cases of one unit are."""

import numbers
from dataclasses import dataclass, fields

import numpy as np

from trials.stats.errors import InputRefused


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The planned size of a study and the correlations of its outcome.

    `units` by arm, the control first; in a stepped wedge by sequence, in the order they start. A series
    has one; staggered starts have the units never treated first, then each cohort. `periods_before` and
    `periods_after` the start; in a stepped wedge and with staggered starts `periods_before` come before the
    first start and `periods_per_step` after each. `cases` of a unit in a period: one number, or one for
    each unit. `baseline` is the proportion without the nudge.

    Two cases of a unit in one period correlate by `icc`, periods at lag L by icc (cac + (1 - cac)
    decay^L): with decay 0 the nested-exchangeable model, with cac 0 the discrete-time decay of Kasza et
    al. (2019) Stat Methods Med Res 28:703.
    """

    units: tuple[int, ...]
    periods_after: int = 1
    periods_before: int = 0
    periods_per_step: int = 1
    cases: float | tuple[float, ...] = 100.0
    baseline: float
    icc: float
    cac: float = 1.0
    decay: float = 0.0

    def __post_init__(self):
        for field in fields(self):
            if isinstance(getattr(self, field.name), list):
                object.__setattr__(self, field.name, tuple(getattr(self, field.name)))
        _check(self)

    @property
    def count(self) -> int:
        """Units in all."""
        return sum(self.units)

    @property
    def sizes(self) -> np.ndarray:
        """Cases a period of each unit."""
        given = np.atleast_1d(np.asarray(self.cases, dtype=float))
        return np.full(self.count, given[0]) if len(given) == 1 else given

    def correlations(self, periods: int) -> np.ndarray:
        """Covariance of a unit's period effects as a share of the outcome's variance, (periods, periods)."""
        lag = np.abs(np.subtract.outer(np.arange(periods), np.arange(periods)))
        return self.icc * (self.cac + (1 - self.cac) * np.power(float(self.decay), lag))

    def covariances(self, periods: int) -> np.ndarray:
        """Covariance of each unit's period proportions as a share, (units, periods, periods)."""
        own = ((1 - self.icc) / self.sizes)[:, None, None] * np.eye(periods)
        return self.correlations(periods)[None] + own


def _check(layout: Layout) -> None:
    whole = [layout.periods_after, layout.periods_before, layout.periods_per_step]
    if not layout.units or any(not _whole(value) or value < 1 for value in layout.units):
        raise InputRefused(
            "units is not a list of numbers of units", remedy="Give whole numbers from 1, an arm each."
        )
    if any(not _whole(value) or value < 0 for value in whole) or layout.periods_per_step < 1:
        raise InputRefused("a number of periods is not a whole number", remedy="Give 0, 1, 2 …")
    if not np.isin(np.size(layout.cases), (1, layout.count)) or not (layout.sizes > 0).all():
        raise InputRefused(
            "cases do not fit the units", remedy="Give one number above 0, or one for each unit."
        )
    for name, low, high in (("baseline", 0, 1), ("icc", 0, 1), ("cac", 0, 1), ("decay", 0, 1)):
        value = getattr(layout, name)
        if not isinstance(value, numbers.Real) or not low <= value <= high:
            raise InputRefused(f"{name} is {value!r}", remedy=f"Give a number between {low} and {high}.")
    if not 0 < layout.baseline < 1 or layout.icc == 1:
        raise InputRefused(
            "baseline or icc leaves nothing to vary", remedy="Give numbers strictly inside 0 and 1."
        )


def _whole(value) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)
