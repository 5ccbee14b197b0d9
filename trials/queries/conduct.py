"""What has happened to a trial that was planned before its data, and the state that follows from it."""

from trials.lifecycle_of_trials import state_of
from trials.models import Conduct, Run


def conduct_of(trial):
    """The trial's Conduct; it has one from the moment it is made."""
    return Conduct.scoped.for_force(trial.force).get(trial=trial)


def state_of_planned(trial, conduct=None):
    """The State of a trial of the kind `prospective`."""
    facts = conduct or conduct_of(trial)
    return state_of(
        archived=trial.archived_at is not None,
        stopped=facts.stopped_at is not None,
        published=facts.published_at is not None,
        has_final_run=has_final_run(trial),
        closed=facts.closed_at is not None,
        started=facts.started_on is not None,
        allocated=facts.allocated_at is not None,
        sealed=trial.plans.exclude(seal="").exists(),
    )


def has_final_run(trial):
    """Whether the analysis at the end has been published: the run of its last planned look."""
    finals = trial.looks.filter(is_final=True, run__isnull=False)
    return Run.scoped.for_force(trial.force).filter(pk__in=finals.values("run")).exists()
