"""What has happened to a trial that was planned before its data, and the state that follows from it."""

from django.db.models import Exists, OuterRef, Prefetch

from trials.lifecycle_of_trials import awaits_analysis, state_of
from trials.models import Conduct, PlannedLook, PlanVersion, Run


def conduct_of(trial):
    """The trial's Conduct; it has one from the moment it is made."""
    return Conduct.scoped.for_force(trial.force).get(trial=trial)


def with_states(trials, force):
    """The trials of a force with all that their states follow from: of these `state_of_planned` asks nothing more."""
    finals = PlannedLook.scoped.for_force(force).filter(
        trial=OuterRef("pk"), is_final=True, run__isnull=False
    )
    sealed = PlanVersion.scoped.for_force(force).filter(trial=OuterRef("pk")).exclude(seal="")
    found = trials.select_related("force", "conduct")
    return found.annotate(found_final_run=Exists(finals), found_seal=Exists(sealed))


def with_sealed_plans(trials, force):
    """The trials with their sealed plans, the newest first: of these `sealed_plan` asks nothing more."""
    sealed = PlanVersion.scoped.for_force(force).exclude(seal="")
    return trials.prefetch_related(Prefetch("plans", sealed, to_attr="sealed_plans"))


def state_of_planned(trial, conduct=None):
    """The State of a trial of the kind `prospective`. In a list: see `with_states`."""
    known = vars(trial)
    if "found_seal" in known:
        return _state(trial, trial.conduct, known["found_final_run"], known["found_seal"])
    is_sealed = trial.plans.exclude(seal="").exists()
    return _state(trial, conduct or conduct_of(trial), has_final_run(trial), is_sealed)


def _state(trial, facts, has_final, is_sealed):
    return state_of(
        archived=trial.archived_at is not None,
        stopped=facts.stopped_at is not None,
        published=facts.published_at is not None,
        has_final_run=has_final,
        closed=facts.closed_at is not None,
        started=facts.started_on is not None,
        allocated=facts.allocated_at is not None,
        sealed=is_sealed,
    )


def is_blinded(trial):
    """Whether nothing by arm may be shown yet: the one answer for pages, files, comparisons and panels.

    In a list: see `with_states`.
    """
    conduct = trial.conduct if "found_seal" in vars(trial) else conduct_of(trial)
    started = conduct.started_on is not None
    return awaits_analysis(
        state_of_planned(trial, conduct), started=started, has_final_run=has_final_run(trial)
    )


def has_final_run(trial):
    """Whether the analysis at the end is there: the run of its last planned look. In a list: see `with_states`."""
    if "found_final_run" in vars(trial):
        return trial.found_final_run
    finals = trial.looks.filter(is_final=True, run__isnull=False)
    return Run.scoped.for_force(trial.force).filter(pk__in=finals.values("run")).exists()
