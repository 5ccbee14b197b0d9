"""How a trial went, read from what was recorded: what its report prints beside the figures."""

from datetime import date

from cjnudge.cases.measures import measure
from trials.changes import as_conducted
from trials.evaluation.trial_report import Conducted
from trials.models import Alert, Change, PlannedLook
from trials.planning.periods import end_of_period
from trials.queries.interventions import live_in


def conducted_of(trial, plan, *, look=None):
    """The Conducted of a trial under its TrialPlan; `look` is the number of the look that is being made."""
    asked = measure(plan.measure)
    force = trial.force
    changes = Change.scoped.for_force(force).filter(trial=trial)
    done = PlannedLook.scoped.for_force(force).filter(trial=trial, run__isnull=False)
    taken = {*done.values_list("number", flat=True), *([look] if look else [])}
    return Conducted(
        changes=tuple(as_conducted(change) for change in changes),
        looks_taken=tuple(sorted(taken)),
        overlaps=tuple(overlaps_of(trial, plan)),
        fired=fired_of(trial, plan),
        measure_title=asked.title,
        measure_limits=tuple(asked.cannot_tell),
    )


def overlaps_of(trial, plan):
    """What else was live in the trial's units during its months, a sentence each."""
    first, last = date.fromisoformat(plan.first_period), end_of_period(plan, plan.periods)
    found = [one for one in live_in(trial.force, plan.unit_names, first, last) if one.trial_id != trial.pk]
    return [
        f"{one.title} was live in {', '.join(sorted({*plan.unit_names} & {*one.units}))} from {day(one.went_live_on)}"
        f"{' to ' + day(one.ended_on) if one.ended_on else ''}."
        for one in found
    ]


def day(on):
    return f"{on.day} {on:%B %Y}"


def fired_of(trial, plan):
    """{guardrail: (the texts of its stop rules that fired)}."""
    fired = set(Alert.scoped.for_force(trial.force).filter(trial=trial).values_list("rule", flat=True))
    found = {}
    for rule in plan.stop_rules:
        if rule.key in fired:
            found[rule.guardrail] = (*found.get(rule.guardrail, ()), rule.text)
    return found
