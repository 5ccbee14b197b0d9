"""Which periods count as before and after, from the plan and the announced start in the frame."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from trials.stats.errors import InputRefused


@dataclass(frozen=True)
class Windows:
    """The start and, for each observed period, whether it is compared as before or as after."""

    start: int
    before: np.ndarray
    after: np.ndarray


def find_windows(
    in_force: np.ndarray,
    units: np.ndarray,
    periods: np.ndarray,
    plan: Any,
    *,
    staggered: bool = False,
    baseline: bool = True,
) -> Windows:
    """Periods before the start, and from it on; washout (from the start) and excluded periods in neither.

    `in_force` is units by periods: 1, 0, or NaN where there is no row. Raises InputRefused where
    nothing is treated, units start at different times, or the plan and the frame name different starts.
    Where a `staggered` design lets units start at different times, the start is the earliest;
    without `baseline` no period before the start is asked for.
    """
    first = _first_treated(in_force, units, periods, staggered)
    start = first if plan.start is None else int(plan.start)
    left_out = np.isin(periods, plan.exclude_periods)
    # a staggered design washes out each unit's own start, not the calendar's
    washed = (periods >= start) & (periods < start + (0 if staggered else plan.washout))
    _check_same_start(first, start, periods[~left_out & ~washed])
    before = (periods < start) & ~left_out
    after = (periods >= start) & ~left_out & ~washed
    for side, mask in (("before", before), ("from", after)):
        if not mask.any() and (baseline or side == "from"):
            raise InputRefused(
                f"no period {side} the start is left to compare",
                where=f"start {start}",
                remedy="Give data on both sides, or leave fewer periods out.",
            )
    return Windows(start, before, after)


def _first_treated(in_force: np.ndarray, units: np.ndarray, periods: np.ndarray, staggered: bool) -> int:
    treated = in_force == 1
    if not treated.any():
        raise InputRefused("no unit is ever treated", remedy="Set treated to 1 from the start of the change.")
    first = int(periods[treated.any(axis=0)][0])
    late = treated.any(axis=1)[:, None] & (in_force == 0) & (periods >= first)
    if late.any() and not staggered:  # a missing row at the start is no later start; a row that says 0 is
        raise InputRefused(
            "treated units start at different periods",
            where=f"first start {first}; unit {units[late.any(axis=1)][0]} later",
            remedy="Compare units that started together; a staggered start needs the staggered design.",
        )
    return first


def _check_same_start(first: int, start: int, compared: np.ndarray) -> None:
    """The plan's start may differ from the frame's only by periods that are not compared."""
    between = compared[(compared >= min(first, start)) & (compared < max(first, start))]
    if between.size:
        raise InputRefused(
            f"the plan starts at period {start}, the data at period {first}",
            where=f"period {between[0]} is compared",
            remedy="Correct the start in the plan or treated in the table.",
        )
