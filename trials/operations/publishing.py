"""Publishing what a trial found, or saying why it is not; and noting who took it away."""

from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, check_allowed
from trials.operations.trials import locked
from trials.queries.conduct import conduct_of, state_of_planned
from trials.queries.finished import final_result


@audited
def publish_result(*, trial, by, at):
    """Show the trial's result to everyone of the force as published, whatever it says. It is never taken back."""
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.PUBLISH)
    run = final_result(trial)
    if run is None:
        raise WrongState("There is no analysis to publish yet: it runs by itself once its cases are mature.")
    conduct = conduct_of(trial)
    conduct.published_at = at
    conduct.save(update_fields=["published_at"])
    after = {"run": str(run.pk)}
    record(Event.RESULT_PUBLISHED, by=by, at=at, force=trial.force, subject=trial, after=after)
    return conduct


@audited
def explain_unpublished(*, trial, reason, by, at):
    """Keep why a finished analysis is not published: it stands beside the trial in the archive."""
    trial = locked(trial)
    check_allowed(state_of_planned(trial), Action.PUBLISH)
    if not reason.strip():
        raise WrongState("Say why the result is not published.")
    conduct = conduct_of(trial)
    before = conduct.unpublished_reason
    conduct.unpublished_reason = reason.strip()
    conduct.save(update_fields=["unpublished_reason"])
    values = {"before": {"given": bool(before)}, "after": {"given": True}}
    record(Event.PUBLICATION_EXPLAINED, by=by, at=at, force=trial.force, subject=trial, **values)
    return conduct
