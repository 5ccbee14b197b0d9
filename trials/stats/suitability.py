"""Whether a design acts on everything a plan sets: an option that would be ignored is refused."""

from dataclasses import fields
from itertools import pairwise
from typing import Any

from trials.stats.errors import InputRefused
from trials.stats.strategy import Design

# Every design reads these; the rest must be among the design's own `honours`, or be left at default.
ALWAYS = frozenset({"design", "alpha", "seed", "scale", "outcomes", "min_cell", "sceptical_sd"})
ARMS = frozenset({"arms", "control", "primary_contrast"})


def check_suitable(plan: Any, design: Design, *, look: int | None, taken: Any = None) -> None:
    """Raise InputRefused for a look, scale, arm or option the plan's design has no use for."""
    _check_looks(plan, design, look if taken is None else look or 1)
    if plan.scale not in design.scales:
        raise InputRefused(
            f"the design {plan.design} has no scale {plan.scale}",
            remedy=f"Choose one of: {', '.join(sorted(design.scales))}.",
        )
    _check_arms(plan, design)
    _check_options(plan, design)


def _check_looks(plan: Any, design: Design, look: int | None) -> None:
    if "looks" not in design.honours and (look is not None or plan.looks):
        raise InputRefused(
            f"the design {plan.design} has no planned looks: it is open monitoring",
            remedy="Analyse it once, and say when the figures were read.",
        )
    if look is not None and not plan.looks:
        raise InputRefused("the plan has no planned looks", remedy="Analyse it once, when it is over.")
    if plan.looks and plan.max_information is None:
        raise InputRefused(
            "the plan has looks and no max_information",
            remedy="Give 1/SE² of the final estimate, from the planned ICC, CAC and sizes.",
        )
    if any(
        second.after_period <= first.after_period or second.planned_information <= first.planned_information
        for first, second in pairwise(plan.looks)
    ):
        raise InputRefused(
            "the planned looks are not in order",
            remedy="Give each look a later period and more information than the one before.",
        )


def _check_arms(plan: Any, design: Design) -> None:
    if plan.arms is not None and len(plan.arms) != 2 and not design.several_arms:
        raise InputRefused(
            f"the plan names {len(plan.arms)} arms and the design {plan.design} compares two",
            remedy="Plan one comparison for each nudge, with its own units.",
        )
    if plan.control is not None and plan.arms is not None and plan.control not in plan.arms:
        raise InputRefused(
            f"the control {plan.control!r} is not among the arms", remedy="Name one of the arms."
        )
    if plan.primary_contrast is not None and not design.several_arms and not _is_only_contrast(plan):
        raise InputRefused(
            f"the design {plan.design} compares units with the nudge to the others, and primary_contrast says "
            f"{plan.primary_contrast!r}",
            remedy="Leave it out, or name the arm with the nudge first and the control second, as in arms.",
        )


def _is_only_contrast(plan: Any) -> bool:
    """Whether the contrast is the arm with the nudge against the control, of the two arms the plan names."""
    control = plan.control or (plan.arms[0] if plan.arms else None)
    others = [name for name in plan.arms or () if name != control]
    return len(others) == 1 and tuple(plan.primary_contrast) == (others[0], control)


def _check_options(plan: Any, design: Design) -> None:
    free = ALWAYS | ARMS | design.honours
    unused = [f.name for f in fields(plan) if f.name not in free and getattr(plan, f.name) != f.default]
    if unused:
        raise InputRefused(
            f"the design {plan.design} does not act on {', '.join(unused)}",
            remedy="Leave it at its default, or choose a design that uses it.",
        )
