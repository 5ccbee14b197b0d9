"""Asking for the analysis of a sealed plan."""

from cjnudge.audit.chain import audited
from cjnudge.jobs.operations import request_job
from trials.lifecycle import Action, check_allowed
from trials.operations.trials import locked
from trials.queries.trials import state_of_trial
from trials.stats.version import ENGINE_VERSION

JOB_KIND = "analyse_trial"


@audited
def request_analysis(*, plan, by, at):
    """The job that analyses this plan on its snapshot with this engine: asked twice, done once."""
    trial = locked(plan.trial)
    check_allowed(state_of_trial(trial), Action.ANALYSE, trial.kind)
    return request_job(
        kind=JOB_KIND,
        key=job_key(plan, trial.snapshot),
        force=trial.force,
        payload={"plan": str(plan.pk)},
        by=by,
        at=at,
    )


def job_key(plan, snapshot):
    """Names the work: the sealed plan (its row never changes), the snapshot, the engine."""
    return f"{JOB_KIND}:{plan.pk}:{snapshot.hash}:{ENGINE_VERSION}"
