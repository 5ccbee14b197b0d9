"""What a plan may say. Each rule refuses with the field, what is wrong and what to write instead."""

import math
import numbers
from collections.abc import Iterable
from typing import Any

from trials.stats.errors import InputRefused

SCALES = ("risk_difference", "log_risk_ratio", "log_odds_ratio")
WEIGHTS = ("equal", "precision")
ROLES = ("primary", "secondary", "guardrail", "exploratory")
# Below, critical values of t on two degrees of freedom lose their digits; above, p-values averaged over the
# autocorrelation need not reach alpha anywhere, so that no interval exists.
SMALLEST_ALPHA, LARGEST_ALPHA = 1e-9, 0.5
DIRECTIONS = ("higher", "lower")


def check_plan(plan: Any) -> None:
    """Raise InputRefused at the first field of a Plan outside its rule."""
    _one_of("design", plan.design, designs())
    _between("alpha", plan.alpha, SMALLEST_ALPHA, LARGEST_ALPHA, closed=True)
    _one_of("scale", plan.scale, SCALES)
    _one_of("weights", plan.weights, WEIGHTS)
    _whole("seed", plan.seed, least=0)
    _whole("washout", plan.washout, least=0)
    _whole("periods_per_year", plan.periods_per_year, least=1)
    _whole("min_cell", plan.min_cell, least=0)
    _one_of("harmonics", plan.harmonics, (1, 2))
    if plan.start is not None:
        _whole("start", plan.start, least=1)
    _tuples(plan)
    for period in plan.exclude_periods:
        _whole("exclude_periods", period, least=1)
    _check_outcomes(plan.outcomes)
    _check_optional_numbers(plan)


def designs() -> tuple[str, ...]:
    """Keys of the designs the engine has."""
    from trials.stats.strategy import all_designs  # a design's module may itself import Plan

    return tuple(all_designs())


def _tuples(plan: Any) -> None:
    for name in ("exclude_periods", "outcomes", "covariates", "groups", "looks"):
        if not isinstance(getattr(plan, name), tuple):
            raise InputRefused(f"{name} is not a list", remedy=f"Write {name} as a tuple or list.")


def _check_outcomes(outcomes: tuple) -> None:
    keys = [getattr(outcome, "key", None) for outcome in outcomes]
    if None in keys:
        raise InputRefused("outcomes holds something that is not an Outcome", remedy="Use Outcome(key, ...).")
    if len(set(keys)) != len(keys):
        raise InputRefused("two outcomes share a key", where=", ".join(keys), remedy="Give each its own key.")
    primaries = [outcome.key for outcome in outcomes if outcome.role == "primary"]
    if len(primaries) != 1:
        raise InputRefused(
            f"a plan has one primary outcome, this one has {len(primaries)}",
            remedy="Mark exactly one outcome as primary.",
        )


def _check_optional_numbers(plan: Any) -> None:
    for name in ("icc", "cac"):
        if getattr(plan, name) is not None:
            _between(name, getattr(plan, name), 0, 1, closed=True)
    for name in ("max_information", "sceptical_sd"):
        if getattr(plan, name) is not None:
            _between(name, getattr(plan, name), 0, math.inf)


def check_outcome(outcome: Any) -> None:
    """Raise InputRefused at the first field of an Outcome outside its rule."""
    if not isinstance(outcome.key, str) or not outcome.key:
        raise InputRefused("an outcome has no key", remedy="Give it the key of its measure.")
    _one_of("role", outcome.role, ROLES)
    _one_of("better", outcome.better, DIRECTIONS)
    _whole("follow_up_days", outcome.follow_up_days, least=0)
    if outcome.margin is not None:
        _between("margin", outcome.margin, 0, math.inf, closed=True)
    if outcome.margin_scale is not None:
        _one_of("margin_scale", outcome.margin_scale, SCALES)


def check_look(look: Any) -> None:
    """Raise InputRefused at the first field of a Look outside its rule."""
    _whole("after_period", look.after_period, least=1)
    _between("planned_information", look.planned_information, 0, math.inf)


def check_allocation(allocation: Any) -> None:
    """Raise InputRefused where an Allocation names no method."""
    if not isinstance(allocation.method, str) or not allocation.method:
        raise InputRefused("an allocation names no method", remedy="Name the method that was used.")


def _one_of(name: str, value: Any, allowed: Iterable) -> None:
    allowed = tuple(allowed)
    if value not in allowed:
        raise InputRefused(
            f"{name} {value!r} is not available",
            remedy=f"Choose one of: {', '.join(map(str, allowed))}.",
        )


def _whole(name: str, value: Any, *, least: int) -> None:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral) or value < least:
        raise InputRefused(f"{name} is {value!r}", remedy=f"Give a whole number of at least {least}.")


def _between(name: str, value: Any, low: float, high: float, *, closed: bool = False) -> None:
    number = isinstance(value, numbers.Real) and not isinstance(value, bool) and math.isfinite(value)
    if not number or not (low <= value <= high if closed else low < value < high):
        raise InputRefused(f"{name} is {value!r}", remedy=f"Give a number between {low} and {high}.")
