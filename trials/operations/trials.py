"""Starting a trial, handing it to another owner, putting it away."""

from cjnudge.audit.chain import Event, audited, record
from trials import lifecycle_of_trials
from trials.lifecycle import Action, TrialKind, WrongState, check_allowed
from trials.models import Trial
from trials.queries.trials import state_of_trial


@audited
def create_trial(
    *, force, title, question, measure, snapshot, basis, design, by, at, kind=TrialKind.RETROSPECTIVE
):
    """A new trial, owned by the person who starts it; it has no plan yet."""
    if snapshot.synthetic != force.is_practice:
        raise WrongState("A practice space asks synthetic data alone, and nobody else does.")
    trial = Trial(
        force=force,
        title=title,
        kind=kind,
        question=question,
        measure=measure,
        basis=basis,
        design=design,
        snapshot=snapshot,
        owner=by,
        created_at=at,
    )
    trial.save(force_insert=True)
    after = {"kind": kind, "measure": measure, "basis": basis, "design": design, "snapshot": snapshot.hash}
    record(Event.TRIAL_CREATED, by=by, at=at, force=force, subject=trial, after=after)
    return trial


@audited
def hand_over(*, trial, to, by, at):
    """Make another person the owner."""
    trial = locked(trial)
    before = str(trial.owner_id)
    trial.owner = to
    trial.save(update_fields=["owner"])
    values = {"before": {"owner": before}, "after": {"owner": str(to.pk)}}
    record(Event.OWNERSHIP_HANDED_OVER, by=by, at=at, force=trial.force, subject=trial, **values)
    return trial


@audited
def archive_trial(*, trial, by, at):
    """Put a trial away: it stays readable, and nothing about it can be changed."""
    trial = locked(trial)
    if trial.is_retrospective:
        check_allowed(state_of_trial(trial), Action.ARCHIVE, trial.kind)
    else:
        lifecycle_of_trials.check_allowed(state_of_trial(trial), lifecycle_of_trials.Action.ARCHIVE)
    trial.archived_at = at
    trial.save(update_fields=["archived_at"])
    record(Event.TRIAL_ARCHIVED, by=by, at=at, force=trial.force, subject=trial)
    return trial


def locked(trial):
    """The trial's row, held until the operation ends: two people at once take turns."""
    return (
        Trial.scoped.for_force(trial.force)
        .select_related("force")
        .select_for_update(of=("self",))
        .get(pk=trial.pk)
    )
