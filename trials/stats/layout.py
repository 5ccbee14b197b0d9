"""What a study is planned with: units, periods, cases, and how alike the cases of one unit are."""

from dataclasses import dataclass, fields
from numbers import Number
from typing import Any

import numpy as np

from trials.stats.argument_rules import between, listed, whole
from trials.stats.errors import InputRefused

# More than any force has or will have, and few enough for the matrices of a closed form: 160 MB.
MOST_UNITS, MOST_CASES, MOST_ENTRIES = 100_000, 1e12, 20_000_000


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
    for number in _tuple("units", layout.units):
        whole("a number of units", number, least=1, most=MOST_UNITS)
    for name in ("periods_after", "periods_before"):
        whole(name, getattr(layout, name), least=0, most=MOST_UNITS)
    whole("periods_per_step", layout.periods_per_step, least=1, most=MOST_UNITS)
    _check_cases(layout)
    for name in ("icc", "cac", "decay"):
        between(name, getattr(layout, name), 0, 1, closed=True)
    between("baseline", layout.baseline, 0, 1)
    if layout.icc == 1:
        raise InputRefused("an icc of 1 leaves nothing to vary", remedy="Give a number from 0 to below 1.")
    periods = layout.periods_before + max(layout.periods_after, layout.periods_per_step * len(layout.units))
    if layout.count * periods**2 > MOST_ENTRIES:
        raise InputRefused(
            f"{layout.count} units in {periods} periods are too many to plan with",
            remedy="Plan with longer periods, or with units put together.",
        )


def _check_cases(layout: Layout) -> None:
    cases = [layout.cases] if isinstance(layout.cases, Number) else _tuple("cases", layout.cases)
    for number in cases:
        between("a number of cases", number, 0, MOST_CASES, closed=True)
    if len(cases) not in (1, layout.count) or not all(number > 0 for number in cases):
        raise InputRefused(
            "cases do not fit the units", remedy="Give one number above 0, or one for each unit."
        )


def _tuple(name: str, value: Any) -> tuple:
    found = tuple(listed(name, value))
    if not found:
        raise InputRefused(f"{name} is empty", remedy=f"Give {name} as a list of numbers.")
    return found
