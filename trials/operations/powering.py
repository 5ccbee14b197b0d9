"""What happens before a plan is sealed: the smallest worthwhile effect, the power for it, a rehearsal of the result."""

from dataclasses import replace

from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import Event, audited, record
from cjnudge.jobs.operations import request_job
from trials.lifecycle import WrongState
from trials.models import PowerStudy, TrialRehearsal
from trials.operations.planning import write_trial_plan
from trials.operations.trials import locked
from trials.planning.trial_plan import Worthwhile
from trials.queries.powering import figures_of, studies_of, study_for, written_plan
from trials.stats.version import ENGINE_VERSION

POWER_JOB, REHEARSAL_JOB = "plan_power", "rehearse_trial"
SAY_FIRST = (
    "Say first which effect is the smallest worth having, and why: it has to stand before the power for it."
)


@audited
def record_worthwhile(*, trial, effect, reason, by, at):
    """Write the smallest effect worth having (a share, 0.05 = five points) and its reason into the plan."""
    plan = _plan_of(trial)
    worthwhile = Worthwhile(effect=effect, reason=reason.strip())
    return write_trial_plan(trial=trial, plan=replace(plan, worthwhile=worthwhile), by=by, at=at)


@audited
def ask_power(*, trial, by, at, snapshot=None, cases=None, level=None):
    """The PowerStudy whose job works out the plan's power; asked twice of the same things, done once.

    snapshot: the past it is planned from; without one `cases` a month of one unit and the `level` are assumed.
    """
    from trials.planning.power_page import power_digest

    trial = locked(trial)
    plan = _plan_of(trial)
    if not plan.worthwhile.effect or not plan.worthwhile.reason.strip():
        raise WrongState(SAY_FIRST)
    asked = {
        "digest": power_digest(plan),
        "snapshot": snapshot,
        "assumed_cases": cases,
        "assumed_level": level,
    }
    there = PowerStudy.scoped.for_force(trial.force).filter(trial=trial, **asked).first()
    study = there or PowerStudy(
        force=trial.force,
        trial=trial,
        plan=plan.to_json(),
        effect=plan.worthwhile.effect,
        reason=plan.worthwhile.reason,
        asked_at=at,
        asked_by=by,
        **asked,
    )
    if there is None:
        study.save(force_insert=True)
        after = {"effect": study.effect, "snapshot": snapshot.hash if snapshot else ""}
        record(Event.POWER_ASKED, by=by, at=at, force=trial.force, subject=study, after=after)
    return _with_job(study, POWER_JOB, {"study": str(study.pk)}, by, at)


@audited
def adopt_power(*, trial, by, at, override_reason=""):
    """Write the power that was worked out for this plan into it, with the reason where it is below 80 %."""
    from trials.planning.sealing_rule import WANTED, with_power

    plan = _plan_of(trial)
    figures = figures_of(study_for(trial, plan))
    if figures is None:
        raise WrongState(
            "The power of this plan has not been worked out since it was last changed: do so first."
        )
    low = figures.power is None or figures.power < WANTED
    if low and not override_reason.strip():
        raise Refused("Say why the trial is worth running although it may well miss the effect.")
    plan = with_power(plan, figures, override_reason.strip() if low else "")
    return write_trial_plan(trial=trial, plan=plan, by=by, at=at)


@audited
def ask_rehearsal(*, trial, by, at):
    """The TrialRehearsal whose job makes the future result page on made-up counts; an earlier one goes."""
    trial = locked(trial)
    plan = _plan_of(trial)
    study = next((one for one in studies_of(trial) if one.figures), None)
    if study is None:
        raise WrongState(
            "Work out the power first: the made-up counts are as large and as alike as those were."
        )
    TrialRehearsal.scoped.for_force(trial.force).filter(trial=trial).delete()
    rehearsal = TrialRehearsal(
        force=trial.force, trial=trial, study=study, plan=plan.to_json(), asked_at=at, asked_by=by
    )
    rehearsal.save(force_insert=True)
    record(Event.TRIAL_REHEARSED, by=by, at=at, force=trial.force, subject=rehearsal)
    return _with_job(rehearsal, REHEARSAL_JOB, {"rehearsal": str(rehearsal.pk)}, by, at)


@audited
def delete_rehearsal(*, rehearsal, by, at):
    """Delete a rehearsal with all its pictures; the trial is as it was before."""
    record(Event.TRIAL_REHEARSAL_DELETED, by=by, at=at, force=rehearsal.force, subject=rehearsal)
    rehearsal.delete()


def _plan_of(trial):
    plan = written_plan(trial)
    if plan is None:
        raise WrongState("There is no plan yet: start with the design assistant, or write one.")
    return plan


def _with_job(asked, kind, payload, by, at):
    """The row with the id of its job; a job that ended without a result is started again."""
    key = f"{kind}:{asked.pk}:{ENGINE_VERSION}"
    job = request_job(kind=kind, key=key, payload=payload, by=by, at=at, force=asked.force)
    if asked.job_id != job.pk:
        asked.job_id = job.pk
        asked.save(update_fields=["job_id"])
    return asked


@audited
def make_pilot(*, trial, by, at):
    """The plan as that of a pilot: delivery, burden and description, no verdict."""
    plan = _plan_of(trial)
    return write_trial_plan(trial=trial, plan=replace(plan, is_pilot=True), by=by, at=at)
