"""How likely a planned study is to find an effect, and the smallest effect it is likely to find."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import brentq

from trials.stats.argument_rules import between, instance, listed, whole
from trials.stats.arithmetic.power_of_t import power_of_t
from trials.stats.errors import CannotEstimate, InputRefused
from trials.stats.layout import Layout
from trials.stats.plan import Plan
from trials.stats.precision import PowerMethod, Precision, all_powers
from trials.stats.simulated_tests import simulated_p_values

# STATISTICS section 3: sealing asks for this much.
WANTED = 0.80
FARTHEST = 50.0  # a log ratio out here is of 10**21: no proportion moves so far
MOST_RUNS = 1_000_000
MOST_SD = 1e12  # beyond it nothing is a score or a time


@dataclass(frozen=True, kw_only=True)
class Power:
    """Power for an effect on the plan's scale; by arm against control where there are several.

    `power` is the least over arms. `standard_error` is that of the risk difference.
    """

    power: float
    effect: float
    standard_error: float
    df: float
    by_arm: tuple[float, ...]
    method: str


def power(plan: Any, effect: float, layout: Layout) -> Power:
    """Closed-form power of the plan's primary test; refused in words for a design that makes no test.

    The outcome's variance is p(1 - p) half way between the proportions without and with the nudge. The layout's
    periods are those compared: leave out washout and excluded ones. Planned looks cost a little beside it.
    """
    method = _method(plan, layout)
    check_effect(effect, plan.scale)
    precision = method.precision(plan, layout)
    difference = as_difference(effect, plan.scale, layout.baseline)
    errors = _errors(precision, layout, difference)
    by_arm = tuple(power_of_t(difference / se, precision.bound, precision.df) for se in errors)
    return Power(
        power=min(by_arm),
        effect=effect,
        standard_error=max(errors),
        df=precision.df,
        by_arm=by_arm,
        method=method.words,
    )


def smallest_detectable_effect(plan: Any, layout: Layout, *, power: float = WANTED) -> float:
    """The effect on the plan's scale, in the primary's better direction, found with that power.

    Raises CannotEstimate where even a change to 0 or to 1 would be found less often.
    """
    precision = _method(plan, layout).precision(plan, layout)
    between("power", power, plan.alpha, 1)
    higher = plan.primary.better == "higher"
    most = (1 - layout.baseline if higher else layout.baseline) * (1 - 1e-9)
    sign = 1 if higher else -1

    def short(size: float) -> float:
        errors = _errors(precision, layout, sign * size)
        return min(power_of_t(size / se, precision.bound, precision.df) for se in errors) - power

    if short(most) < 0:
        raise CannotEstimate(
            "a",
            missing="No change that a proportion can make would be found with that power.",
            would_do="Plan more units or more periods.",
        )
    return from_difference(sign * brentq(short, 1e-9, most, xtol=1e-12), plan.scale, layout.baseline)


def power_for_amount(plan: Any, amount: float, sd: float, layout: Layout) -> float:
    """Power for a difference of means of that amount, cases lying apart by `sd`; the layout's baseline is not read."""
    between("sd", sd, 0, MOST_SD)
    precision = _method(plan, layout).precision(plan, layout)
    return min(power_of_t(amount / (sd * se), precision.bound, precision.df) for se in precision.se)


def smallest_detectable_amount(plan: Any, sd: float, layout: Layout, *, power: float = WANTED) -> float:
    """The difference of means found with that power; a mean has no end, so that there always is one."""
    between("sd", sd, 0, MOST_SD)
    between("power", power, plan.alpha, 1)
    precision = _method(plan, layout).precision(plan, layout)

    def short(shift: float) -> float:
        return power_of_t(shift, precision.bound, precision.df) - power

    most = 2.0 * precision.bound + 10.0
    while short(most) < 0:
        most *= 2
    return float(brentq(short, 1e-9, most, xtol=1e-12)) * sd * max(precision.se)


def power_grid(plan: Any, layouts: Sequence[Layout], effects: Sequence[float]) -> list[dict[str, float]]:
    """Power of each layout for each effect, for a chart: units, periods, ICC and CAC beside each figure."""
    return [
        {
            "units": layout.count,
            "periods_after": layout.periods_after,
            "icc": layout.icc,
            "cac": layout.cac,
            "effect": effect,
            "power": power(plan, effect, layout).power,
        }
        for layout in listed("layouts", layouts)
        for effect in listed("effects", effects)
        if _method(plan, layout)
    ]


def simulate_power(plan: Any, effect: float, layout: Layout, *, runs: int = 1000) -> Power:
    """The same by simulation with the actual default; `standard_error` is that of the simulated power."""
    method = _method(plan, layout)
    check_effect(effect, plan.scale)
    whole("runs", runs, least=1, most=MOST_RUNS)
    difference = as_difference(effect, plan.scale, layout.baseline)
    if method.p_values is not None:
        p_values = method.p_values(plan, layout, difference, runs)
    else:
        p_values = simulated_p_values(plan, layout, difference, runs, method)
    shares = (p_values.reshape(runs, -1) <= plan.alpha).mean(axis=0).tolist()
    share = min(shares)
    return Power(
        power=share,
        effect=effect,
        standard_error=float(np.sqrt(share * (1 - share) / runs)),
        df=float(runs),
        by_arm=tuple(shares),
        method=f"{runs} simulated studies, each analysed as planned",
    )


def check_effect(effect: Any, scale: str) -> None:
    """Raise InputRefused for an effect that no proportion can show on the scale."""
    most = 1 if scale == "risk_difference" else FARTHEST
    between("the effect", effect, -most, most, closed=True)


def _method(plan: Any, layout: Any) -> PowerMethod:
    instance("the plan", plan, Plan)
    instance("the layout", layout, Layout)
    found = all_powers()
    if plan.design not in found:
        raise InputRefused(
            f"the design {plan.design} has no power: it makes no test that could miss an effect",
            remedy=f"Plan one of: {', '.join(found)}.",
        )
    return found[plan.design]


def _errors(precision: Precision, layout: Layout, difference: float) -> list[float]:
    middle = layout.baseline + difference / 2
    if not 0 < middle < 1 or not 0 <= layout.baseline + difference <= 1:
        raise InputRefused(
            "the effect leads outside 0 to 1", remedy="Give an effect the baseline leaves room for."
        )
    return [se * float(np.sqrt(middle * (1 - middle))) for se in precision.se]


def as_difference(effect: float, scale: str, baseline: float) -> float:
    """An effect on the plan's scale as a difference from the baseline proportion."""
    if scale == "risk_difference":
        return effect
    if scale == "log_risk_ratio":
        return baseline * float(np.expm1(effect))
    odds = baseline / (1 - baseline) * float(np.exp(effect))
    return odds / (1 + odds) - baseline


def from_difference(difference: float, scale: str, baseline: float) -> float:
    """A difference from the baseline proportion as an effect on the plan's scale."""
    reached = baseline + difference
    if scale == "risk_difference":
        return difference
    if scale == "log_risk_ratio":
        return float(np.log(reached / baseline))
    return float(np.log(reached / (1 - reached)) - np.log(baseline / (1 - baseline)))
