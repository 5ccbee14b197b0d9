"""What else is in force in the units of a trial during its months, in words that its plan keeps."""

from trials.planning.periods import end_of_period, first_day_of
from trials.queries.interventions import live_in


def overlaps_now(trial, plan):
    """One sentence an intervention that is known today and is no part of the trial itself; () without months."""
    if not plan.first_period or not plan.units:
        return ()
    first, last = first_day_of(plan, 1), end_of_period(plan, plan.periods)
    found = live_in(trial.force, plan.unit_names, first, last)
    return tuple(sorted(words(one, plan) for one in found if one.trial_id != trial.pk))


def words(intervention, plan):
    """ "Custody card in Unit 03 and Unit 04, from 1 March 2026"."""
    shared = sorted({*intervention.units} & {*plan.unit_names})
    until = f" to {intervention.ended_on:%-d %B %Y}" if intervention.ended_on else ""
    where = f"{len(shared)} units" if len(shared) > 3 else " and ".join(shared)
    return f"{intervention.title} in {where}, from {intervention.went_live_on:%-d %B %Y}{until}"
