"""Asking for a look once it is due, for guardrails that became mature, and for the check of stop rules."""

from django.utils.timezone import localdate

from cjnudge.audit.chain import audited
from cjnudge.jobs.models import Job
from cjnudge.jobs.operations import request_job
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, check_allowed
from trials.operations.trials import locked
from trials.queries.conduct import state_of_planned
from trials.queries.following import due_guardrails, due_look, newest_snapshot, running_trials
from trials.queries.planning import sealed_plan
from trials.stats.version import ENGINE_VERSION

LOOK_KIND = "analyse_look"
STOP_RULES_KIND = "check_stop_rules"
SCHEDULER = "scheduler"


def due_looks(on):
    """[(PlannedLook, snapshot)] of every trial whose next look is due and mature on that day."""
    found = (due_look(trial, on) for trial in running_trials())
    return [pair for pair in found if pair]


def follow_trials(*, on, at):
    """Ask for all that is due in every trial: looks, guardrails that became mature, stop rules. How many jobs.

    Asked twice, done once: each job's key names trial, look, snapshot and engine.
    """
    return sum(len(follow(trial, on=on, at=at)) for trial in running_trials())


def follow(trial, *, on, at):
    """The jobs that are due for one trial."""
    given = {"by": SCHEDULER, "at": at}
    jobs = []
    pair, later, snapshot = due_look(trial, on), due_guardrails(trial), newest_snapshot(trial)
    if pair and not was_asked(look_key(trial, pair[0].number, pair[1])):
        jobs.append(request_look(look=pair[0], snapshot=pair[1], **given))
    if later and not was_asked(look_key(trial, later[0].look, later[1])):
        jobs.append(request_guardrails(run=later[0], snapshot=later[1], **given))
    if snapshot and has_stop_rules(trial) and not was_asked(stop_key(trial, snapshot)):
        jobs.append(request_stop_rules(trial=trial, snapshot=snapshot, **given))
    return jobs


def look_key(trial, number, snapshot):
    return f"{LOOK_KIND}:{trial.pk}:{number}:{snapshot.hash}:{ENGINE_VERSION}"


def stop_key(trial, snapshot):
    return f"{STOP_RULES_KIND}:{sealed_plan(trial).pk}:{snapshot.hash}"


def was_asked(key):
    """Whether there is such a job. One that failed waits for a person: the scheduler would try it every minute."""
    return Job.objects.filter(key=key).exists()


def has_stop_rules(trial):
    return bool(sealed_plan(trial).content["stop_rules"])


@audited
def request_look(*, look, snapshot, by, at):
    """The job of a planned look on a snapshot. WrongState before its day, and where it was taken already."""
    trial = locked(look.trial)
    check_allowed(state_of_planned(trial), Action.ANALYSE)
    pair = due_look(trial, localdate(at))
    if pair is None or pair[0].pk != look.pk:
        raise WrongState(
            "This look is not due: it comes on its day, once every case has its follow-up, and once only."
        )
    return request_job(
        kind=LOOK_KIND,
        key=look_key(trial, look.number, snapshot),
        force=trial.force,
        payload={"trial": str(trial.pk), "look": str(look.pk), "snapshot": str(snapshot.pk)},
        by=by,
        at=at,
    )


@audited
def request_guardrails(*, run, snapshot, by, at):
    """The job that judges, on a later snapshot, the guardrails that were not mature in a run."""
    return request_job(
        kind=LOOK_KIND,
        key=look_key(run.trial, run.look, snapshot),
        force=run.force,
        payload={"trial": str(run.trial_id), "run": str(run.pk), "snapshot": str(snapshot.pk)},
        by=by,
        at=at,
    )


@audited
def request_stop_rules(*, trial, snapshot, by, at):
    """The job that holds a snapshot against the plan's stop rules, once."""
    return request_job(
        kind=STOP_RULES_KIND,
        key=stop_key(trial, snapshot),
        force=trial.force,
        payload={"trial": str(trial.pk), "snapshot": str(snapshot.pk)},
        by=by,
        at=at,
    )
