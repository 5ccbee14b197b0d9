"""Reading trials, plans, runs and charts, always through their force."""

from django.db.models import OuterRef, Prefetch, Subquery

from trials.lifecycle import TrialKind, state_of
from trials.models import Chart, PlanVersion, Run, Trial
from trials.queries.conduct import state_of_planned, with_states


def trials_of(force):
    """Every trial of the force with its state, newest first; archived ones last. A list of (trial, state).

    Without the comparisons that interventions get by themselves: those are listed under their intervention.
    """
    plans = PlanVersion.scoped.for_force(force).only("id", "trial_id", "version", "seal")
    runs = Run.scoped.for_force(force).only("id", "trial_id", "created_at", "verdict")
    trials = (
        Trial.scoped.for_force(force)
        .exclude(kind=TrialKind.INTERVENTION)
        .select_related("owner", "snapshot", "conduct", "force")
        .prefetch_related(Prefetch("plans", plans), Prefetch("runs", runs))
    )
    found = [(trial, _state_in_list(trial)) for trial in with_states(trials, force)]
    return sorted(found, key=lambda pair: pair[0].archived_at is not None)


def comparisons_of(force):
    """Those of `trials_of` that are asked of figures which were there already."""
    return [pair for pair in trials_of(force) if pair[0].is_retrospective]


def planned_of(force):
    """Those of `trials_of` that are planned before their data."""
    return [pair for pair in trials_of(force) if not pair[0].is_retrospective]


def trial_of(force, trial_id):
    """One trial of the force, or None. Its `rehearsal_only` says whether the newest sealed plan is a rehearsal."""
    sealed = PlanVersion.scoped.for_force(force).filter(trial=OuterRef("pk")).exclude(seal="")
    newest = sealed.order_by("-version").values("rehearsal_only")[:1]
    trials = Trial.scoped.for_force(force).select_related("owner", "snapshot", "force")
    return trials.annotate(rehearsal_only=Subquery(newest)).filter(pk=trial_id).first()


def plans_of(trial):
    """Every version of its plan, newest first."""
    return list(PlanVersion.scoped.for_force(trial.force).filter(trial=trial))


def latest_plan(trial):
    """The newest version, sealed or not, or None."""
    return PlanVersion.scoped.for_force(trial.force).filter(trial=trial).first()


def plan_of(trial, version):
    """One version, or None."""
    plans = PlanVersion.scoped.for_force(trial.force).select_related("trial__snapshot", "trial__force")
    return plans.filter(trial=trial, version=version).first()


def runs_of(trial):
    """Every run, newest first, without its cells and report."""
    return list(
        Run.scoped.for_force(trial.force).filter(trial=trial).select_related("plan").defer("cells", "report")
    )


def run_of(trial, run_id):
    """One run with its plan, or None."""
    return (
        Run.scoped.for_force(trial.force)
        .filter(trial=trial, pk=run_id)
        .select_related("plan", "trial")
        .first()
    )


def run_for(plan, snapshot_hash, engine_version, look=0):
    """The run of this plan on that snapshot with that engine, or None; look: the number of a planned one."""
    runs = Run.scoped.for_force(plan.force).filter(plan=plan, look=look)
    return runs.filter(snapshot_hash=snapshot_hash, engine_version=engine_version).first()


def run_of_job(job):
    """The run that a job published; where another job had published the same already, that one."""
    plan = job.payload.get("plan")
    runs = Run.scoped.for_force(job.force).filter(plan=plan).defer("cells", "report")
    return runs.filter(job_id=job.pk).first() or runs.first()


def charts_of(run):
    """The run's charts in order, without their pictures."""
    return list(Chart.scoped.for_force(run.force).filter(run=run).defer("svg"))


def chart_of(run, key):
    """One chart with its picture, or None."""
    return Chart.scoped.for_force(run.force).filter(run=run, key=key).first()


def owned_by(person, force):
    """The trials of the force that a person owns."""
    return Trial.scoped.for_force(force).filter(owner=person)


def state_of_trial(trial):
    """The state the trial is in now."""
    if not trial.is_retrospective:
        return state_of_planned(trial)
    return _state(trial, plans_of(trial), runs_of(trial))


def _state_in_list(trial):
    if not trial.is_retrospective:
        return state_of_planned(trial, trial.conduct)
    return _state(trial, trial.plans.all(), trial.runs.all())


def _state(trial, plans, runs):
    return state_of(
        archived=trial.archived_at is not None,
        has_unsealed=any(not plan.is_sealed for plan in plans),
        has_sealed=any(plan.is_sealed for plan in plans),
        has_run=any(runs),
    )
