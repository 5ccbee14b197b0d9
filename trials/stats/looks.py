"""Planned looks: which data a look reads, how much of the error it may spend, and whether it stops the trial."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri

from trials.stats.argument_rules import shown
from trials.stats.arithmetic.group_sequential import next_bound
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.looks_taken import check_taken, stages_before
from trials.stats.plan_rules import SMALLEST_ALPHA
from trials.stats.reading import read_evidence
from trials.stats.report import Estimate
from trials.stats.wording import level_words

# Under so many degrees of freedom a chance small SE makes z large and information large at once, so that error
# is spent where z happens to be high: twelve looks were then wrong in 10 % of null trials of 8 units and 8 % of
# 12. A look may therefore not count more information than was planned for it: 5.5 and 6.5 % (1,500 trials).
NOISY_DF = 30


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One look: `number` from 1, its last period (None: all), the planned and the reached share of information.

    `bound` is that of |z|, `level` the p-value it stands for; `z` and `share` are None where the look had no
    estimate. `refused` looks spent nothing.
    """

    number: int
    after_period: int | None
    planned: float
    final: bool
    share: float | None = None
    z: float | None = None
    p_value: float | None = None
    bound: float | None = None
    level: float | None = None
    refused: bool = False

    @property
    def crossed(self) -> bool:
        """Whether the look's test passed its bound."""
        return self.p_value is not None and not self.refused and self.p_value <= self.level


@dataclass(frozen=True)
class Standing:
    """Every look up to the present one, the last of `stages`; `planned` counts all looks of the plan."""

    plan: Any
    stages: tuple[Stage, ...]
    planned: int

    @property
    def now(self) -> Stage:
        """The present look."""
        return self.stages[-1]

    @property
    def plan_now(self) -> Any:
        """The plan with the level of the present look in place of alpha: its intervals are repeated ones."""
        level = self.now.level
        return self.plan if level is None else replace(self.plan, alpha=max(level, SMALLEST_ALPHA))


def stand_at(plan: Any, design: Any, table: Any, look: int | None, taken: Any = None) -> Standing:
    """Where the trial stands at that look (None: the final one).

    `taken` are the TakenLooks before it as they were recorded on their day: a look that is not among them was not
    taken and spent nothing. Without it (None) each earlier look is weighed from the same table, which is right only
    where the table's early periods are still what they were at that look.
    Information is 1/SE² so far over `max_information`, capped at 1, under 30 degrees of freedom at what was
    planned for the look, and never falling. The bounds are Lan and
    DeMets' with O'Brien-Fleming spending; the final look spends the rest. A look without an estimate, or
    whose level no attainable p-value reaches, spends nothing.
    """
    planned = _stages(plan)
    number = len(planned) if look is None else look
    if isinstance(look, bool) or not isinstance(number, Integral) or not 1 <= number <= len(planned):
        raise InputRefused(
            f"the plan has no look {shown(look)}",
            remedy=f"Name one of its {len(planned)} looks, counted from 1.",
        )
    _check_reached(table, planned[number - 1])
    before = [] if taken is None else stages_before(planned[:number], check_taken(taken, number))
    found: list[Stage] = [*before]
    for stage in planned[:number] if taken is None else planned[number - 1 : number]:
        found.append(_weigh(plan, design, cut_table(table, stage), stage, found))
    return Standing(plan, tuple(found), len(planned))


def cut_table(table: Any, stage: Stage) -> Any:
    """The rows a look may read: those up to its last period."""
    periods = _periods(table)
    if stage.after_period is None or periods is None:
        return table
    return table[(periods.fillna(0) <= stage.after_period).to_numpy()]


def _periods(table: Any) -> pd.Series | None:
    """The table's periods, NaN where one is no number; None where reading the table will say what is wrong."""
    if not isinstance(table, pd.DataFrame) or list(table.columns).count("period") != 1:
        return None
    try:
        periods = pd.to_numeric(table["period"], errors="coerce")
        return None if pd.api.types.is_complex_dtype(periods) else periods.astype(float)
    except (TypeError, ValueError, OverflowError):  # lists, dates, whole numbers beyond doubles
        return None


def cut_tables(tables: Mapping[str, Any], stage: Stage) -> dict[str, Any]:
    """The same for every outcome."""
    return {key: cut_table(table, stage) for key, table in tables.items()}


