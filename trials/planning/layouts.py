"""From a plan and its planning values to the layout whose power is asked for, also with other units or months."""

from dataclasses import replace

from trials.planning.allocated import arm_keys, start_by_unit, starts_of_steps
from trials.planning.splitting import split
from trials.stats import Allocation, Layout

STEPPED, STAGGERED, SINGLE = "stepped_wedge", "staggered_adoption", "individually_randomised"
SERIES = "interrupted_series"
CHOSEN = ("difference_in_differences", "controlled_series")


def months_after(plan):
    """Months from the first start on whose cases are compared."""
    if plan.design == STEPPED:
        return len(starts_of_steps(plan)) * max(plan.step_periods, 1)
    return plan.periods - plan.start + 1 - plan.washout


def layout_of(plan, values, *, units=None, months=None, icc=None):
    """The trials.stats.Layout of the plan; `units` and `months` (from the first start on) replace its own.

    Sizes are those of the plan's units in the past, a unit without a past being taken as the average one. Further
    units are as large as those there are.
    """
    count = len(plan.units) if units is None else units
    months = months_after(plan) if months is None else months
    made = {"baseline": values.baseline, "icc": values.icc if icc is None else icc, "cac": values.cac}
    sizes = tuple(sizes_of_units(plan, values, count))
    before = plan.start - 1
    if plan.design == SINGLE:
        arms = shares_of_arms(plan)
        cases = tuple(sum(sizes) * share for share in arms)
        return Layout(units=(1,) * len(arms), cases=cases, periods_before=0, periods_after=months, **made)
    if plan.design in (STEPPED, STAGGERED):
        groups, step = groups_in_turn(plan, count, months)
        return Layout(units=groups, cases=sizes, periods_before=before, periods_per_step=step, **made)
    return Layout(
        units=groups_at_once(plan, count), cases=sizes, periods_before=before, periods_after=months, **made
    )


def sizes_of_units(plan, values, count):
    """Cases a month of each of that many units."""
    known = dict(zip(values.units, values.cases, strict=True))
    own = [known.get(unit.name, values.mean_cases) or values.mean_cases for unit in plan.units]
    return [own[number % len(own)] for number in range(count)]


def shares_of_arms(plan):
    """What share of cases or units each arm gets, usual practice first."""
    ratio = plan.allocation.ratio if plan.allocation and plan.allocation.ratio else (1,) * len(plan.arms)
    ordered = dict(zip((arm.key for arm in plan.arms), ratio, strict=True))
    return [ordered[key] / sum(ratio) for key in arm_keys(plan)]


def shares_with_nudge(plan, sizes):
    """Of all cases, the share expected with a nudge in force in each month from the first start on, before any draw.

    sizes: {unit: cases a month}, by which units count where people decided who starts when.
    """
    months = range(plan.start, plan.periods + 1)
    if plan.design == STEPPED:
        steps = starts_of_steps(plan)
        return tuple(sum(start <= month for start in steps) / max(len(steps), 1) for month in months)
    if plan.allocation is not None:
        return (1 - shares_of_arms(plan)[0],) * len(months)
    starts, total = start_by_unit(plan), sum(sizes.values()) or 1
    return tuple(
        sum(sizes[name] for name, start in starts.items() if start and start <= month) / total
        for month in months
    )


def groups_at_once(plan, count):
    """Units by arm, usual practice first; a series has all in one."""
    if plan.design == SERIES:
        return (count,)
    if plan.design in CHOSEN:
        chosen = sum(unit.arm not in ("", arm_keys(plan)[0]) for unit in plan.units)
        share = chosen / len(plan.units) or 0.5  # nobody is chosen yet: half of them
        return split(count, (1 - share, share))
    return split(count, shares_of_arms(plan))


def groups_in_turn(plan, count, months):
    """(units by sequence or cohort in the order they start, months between two starts)."""
    if plan.design == STAGGERED:
        starts = [unit.start for unit in plan.units]
        cohorts = sorted(set(starts))
        if (
            0 not in cohorts
        ):  # once the last have begun nobody is left to compare with: they stand for the untreated
            cohorts = [cohorts[-1], *cohorts[:-1]]
        shares = [starts.count(start) / len(starts) for start in cohorts]
        return split(count, shares), max(months // max(len(cohorts) - 1, 1), 1)
    sequences = min(max(len(starts_of_steps(plan)), 1), count)
    return split(count, (1 / sequences,) * sequences), max(months // sequences, 1)


def blocks_of(plan):
    """The engine's Allocation as far as it is known before the draw: the method, and strata or pairs by name."""
    if plan.allocation is None:
        return None
    named = {unit.name: unit for unit in plan.units}
    kept = {
        "stratified": {"strata": tuple((name, unit.stratum) for name, unit in named.items())},
        "matched_pairs": {"pairs": tuple((name, unit.pair) for name, unit in named.items())},
    }
    return Allocation(method=plan.allocation.method, **kept.get(plan.allocation.method, {}))


def alike(layout):
    """The same layout with every unit as large as the average one: quick to search with."""
    return replace(layout, cases=float(layout.sizes.mean()))
