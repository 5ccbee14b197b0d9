"""Writing a plan and fixing it for good."""

from cjnudge.audit.chain import Event, audited, record
from cjnudge.safeguards.queries import may_use_real_data
from cjnudge.safeguards.rules import Refused, RehearsalOnly
from trials.lifecycle import Action, WrongState, check_allowed
from trials.models import PlanVersion
from trials.operations.trials import locked
from trials.plan_body import seal_of
from trials.queries.trials import latest_plan, state_of_trial


class DraftChanged(WrongState):
    """Another text than the one that was read would have been sealed."""


@audited
def write_plan(*, trial, body, by, at):
    """The plan as the trial's unsealed version: a new one, or the one that is being written.

    body: a PlanBody. After a sealed version this starts the next; the sealed one stays as it is.
    """
    trial = locked(trial)
    check_allowed(state_of_trial(trial), Action.WRITE_PLAN, trial.kind)
    latest = latest_plan(trial)
    if latest is None or latest.is_sealed:
        latest = PlanVersion(force=trial.force, trial=trial, version=latest.version + 1 if latest else 1)
    latest.body = body.to_json()
    latest.after_data_seen = body.written_after_data_seen
    latest.written_at, latest.written_by_id = at, by.pk
    latest.save()
    after = {"version": latest.version, "draft": seal_of(latest.body)}
    record(Event.PLAN_WRITTEN, by=by, at=at, force=trial.force, subject=latest, after=after)
    return latest


@audited
def seal_plan(*, plan, by, at, rehearsal_only=False, draft=""):
    """Fix the plan for good and return its seal; its analysis may now be asked for.

    draft: the seal_of the text the person read, where it was shown: another text is not sealed in its place.

    Raises WrongState with the reason where the safeguards record that real data need is missing.
    """
    trial = locked(plan.trial)
    plan = PlanVersion.scoped.for_force(trial.force).get(pk=plan.pk)
    if plan.is_sealed:
        return plan.seal
    check_allowed(state_of_trial(trial), Action.SEAL, trial.kind)
    if draft and draft != seal_of(plan.body):
        raise DraftChanged(
            "The plan was changed after this page was opened: read it again before sealing it."
        )
    plan.rehearsal_only = is_rehearsal(trial, rehearsal_only=rehearsal_only, on=at.date())
    plan.seal = seal_of(plan.body)
    plan.sealed_at, plan.sealed_by_id = at, by.pk
    plan.save(update_fields=["rehearsal_only", "seal", "sealed_at", "sealed_by_id"])
    after = {"seal": plan.seal, "version": plan.version, "rehearsal_only": plan.rehearsal_only}
    record(Event.PLAN_SEALED, by=by, at=at, force=trial.force, subject=plan, after=after)
    return plan.seal


def is_rehearsal(trial, *, rehearsal_only, on):
    """Whether all that is made from the plan is marked "rehearsal only"; WrongState where it is refused."""
    snapshot = trial.snapshot
    answer = may_use_real_data(
        trial.force,
        "trial",
        subject_id=trial.pk,
        on=on,
        synthetic=snapshot.synthetic,
        published=snapshot.published,
        rehearsal_only=rehearsal_only or snapshot.rehearsal_only,
    )
    if isinstance(answer, Refused):
        raise WrongState(answer.reason)
    return isinstance(answer, RehearsalOnly)
