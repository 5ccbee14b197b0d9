"""Trials that have ended: their results, whether they are published, and those of one nudge together."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch
from django.utils.timezone import localdate

from trials.lifecycle import TrialKind
from trials.lifecycle_of_trials import State
from trials.models import Chart, Draw, PlannedLook, Run, Trial
from trials.queries.conduct import state_of_planned, with_states

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
    last = last_number(trial, [look for look in _looks(trial) if look.run_id])
    if last is None:
        return None
    runs = Run.scoped.for_force(trial.force).filter(trial=trial, look=last)
    return runs.select_related("plan").order_by("-created_at").first()


def last_number(trial, taken):
    """The number of the look whose runs are the trial's result, of the looks taken in order; None without one."""
    last = taken[-1] if taken else None
    return last.number if last and (last.is_final or trial.conduct.stopped_at) else None


def _looks(trial):
    return PlannedLook.scoped.for_force(trial.force).filter(trial=trial).order_by("number")


def first_final_run(trial):
    """The run that ended the trial: from its day the time to publish counts."""
    look = final_look(trial)
    return look.run if look and look.run_id else None


def finished_trials(force, *, with_reports=False):
    """Every trial of the force that was planned before its data and has ended, newest first, however many in as many
    queries. Runs are without their reports and plans, unless these are asked for.
    """
    trials = Trial.scoped.for_force(force).filter(kind=TrialKind.PROSPECTIVE, conduct__isnull=False)
    looks = PlannedLook.scoped.for_force(force).order_by("number")
    trials = with_states(trials.select_related("owner"), force).prefetch_related(Prefetch("looks", looks))
    ended = [trial for trial in trials if has_ended(trial)]
    runs = Run.scoped.for_force(force).filter(trial__in=ended).order_by("-created_at")
    wanted = runs.defer("cells").select_related("plan") if with_reports else runs.defer("cells", "report")
    by_look = {}
    for run in wanted:
        by_look.setdefault((run.trial_id, run.look), []).append(run)
    return [_finished(trial, *_results(trial, by_look)) for trial in ended]


def _results(trial, by_look):
    """(newest run of the trial's result, run that ended it), as `final_result` and `first_final_run` find them."""
    taken = [look for look in trial.looks.all() if look.run_id]
    newest = by_look.get((trial.pk, last_number(trial, taken)), [None])[0]
    final = next((look for look in taken if look.is_final), None)
    ended_it = by_look.get((trial.pk, final.number), []) if final else []
    return newest, next((run for run in ended_it if run.pk == final.run_id), None)


def has_ended(trial):
    conduct = trial.conduct
    return state_of_planned(trial, conduct) in ENDED and bool(conduct.started_on or conduct.stopped_at)


def as_finished(trial):
    """The Finished of a trial, or None while it has not ended."""
    return _finished(trial, final_result(trial), first_final_run(trial)) if has_ended(trial) else None


def _finished(trial, run, first):
    conduct = trial.conduct
    return Finished(
        trial=trial,
        state=state_of_planned(trial, conduct),
        run=run,
        due_on=localdate(first.created_at) + PUBLISH_WITHIN if first else None,
        published_on=conduct.published_at and localdate(conduct.published_at),
        reason=conduct.unpublished_reason,
    )


def trials_of_nudge(force, nudge_id):
    """[Finished] of trials in which the primary contrast is about this nudge, those without a result left out."""
    return [
        one for one in finished_trials(force, with_reports=True) if one.run and nudge_id in nudges_of(one.run)
    ]


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
