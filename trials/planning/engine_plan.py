"""The engine's own plan, from the plan of a trial and from its allocation. Pure: the same two give the same value."""

from dataclasses import replace

from trials.stats import Look, Outcome, Plan
from trials.stats.strategy import all_designs

# What planning fixes for every design and only some act on: the engine refuses an option that it would ignore.
PLANNED = ("allocation", "icc", "cac", "max_information")


def engine_plan(plan, allocation=None):
    """The trials.stats.Plan of a TrialPlan; `allocation` is the engine's own value, None before the draw.

    Raises InputRefused where the design cannot follow what the plan sets, so that it can be told before sealing.
    """
    honoured = all_designs()[plan.design].honours
    values = {name: value for name, value in planned(plan, allocation).items() if name in honoured}
    return Plan(
        design=plan.design,
        alpha=plan.alpha,
        seed=plan.analysis_seed,
        scale=plan.scale,
        weights=plan.weights,
        start=plan.start,
        washout=plan.washout,
        arms=tuple(arm.key for arm in ordered_arms(plan)),
        control=base_of(plan),
        primary_contrast=plan.primary_contrast,
        outcomes=(primary_outcome(plan), *map(outcome_of, plan.outcomes)),
        covariates=plan.covariates,
        groups=plan.subgroups[:1],
        looks=tuple(Look(line.after_period, line.planned_information) for line in plan.looks),
        **values,
    )


def planned(plan, allocation):
    """{field: value} of what only some designs act on, empty ones left out."""
    values = {
        "allocation": allocation,
        "icc": plan.icc,
        "cac": plan.cac,
        "max_information": plan.max_information if plan.looks else None,
    }
    return {name: values[name] for name in PLANNED if values[name] is not None}


def base_of(plan):
    """The arm that every other one is held against: usual practice, or what the primary contrast names second."""
    keys = [arm.key for arm in plan.arms]
    without = [arm.key for arm in plan.arms if not arm.nudges]
    second = plan.primary_contrast[1]
    return without[0] if len(without) == 1 else second if second in keys else keys[0]


def ordered_arms(plan):
    """The arms, the one that others are held against first."""
    base = base_of(plan)
    return sorted(plan.arms, key=lambda arm: arm.key != base)


def primary_outcome(plan):
    """The measure that the verdict rests on."""
    return Outcome(plan.measure, role="primary", follow_up_days=plan.follow_up_days)


def outcome_of(line):
    """A secondary, exploratory or guardrail outcome; a margin is an amount on the scale of differences."""
    scale = "risk_difference" if line.role == "guardrail" else None
    return Outcome(
        line.key,
        role=line.role,
        better=line.better,
        margin=line.margin,
        margin_scale=scale,
        follow_up_days=line.follow_up_days,
    )


def with_groups(engine, name):
    """The engine's plan with the cases of another subgroup compared; one is compared at a time."""
    return replace(engine, groups=(name,))


def with_outcomes(engine, keys):
    """The engine's plan with the primary and the named other outcomes alone: those that can be judged now."""
    kept = tuple(one for one in engine.outcomes if one.role == "primary" or one.key in keys)
    return replace(engine, outcomes=kept)
