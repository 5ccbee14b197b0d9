"""Trials that have ended: their results, whether they are published, and those of one nudge together."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate

from trials.lifecycle import TrialKind
from trials.lifecycle_of_trials import State
from trials.models import Chart, Draw, PlannedLook, Run, Trial
from trials.queries.conduct import state_of_planned

PUBLISH_WITHIN = timedelta(days=30)  # the issue's: a finished analysis is published by then, whatever it says
ENDED = (State.ANALYSED, State.PUBLISHED, State.STOPPED, State.ARCHIVED)


@dataclass(frozen=True, kw_only=True)
class Finished:
    """One trial that has ended. `run` is its last result or None, `due_on` the day it is to be published by."""

    trial: Trial
    state: State
    run: Run | None
    due_on: date | None
    published_on: date | None
    reason: str

    @property
    def is_unpublished(self):
        return self.published_on is None and self.due_on is not None

    def is_late(self, on):
        return self.is_unpublished and on > self.due_on


def runs_of_trial(trial):
    """Every run of a planned trial, newest first, with its plan and without its cells."""
    runs = Run.scoped.for_force(trial.force).filter(trial=trial)
    return list(runs.select_related("plan").defer("cells").order_by("-created_at"))


def final_look(trial):
    """The planned analysis at the end, or None before the seal."""
    return PlannedLook.scoped.for_force(trial.force).filter(trial=trial, is_final=True).first()


def next_look_on(trial):
    """The day of the first planned look that has no run yet, or None."""
    looks = PlannedLook.scoped.for_force(trial.force).filter(trial=trial, run__isnull=True)
    return looks.order_by("number").values_list("due_on", flat=True).first()


def final_result(trial):
    """The newest run of the analysis at the end; of a stopped trial that of its last look; None without."""
    looks = PlannedLook.scoped.for_force(trial.force).filter(trial=trial, run__isnull=False)
    last = looks.order_by("-number").first()
    if last is None or not (last.is_final or trial.conduct.stopped_at):
        return None
    runs = Run.scoped.for_force(trial.force).filter(trial=trial, look=last.number)
    return runs.select_related("plan").order_by("-created_at").first()


def first_final_run(trial):
    """The run that ended the trial: from its day the time to publish counts."""
    look = final_look(trial)
    return look.run if look and look.run_id else None


def finished_trials(force):
    """Every trial of the force that was planned before its data and has ended, newest first."""
    trials = Trial.scoped.for_force(force).filter(kind=TrialKind.PROSPECTIVE, conduct__isnull=False)
    found = [as_finished(trial) for trial in trials.select_related("conduct", "force", "owner")]
    return [one for one in found if one]


def as_finished(trial):
    """The Finished of a trial, or None while it has not ended."""
    conduct = trial.conduct
    state = state_of_planned(trial, conduct)
    if state not in ENDED or not (conduct.started_on or conduct.stopped_at):
        return None
    run, first = final_result(trial), first_final_run(trial)
    return Finished(
        trial=trial,
        state=state,
        run=run,
        due_on=localdate(first.created_at) + PUBLISH_WITHIN if first else None,
        published_on=conduct.published_at and localdate(conduct.published_at),
        reason=conduct.unpublished_reason,
    )


def trials_of_nudge(force, nudge_id):
    """[Finished] of trials in which the primary contrast is about this nudge, those without a result left out."""
    return [one for one in finished_trials(force) if one.run and nudge_id in nudges_of(one.run)]


def nudges_of(run):
    """Ids of the nudges in the arm that the verdict speaks of."""
    plan = json.loads(run.plan.body)
    return {
        str(nudge[0])
        for arm in plan["arms"]
        if arm["key"] == plan["primary_contrast"][0]
        for nudge in arm["nudges"]
    }


def draw_of_run(run):
    """The trial's Draw, or None where nothing was drawn."""
    return Draw.scoped.for_force(run.force).filter(trial=run.trial_id).first()


def result_of(trial, run_id, *, with_cells=False):
    """One run of a planned trial with its plan, without its cells unless they are asked for; or None."""
    runs = (
        Run.scoped.for_force(trial.force)
        .filter(trial=trial, pk=run_id)
        .select_related("plan", "trial__force")
    )
    return (runs if with_cells else runs.defer("cells")).first()


def chart_of_result(force, trial_id, run_id, key):
    """One picture of a planned trial's run, in one query, or None."""
    found = Chart.scoped.for_force(force).filter(run=run_id, key=key, run__trial=trial_id)
    return found.filter(run__trial__kind=TrialKind.PROSPECTIVE).only("svg").first()
