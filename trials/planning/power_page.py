"""What a planned trial can find: power and smallest effects of the plan, and of it with other units or months.

All figures are the engine's own (trials.stats.power); nothing is estimated here. Effects are differences of shares.
"""

from dataclasses import replace

from trials.planning.engine_plan import engine_plan, with_outcomes
from trials.planning.history_of import PlanningValues
from trials.planning.layouts import alike, blocks_of, groups_in_turn, layout_of, months_after
from trials.planning.power_found import WANTED, GuardrailPower, PowerFigures, power_digest
from trials.planning.scales import CRIMES
from trials.stats import (
    CannotEstimate,
    InputRefused,
    power,
    power_for_amount,
    simulate_power,
    smallest_detectable_amount,
    smallest_detectable_effect,
)
from trials.stats.mean_history import MeanHistory

RUNS = 400  # simulated studies: a power of 0.80 is then known to within 4 points, in seconds
# Searched no farther: a trial of more than five years, or of more units than any force has teams, is no plan.
MOST_MONTHS, MOST_UNITS = 60, 240
GRID_SHARES = (0.5, 0.75, 1.0)  # of the plan's units: a line each, told apart in the chart
GRID_MONTHS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)  # of the plan's months from the first start on
NOT_READ = 0.5  # a layout has a level, which the precision of a mean does not go by
NO_PAST = "No past of it is in these figures, so its power is not known."
UNKNOWN = {
    CRIMES: "Every unit is held against its own past, which does not tell how far units drift apart later: which "
    "margin can be held is not known before the trial."
}


def power_figures(plan, values, guardrails=(), *, unknown=(), stage=lambda text: None):
    """The PowerFigures of a plan. guardrails: {key: PlanningValues, of a mean MeanHistory} of those with a known past.

    unknown: {key: why, in words} of those without.
    stage is called with a few words before each part, and may raise to end the work.
    """
    engine, layout = engine_of(plan, values), layout_of(plan, values)
    plain = {"digest": power_digest(plan), "effect": plan.worthwhile.effect, "values": values}
    plain |= {"units": layout.units, "months_before": plan.start - 1, "months": months_after(plan)}
    stage("power of the plan")
    try:
        found = power(engine, plan.worthwhile.effect, layout)
    except (CannotEstimate, InputRefused) as refusal:
        return PowerFigures(**plain, refused=str(refusal))
    plain |= {"power": found.power, "standard_error": found.standard_error, "method": found.method}
    plain["power_at_high_icc"] = power_or_none(engine, plan, layout_of(plan, values, icc=values.icc_high))
    plain["detectable"] = detectable(engine, layout)
    stage("simulated trials")
    plain |= {"simulated": simulated(engine, plan, layout), "runs": RUNS}
    stage("other numbers of units and months")
    plain["grid"] = grid_of(engine, plan, values)
    plain |= needed(engine, plan, values) if found.power < WANTED else {}
    stage("guardrails")
    return PowerFigures(**plain, guardrails=guardrail_powers(engine, plan, dict(guardrails), dict(unknown)))


def engine_of(plan, values):
    """The engine's plan with the planning values' correlations and, before any draw, the rule of the allocation."""
    planned = replace(plan, icc=values.icc, cac=values.cac, looks=(), max_information=None)
    return with_outcomes(engine_plan(planned, blocks_of(plan)), ())


def power_or_none(engine, plan, layout):
    try:
        return power(engine, plan.worthwhile.effect, layout).power
    except (CannotEstimate, InputRefused):
        return None


def detectable(engine, layout):
    """The smallest effect found with 80 % power; None where no change a share can make would be."""
    try:
        return smallest_detectable_effect(engine, layout, power=WANTED)
    except (CannotEstimate, InputRefused):
        return None


def simulated(engine, plan, layout):
    """Power by simulated trials, each analysed as planned: a check on the closed form."""
    try:
        return simulate_power(engine, plan.worthwhile.effect, layout, runs=RUNS).power
    except (CannotEstimate, InputRefused):
        return None


def grid_of(engine, plan, values):
    """Rows of the chart: fewer units and months, and more months; units of equal size, so that it is quick."""
    rows = []
    for count in sorted({max(round(len(plan.units) * share), 2) for share in GRID_SHARES}):
        for months in month_choices(plan):
            layout = alike(layout_of(plan, values, units=count, months=months))
            rows.append((count, months, detectable(engine, layout), power_or_none(engine, plan, layout)))
    return tuple(rows)


