"""What a plan may say. Each rule refuses with the field, what is wrong and what to write instead."""

import math
from collections.abc import Mapping
from typing import Any

from trials.stats.argument_rules import between, instance, is_number, one_of, shown, text, texts, whole
from trials.stats.errors import InputRefused

SCALES = ("risk_difference", "log_risk_ratio", "log_odds_ratio")
WEIGHTS = ("equal", "precision")
ROLES = ("primary", "secondary", "guardrail", "exploratory")
# Below, critical values of t on two degrees of freedom lose their digits; above, p-values averaged over the
# autocorrelation need not reach alpha anywhere, so that no interval exists.
SMALLEST_ALPHA, LARGEST_ALPHA = 1e-9, 0.5
DIRECTIONS = ("higher", "lower")
MOST_PERIODS = (
    1_000_000  # of any kind: days of 2,700 years; a larger number is a slip, and may leave the doubles
)


def check_plan(plan: Any) -> None:
    """Raise InputRefused at the first field of a Plan outside its rule."""
    one_of("design", plan.design, designs())
    between("alpha", plan.alpha, SMALLEST_ALPHA, LARGEST_ALPHA, closed=True)
    one_of("scale", plan.scale, SCALES)
    one_of("weights", plan.weights, WEIGHTS)
    whole("seed", plan.seed, least=0)
    whole("washout", plan.washout, least=0, most=MOST_PERIODS)
    whole("periods_per_year", plan.periods_per_year, least=1, most=MOST_PERIODS)
    whole("min_cell", plan.min_cell, least=0, most=MOST_PERIODS)
    whole("harmonics", plan.harmonics, least=1, most=2)
    if plan.start is not None:
        whole("start", plan.start, least=1, most=MOST_PERIODS)
    _tuples(plan)
    for period in plan.exclude_periods:
        whole("exclude_periods", period, least=1, most=MOST_PERIODS)
    _check_outcomes(plan.outcomes)
    _check_names(plan)
    _check_optional_numbers(plan)


def designs() -> tuple[str, ...]:
    """Keys of the designs the engine has."""
    from trials.stats.strategy import all_designs  # a design's module may itself import Plan

    return tuple(all_designs())


def _tuples(plan: Any) -> None:
    for name in ("exclude_periods", "outcomes", "covariates", "groups", "looks"):
        if not isinstance(getattr(plan, name), tuple):
            raise InputRefused(f"{name} is not a list", remedy=f"Write {name} as a tuple or list.")


def _check_names(plan: Any) -> None:
    """Arms, covariates, groups and what else is named: text, each once; looks and allocation the engine's own."""
    from trials.stats.plan import Allocation, Look

    for name in ("covariates", "groups", "arms", "primary_contrast"):
        if getattr(plan, name) is not None:
            texts(name, getattr(plan, name))
    for name in ("control", "cluster"):
        if getattr(plan, name) is not None:
            text(name, getattr(plan, name))
    for look in plan.looks:
        instance("a look", look, Look)
    if plan.allocation is not None:
        instance("allocation", plan.allocation, Allocation)


def _check_outcomes(outcomes: tuple) -> None:
    from trials.stats.plan import Outcome

    if not all(isinstance(outcome, Outcome) for outcome in outcomes):
        raise InputRefused("outcomes holds something that is not an Outcome", remedy="Use Outcome(key, ...).")
    keys = [outcome.key for outcome in outcomes]
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
            between(name, getattr(plan, name), 0, 1, closed=True)
    for name in ("max_information", "sceptical_sd"):
        if getattr(plan, name) is not None:
            between(name, getattr(plan, name), 0, math.inf)


def check_outcome(outcome: Any) -> None:
    """Raise InputRefused at the first field of an Outcome outside its rule."""
    if not isinstance(outcome.key, str) or not outcome.key:
        raise InputRefused("an outcome has no key", remedy="Give it the key of its measure.")
    text("an outcome's key", outcome.key)
    one_of("role", outcome.role, ROLES)
    one_of("better", outcome.better, DIRECTIONS)
    whole("follow_up_days", outcome.follow_up_days, least=0, most=MOST_PERIODS)
    if outcome.margin is not None:
        between("margin", outcome.margin, 0, math.inf, closed=True)
    if outcome.margin_scale is not None:
        one_of("margin_scale", outcome.margin_scale, SCALES)


def check_look(look: Any) -> None:
    """Raise InputRefused at the first field of a Look outside its rule."""
    whole("after_period", look.after_period, least=1, most=MOST_PERIODS)
    between("planned_information", look.planned_information, 0, math.inf)


def check_allocation(allocation: Any) -> None:
    """Raise InputRefused where an Allocation names no method, or says otherwise than in names what was allocated."""
    if not isinstance(allocation.method, str) or not allocation.method:
        raise InputRefused("an allocation names no method", remedy="Name the method that was used.")
    for name in ("arms", "strata", "pairs", "sequences"):
        if getattr(allocation, name) is not None or name != "arms":
            _check_entries(name, getattr(allocation, name))
    if allocation.scheme_hash is not None:
        text("scheme_hash", allocation.scheme_hash)
    if allocation.constraint is not None and not isinstance(allocation.constraint, Mapping):
        raise InputRefused(
            f"the allocation's constraint is {shown(allocation.constraint)}",
            remedy="Use the value that as_plan of the allocation gives.",
        )


def _check_entries(name: str, entries: Any) -> None:
    """A tuple of names and numbers, or of tuples of them."""
    rows = entries if isinstance(entries, tuple) else ()
    items = [item for row in rows for item in (row if isinstance(row, tuple) else (row,))]
    paired = [len(row) for row in rows if isinstance(row, tuple)]
    whole_rows = not paired or (len(paired) == len(rows) and (name == "pairs" or set(paired) == {2}))
    named = all(isinstance(item, str) or is_number(item) for item in items)
    if (
        not isinstance(entries, tuple)
        or not whole_rows
        or not named
        or (name == "sequences" and not paired and rows)
    ):
        raise InputRefused(
            f"the allocation's {name} are {shown(entries)}", remedy="Give pairs of names, or names alone."
        )