def _stages(plan: Any) -> tuple[Stage, ...]:
    """The plan's looks, and the final analysis of all periods where the last of them is not yet it."""
    shares = [_share(look, plan) for look in plan.looks]
    whole = shares[-1] >= 1
    stages = [
        Stage(number=n + 1, after_period=look.after_period, planned=share, final=False)
        for n, (look, share) in enumerate(zip(plan.looks, shares, strict=True))
    ]
    if whole:
        return (*stages[:-1], replace(stages[-1], final=True))
    return (*stages, Stage(number=len(stages) + 1, after_period=None, planned=1.0, final=True))


def _share(look: Any, plan: Any) -> float:
    """Planned information as a share: up to 1 it is one already, above it is 1/SE²."""
    given = look.planned_information
    return given if given <= 1 else given / plan.max_information


def _check_reached(table: Any, stage: Stage) -> None:
    periods = _periods(table)
    if stage.after_period is None or periods is None:
        return
    last = periods.max()
    if not last >= stage.after_period:
        raise InputRefused(
            f"the table ends before look {stage.number}, planned after period {stage.after_period}",
            where=f"last period {last:g}",
            remedy="Wait until that period has been followed in full, or name an earlier look.",
        )


def _weigh(plan: Any, design: Any, table: Any, stage: Stage, before: list[Stage]) -> Stage:
    """The stage with what its data give: information, z, and the level left for it."""
    try:
        evidence = read_evidence(plan, design, table)
        estimate = evidence.estimate(design.primary(evidence))
    except (CannotEstimate, InputRefused):  # so early that nothing can be compared yet: nothing is spent
        return replace(stage, refused=True)
    spent_at = [(past.share, past.bound) for past in before if not past.refused]
    noisy = estimate.df is not None and estimate.df < NOISY_DF
    share = design.information(evidence, estimate) / plan.max_information
    share = min(share, min(stage.planned, 1.0) if noisy else 1.0)
    share = max([share, *(past.share for past in before if past.share is not None)])
    bound = next_bound(spent_at, share, plan.alpha, final=stage.final)
    level = float(2 * ndtr(-bound))
    least = estimate.details.get("smallest_p")
    return replace(
        stage,
        share=float(share),
        z=_as_z(estimate),
        p_value=estimate.p_value,
        bound=bound,
        level=level,
        refused=any(reached >= 1 for reached, _ in spent_at) or (least is not None and least > level),
    )


def _as_z(estimate: Estimate) -> float:
    """The normal deviate with the estimate's own two-sided p-value."""
    size = float(-ndtri(max(estimate.p_value, np.finfo(float).tiny) / 2))
    return size if estimate.value >= 0 else -size


def check_open(standing: Standing) -> None:
    """Raise CannotEstimate "a" where this look has no error left to spend, or no p-value small enough."""
    now = standing.now
    if not now.refused or now.level is None:
        return
    ended = next((past for past in standing.stages[:-1] if not past.refused and past.share >= 1), None)
    if ended is not None:
        which = "the earlier analysis at the end" if ended.number >= now.number else f"look {ended.number}"
        raise CannotEstimate(
            "a",
            missing=f"{which[0].upper()}{which[1:]} held all of the planned information and spent all of the error, "
            f"so no p-value can count at look {now.number}.",
            would_do=f"Read the result of {which}.",
        )
    raise CannotEstimate(
        "a",
        missing=f"Look {now.number} may spend a level of {now.level:.2g}, and no p-value can be that small.",
        would_do="Pass this look over; the next one keeps its error.",
    )


def describe_look(standing: Standing, estimate: Estimate) -> Estimate:
    """The estimate as that of a look: its place, its repeated interval, and its bias where the trial stopped."""
    now = standing.now
    stops = now.crossed and not now.final
    bias = (
        "; as the trial stops on it, it is biased upward: larger in size than the truth on average"
        if stops
        else ""
    )
    return replace(
        estimate,
        method=f"{estimate.method}; interval repeated over the looks{bias}",
        reference=f"{estimate.reference}; to be held against {level_words(now.level)} of look {now.number}",
        details={
            **estimate.details,
            "look": now.number,
            "looks": standing.planned,
            "information": now.share,
            "z": now.z,
            "bound": now.bound,
            "level": now.level,
            "crossed": now.crossed,
            "biased_upward": stops,
        },
    )
