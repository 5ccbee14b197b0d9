"""What is due while a trial runs: its looks, what was told of its guardrails, and who watches over them."""

import json

from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.queries.snapshots import own_snapshots
from trials.lifecycle import TrialKind
from trials.lifecycle_of_trials import State
from trials.models import Alert, Change, PlannedLook, Run, Trial
from trials.planning.periods import mature_on
from trials.planning.trial_plan import TrialPlan
from trials.queries.conduct import state_of_planned, with_sealed_plans, with_states
from trials.queries.planning import sealed_plan

ANALYSED_IN = (State.RUNNING, State.CLOSED, State.STOPPED)
AFTER_THE_END = (State.ANALYSED, State.PUBLISHED, State.STOPPED)


def running_trials():
    """Every prospective trial that has started and is not archived, of any force: for the scheduler alone."""
    return Trial.objects.filter(
        kind=TrialKind.PROSPECTIVE, conduct__started_on__isnull=False, archived_at__isnull=True
    ).select_related("force", "conduct")


def running_in(force):
    """The started prospective trials of one force that were neither stopped, published nor archived."""
    found = Trial.scoped.for_force(force).filter(
        kind=TrialKind.PROSPECTIVE,
        conduct__started_on__isnull=False,
        conduct__stopped_at__isnull=True,
        conduct__published_at__isnull=True,
        archived_at__isnull=True,
    )
    return list(with_sealed_plans(with_states(found, force), force))


def looks_of(trial):
    """Every planned look in order."""
    return list(PlannedLook.scoped.for_force(trial.force).filter(trial=trial).select_related("run", "plan"))


def next_look(trial):
    """The first planned look that has not been taken, or None."""
    return next((look for look in looks_of(trial) if look.run_id is None), None)


def changes_of(trial):
    """What happened to the trial, in time order, each with the person who recorded it."""
    return list(Change.scoped.for_force(trial.force).filter(trial=trial).select_related("by"))


def trials_with_alarms(force):
    """Ids of the trials in which a stop rule fired and nobody has answered."""
    return {
        *Alert.scoped.for_force(force).filter(answered_at__isnull=True).values_list("trial_id", flat=True)
    }


def trials_with_looks_due(force, on):
    """Ids of the trials whose next look should have been taken by that day."""
    waiting = PlannedLook.scoped.for_force(force).filter(run__isnull=True, due_on__lte=on)
    return {*waiting.values_list("trial_id", flat=True)}


def published_since(force, instant):
    """The planned trials of a force whose result was published since then, and which are not archived."""
    found = Trial.scoped.for_force(force).filter(kind=TrialKind.PROSPECTIVE, archived_at__isnull=True)
    return list(found.filter(conduct__published_at__gte=instant))


def looks_since(force, instant):
    """The looks before the end that were analysed since then, newest first, of trials that are not archived."""
    taken = PlannedLook.scoped.for_force(force).filter(is_final=False, run__created_at__gte=instant)
    taken = taken.filter(trial__archived_at__isnull=True).select_related("trial__force")
    return list(taken.order_by("-run__created_at", "pk"))


def alerts_of(trial):
    """Every stop rule that fired, newest first."""
    return list(Alert.scoped.for_force(trial.force).filter(trial=trial).select_related("answered_by"))


def snapshots_of_cases(force, *, rehearsal=True):
    """The force's own snapshots that count by the day of entry and still have their rows, newest extract first.

    rehearsal: whether those that were brought in for a rehearsal alone are among them.
    """
    found = own_snapshots(force).filter(rows_erased_at__isnull=True).order_by("-as_at", "-imported_at")
    found = found if rehearsal else found.filter(rehearsal_only=False)
    return [one for one in found if "entry" in one.contents["bases"]]


def newest_for(version, since=None):
    """The newest snapshot that knows one of the sealed plan's units, as it was on that day or later, or None.

    A plan that is no rehearsal reads no extract that is one: its result would go without the mark. Another extract may
    have been read for something else, such as teams where the trial has districts. Where none knows any, the newest:
    its refusal says what is wrong.
    """
    units = {*TrialPlan.from_json(version.body).unit_names}
    found = snapshots_of_cases(version.trial.force, rehearsal=version.rehearsal_only)
    wanted = [one for one in found if since is None or one.as_at >= since]
    return next((one for one in wanted if units & {*places_in(one)}), next(iter(wanted), None))


def snapshot_for(version, period):
    """The newest snapshot on which every case up to the end of the period is mature, or None."""
    return newest_for(version, since=mature_on(TrialPlan.from_json(version.body), period))


def due_look(trial, on):
    """(PlannedLook, snapshot) of the look that is due and mature now, or None. Looks come in their order."""
    look = next_look(trial)
    if look is None or look.due_on > on or state_of_planned(trial) not in ANALYSED_IN:
        return None
    snapshot = snapshot_for(sealed_plan(trial), look.after_period)
    return (look, snapshot) if snapshot else None


def final_run(trial):
    """The newest run of the last look taken, or None: later runs of it tell of guardrails that became mature."""
    taken = [look for look in looks_of(trial) if look.run_id]
    if not taken:
        return None
    runs = Run.scoped.for_force(trial.force).filter(trial=trial, look=taken[-1].number)
    return runs.order_by("-created_at").first()


def due_guardrails(trial):
    """(run, snapshot, keys) of guardrails that were not mature in the last run and are on a newer snapshot, or None."""
    if state_of_planned(trial) not in AFTER_THE_END:
        return None
    run = final_run(trial)
    waiting = _waiting(run) if run else {}
    for snapshot in snapshots_of_cases(trial.force, rehearsal=run.plan.rehearsal_only) if waiting else ():
        ready = [key for key, day in waiting.items() if day <= snapshot.as_at.isoformat()]
        if ready and snapshot.hash != run.snapshot_hash:
            return run, snapshot, sorted(ready)
    return None


def _waiting(run):
    """{key: the day it is mature on} of the outcomes that a run had no follow-up for."""
    outcomes = json.loads(run.cells)["outcomes"]
    return {key: one["mature_on"] for key, one in outcomes.items() if one["state"] == "not_mature"}


def newest_snapshot(trial):
    """The newest snapshot of cases while the trial runs, for its stop rules and its monitor page, or None."""
    if state_of_planned(trial) not in (State.RUNNING, State.CLOSED):
        return None
    return newest_for(sealed_plan(trial))
