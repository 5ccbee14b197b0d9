"""From a plan to what the engine is asked to draw, and from what was drawn to each unit's arm and start.

`draw_json` is what a draw published: the engine's own JSON where all units are drawn at once, the rule alone where
cases are enrolled one by one.
"""

import json

from trials.planning.trial_plan import CONTROL
from trials.stats.allocation_in_turn import ALGORITHM as IN_TURN
from trials.stats.allocation_in_turn import in_turn

STEPPED = "stepped"
STRATUM, PAIR = "stratum", "pair"


def is_in_turn(plan):
    """Whether cases are enrolled one by one, so that nothing is drawn before a case is there."""
    return plan.allocation is not None and plan.allocation.sequential


def arm_keys(plan):
    """The keys of the plan's arms, usual practice first."""
    keys = [arm.key for arm in plan.arms]
    return tuple(sorted(keys, key=lambda key: key != CONTROL))


def usual_practice(plan):
    """The key of the arm with usual practice; None where every arm has a nudge."""
    return CONTROL if CONTROL in {arm.key for arm in plan.arms} else None


def treated_arm(plan):
    """The arm that every unit of a stepped wedge comes to: the one the primary contrast is about."""
    return plan.primary_contrast[0]


def starts_of_steps(plan):
    """The periods in which a group of units starts, in a stepped wedge.

    As many as have their full step before the trial ends, and never more than there are units.
    """
    step = max(plan.step_periods, 1)
    fitting = max((plan.periods - plan.start + 1) // step, 0)
    return tuple(plan.start + step * number for number in range(min(fitting, len(plan.units))))


def rule_in_turn(plan):
    """How the engine allocates cases one by one under this plan: a trials.stats.allocation_in_turn.InTurn."""
    rule = plan.allocation
    return in_turn(rule.method, arm_keys(plan), rule.ratio, rule.factors, rule.coin_percent)


def draw_problem(plan):
    """Why this plan's allocation cannot be drawn, in words; "" where it can. Draws once, from a seed that is no secret.

    A constrained draw lists up to 50,000 schemes: some seconds.
    """
    from trials.stats import InputRefused, allocate

    try:
        rule_in_turn(plan) if is_in_turn(plan) else allocate(unit_rows(plan), seed=0, **draw_arguments(plan))
    except InputRefused as refused:
        return str(refused)
    return ""


def unit_rows(plan):
    """One row a unit as the engine reads it: its name, and each attribute that every unit has."""
    names = [name for name, _ in plan.units[0].covariates] if plan.units else []
    rows = [{**dict(unit.covariates), STRATUM: unit.stratum, PAIR: unit.pair} for unit in plan.units]
    kept = [name for name in (STRATUM, PAIR, *names) if all(row.get(name, "") != "" for row in rows)]
    return [
        {"unit": unit.name, **{name: row[name] for name in kept}}
        for unit, row in zip(plan.units, rows, strict=True)
    ]


def draw_arguments(plan):
    """What `trials.stats.allocate` is given beside units and seed: method, arms, ratio, options."""
    rule = plan.allocation
    if rule.method == STEPPED:  # as many units to each step, whatever the arms' ratio
        arms, ratio = tuple(str(start) for start in starts_of_steps(plan)), None
    else:
        arms, ratio = arm_keys(plan), rule.ratio or None
    return {"method": rule.method, "arms": arms, "ratio": ratio, **_options(plan, rule)}


def _options(plan, rule):
    """The columns and percentages that the method reads."""
    has_strata = all(unit.stratum for unit in plan.units)
    names = rule.factors or tuple(name for name, _ in plan.units[0].covariates)
    options = {
        "stratified": {"stratum": STRATUM},
        "matched_pairs": {"pair": PAIR},
        "constrained": {"covariates": names, "best_percent": rule.best_percent},
        "minimisation": {"factors": names, "coin_percent": rule.coin_percent},
        STEPPED: {"stratum": STRATUM if has_strata else None},
    }.get(rule.method, {})
    return {name: value for name, value in options.items() if value not in (None, ())}


def arms_by_unit(plan, draw_json=None):
    """{unit: key of its arm}; empty where cases are enrolled one by one. Without a draw, what people decided.

    In a stepped wedge every unit has the arm it comes to.
    """
    if plan.allocation is None or draw_json is None:
        return {unit.name: unit.arm or usual_practice(plan) for unit in plan.units}
    found = json.loads(draw_json)
    if found["algorithm"] == IN_TURN:
        return {}
    if found["method"] == STEPPED:
        return dict.fromkeys(found["assignment"], treated_arm(plan))
    return dict(found["assignment"])


def start_by_unit(plan, draw_json=None):
    """{unit: the first period in which its arm's nudge is to be in force, or None under usual practice}."""
    found = json.loads(draw_json) if plan.allocation is not None and draw_json is not None else {}
    if found.get("algorithm") == IN_TURN:
        return dict.fromkeys(plan.unit_names, plan.start)
    if found.get("method") == STEPPED:
        return {unit: int(start) for unit, start in found["assignment"].items()}
    own = {unit.name: unit.start or plan.start for unit in plan.units}
    usual = usual_practice(plan)
    arms = arms_by_unit(plan, draw_json)
    return {unit: None if arm == usual else own[unit] for unit, arm in arms.items()}


def engine_allocation(draw_json):
    """The trials.stats.Allocation of a draw, for the engine's own plan.

    Of cases enrolled one by one it holds the arms with their ratio: a case's own arm stands in its row.
    """
    from trials.stats.allocating import Allocated, request_of
    from trials.stats.plan import Allocation

    found = json.loads(draw_json)
    if found["algorithm"] == IN_TURN:
        pairs = zip(found["arms"], found["ratio"], strict=True)
        return Allocation(found["method"], arms=tuple(pairs))
    return Allocated(
        algorithm=found["algorithm"],
        method=found["method"],
        seed=found["seed"],
        request=request_of(found),
        assignment=tuple(sorted(found["assignment"].items())),
        scheme_hash=found["scheme_hash"],
        schemes=found["schemes"],
        balance=(),
    ).as_plan()
