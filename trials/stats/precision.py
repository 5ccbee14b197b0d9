"""The shape a design's power fills in: how precise its default estimate will be under a layout."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cjnudge.registry import discover
from trials.stats.errors import InputRefused
from trials.stats.layout import Layout


@dataclass(frozen=True, kw_only=True)
class Precision:
    """Standard error of each contrast as a share of the outcome's standard deviation, df, and the bound of |t|.

    Contrasts are those the plan tests: the one it names, else arms against control in the order of `Layout.units`.
    """

    se: tuple[float, ...]
    df: float
    bound: float


@dataclass(frozen=True, kw_only=True)
class PowerMethod:
    """Closed form of one design's precision, `precision(plan, layout)`.

    `p_values(plan, layout, effect, runs)` are p-values of the actual default on simulated data; where it is
    None the default is run on simulated tables one by one, from `starts(layout)`: each unit's first
    treated period, infinite for none.
    """

    precision: Callable[[Any, Layout], Precision]
    starts: Callable[[Layout], np.ndarray]
    periods: Callable[[Layout], int]
    p_values: Callable | None = None
    words: str = "Closed form: generalised least squares under the planned correlations, t"


def all_powers() -> Mapping[str, PowerMethod]:
    """Every design's power, by the design's key."""
    return discover("trials.stats.powers", "POWER", PowerMethod)


def one_start(layout: Layout) -> np.ndarray:
    """The control's units never start, all others after the periods before."""
    start = layout.periods_before + 1.0
    return np.concatenate(
        [np.full(count, start if arm else np.inf) for arm, count in enumerate(layout.units)]
    )


def check_arms(layout: Layout) -> None:
    """Raise InputRefused where a trial's layout has one arm alone, or nothing after the start."""
    if len(layout.units) < 2 or not layout.periods_after:
        raise InputRefused(
            "a trial has two arms or more, and a period from the start on",
            remedy="Give the units of the control and of each other arm, and the periods after.",
        )


def both_sides(layout: Layout) -> int:
    """Periods before and after the start."""
    return layout.periods_before + layout.periods_after
