"""What is expected of a plan's guardrails if nothing is wrong, from the past that its power was worked out from."""

from trials.planning.scales import is_share
from trials.queries.powering import figures_of, studies_of


def watches_of(trial, plan):
    """{key of a guardrail: its Watch} for those whose past the newest study with a history knows.

    A plan that was changed since keeps the past: how many months and units it has is read from the plan itself.
    """
    past = next((found for found in map(known_past, studies_of(trial)) if found), {})
    lines = [line for line in plan.guardrails if is_share(line.key) and line.key in past]
    if not lines:
        return {}
    from trials.planning.false_alarms import watch_of

    found = {line.key: watch_of(plan, line, *past[line.key]) for line in lines}
    return {key: watch for key, watch in found.items() if watch}


def known_past(study):
    """{key of a guardrail: (cases a month by unit, level, ICC)} that a study found in its extract."""
    figures = figures_of(study)
    lines = figures.guardrails if figures else ()
    return {one.key: (dict(one.cases), one.baseline, one.icc) for one in lines if one.cases and one.baseline}