def month_choices(plan):
    """Numbers of months from the first start on, in whole steps where starts are in turn."""
    step = step_of(plan)
    own = months_after(plan)
    return sorted({max(round(own * share / step), 1) * step for share in GRID_MONTHS} | {own})


def step_of(plan):
    """By how many months a plan can grow: every sequence's step grows alike."""
    if plan.design in ("stepped_wedge", "staggered_adoption"):
        groups, _ = groups_in_turn(plan, len(plan.units), months_after(plan))
        return len(groups) - (plan.design == "staggered_adoption")
    return 1


def needed(engine, plan, values):
    """Fewest months with the same units, and fewest units with the same months, that reach 80 %."""

    def enough(**changes):
        found = power_or_none(engine, plan, alike(layout_of(plan, values, **changes)))
        return found is not None and found >= WANTED

    months = range(months_after(plan) + step_of(plan), MOST_MONTHS + 1, step_of(plan))
    units = range(len(plan.units) + 1, MOST_UNITS + 1)
    return {
        "months_needed": next((number for number in months if enough(months=number)), None),
        "units_needed": next((number for number in units if enough(units=number)), None),
    }


def guardrail_powers(engine, plan, values, unknown):
    """A GuardrailPower for each guardrail, with the cases, level and ICC of its own past where that is known."""
    return tuple(
        guardrail_power(engine, plan, line, values.get(line.key), unknown) for line in plan.guardrails
    )


def guardrail_power(engine, plan, line, values, unknown):
    """The chance that harm of the margin is ruled out when there is none: the power to find a change as large.

    The interval's harmful bound must lie inside the margin, which is a test against it at half of alpha.
    """
    plain = {"key": line.key, "title": line.title, "margin": line.margin or 0.0}
    if values is None or not line.margin:
        text = unknown.get(line.key) or UNKNOWN.get(line.key, NO_PAST)
        return GuardrailPower(**plain, power=None, baseline=None, text=text)
    if isinstance(values, MeanHistory):
        return power_of_mean(engine, plan, line, values, plain)
    icc = values.icc if values.icc_estimate is None else values.icc_estimate
    plain |= {"cases": tuple(zip(values.units, values.cases, strict=True)), "icc": icc}
    own = layout_of(plan, values)
    try:
        found = power(engine, harm_of(line, values.baseline), own).power
    except (CannotEstimate, InputRefused) as refusal:
        return GuardrailPower(**plain, power=None, baseline=values.baseline, text=str(refusal))
    held = {"power": found, "holdable": holdable(engine, line, own)}
    return GuardrailPower(**plain, **held, baseline=values.baseline)


def power_of_mean(engine, plan, line, values, plain):
    """The same for a mean of cases, whose own spread stands where a share's follows from its level."""
    likeness = {"icc": values.icc, "icc_high": values.icc, "cac": values.cac}
    sizes = {"units": values.units, "cases": values.cases, "months": 0, "baseline": NOT_READ}
    own = layout_of(plan, PlanningValues(**sizes, **likeness))
    try:
        found = power_for_amount(engine, line.margin, values.sd, own)
        held = smallest_detectable_amount(engine, values.sd, own, power=WANTED)
    except (CannotEstimate, InputRefused) as refusal:
        return GuardrailPower(**plain, power=None, baseline=None, text=str(refusal))
    return GuardrailPower(**plain, power=found, baseline=None, holdable=held)


def holdable(engine, line, layout):
    """The smallest harm, as a size, that such a trial rules out with 80 % power when there is none; None for no such.

    The smallest change towards harm that it would find, which is where the harmful bound of its interval lies.
    """
    towards = "higher" if line.better == "lower" else "lower"
    harmed = replace(engine, outcomes=(replace(engine.primary, better=towards),))
    found = detectable(harmed, layout)
    return None if found is None else abs(found)


def harm_of(line, baseline):
    """The margin as a change; towards the side that has room for it, where a share starts near its end."""
    harm = line.margin if line.better == "lower" else -line.margin
    return harm if 0 < baseline + harm < 1 else -harm
