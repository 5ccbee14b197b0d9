"""From an idea to a sealed plan: start a trial, write its plan, let a second person judge it, fix it."""

from dataclasses import replace

from django.utils.timezone import localdate

from cjnudge.accounts.refusals import Refused as Unfit
from cjnudge.audit.chain import Event, audited, record
from cjnudge.cases.measures import measure
from cjnudge.safeguards.queries import may_use_real_data
from cjnudge.safeguards.rules import Refused, RehearsalOnly
from trials.lifecycle import TrialKind, WrongState
from trials.lifecycle_of_trials import Action, State, check_allowed
from trials.models import Approval, Conduct, PlanAuthor, PlannedLook, PlanVersion, Trial
from trials.operations.plans import DraftChanged
from trials.operations.trials import locked
from trials.overlaps import overlaps_now
from trials.plan_body import seal_of
from trials.planning.allocated import draw_problem
from trials.planning.amending import refusal_after_draw, refusal_of_looks, without_stale_power
from trials.planning.defaults import first_draft
from trials.planning.periods import mature_on, usual_first_month
from trials.planning.trial_plan import TrialPlan
from trials.planning.validation import problems
from trials.queries.conduct import state_of_planned
from trials.queries.guests import inviter_of
from trials.queries.planning import (
    author_ids,
    data_seen,
    drawn_plan,
    looks_taken,
    seed_of,
    standing_approval,
)
from trials.queries.powering import refusal_of_override, refused_for_power
from trials.queries.trials import latest_plan

OWN_PLAN = "You wrote this plan, or a draft of it: a second person has to judge it."
GUEST_OF_AN_AUTHOR = (
    "{name}, who wrote this plan or a draft of it, invited you: the software cannot tell you from a second address of "
    "theirs. Ask another lead of the force to invite you to the trial; an administrator can also make somebody an "
    "evaluator of the force."
)
READ_AGAIN = "The plan was changed after this page was opened: read it again before you decide."


@audited
def create_planned_trial(*, force, title, question, slug, by, at, nudges=()):
    """A new trial that is planned before its data, with its Conduct.

    nudges: approved NudgeVersions; where there are any, the first draft of the plan has an arm for each.
    """
    if Conduct.scoped.for_force(force).filter(slug=slug).exists():
        raise Unfit(f"There is a trial with the short name “{slug}” already: choose another.")
    if any(one.approved_at is None or one.force_id != force.pk for one in nudges):
        raise Unfit("Choose nudges of this force that are approved.")
    trial = Trial(
        force=force, title=title, kind=TrialKind.PROSPECTIVE, question=question, owner=by, created_at=at
    )
    plan = draft_of(trial, nudges, localdate(at))
    trial.measure, trial.basis, trial.design = plan.measure, plan.basis, plan.design
    trial.save(force_insert=True)
    Conduct.objects.create(force=force, trial=trial, slug=slug)
    after = {"kind": trial.kind, "measure": trial.measure, "basis": trial.basis, "design": trial.design}
    record(Event.TRIAL_CREATED, by=by, at=at, force=force, subject=trial, after=after)
    if nudges:
        write_trial_plan(trial=trial, plan=plan, by=by, at=at)
    return trial


def draft_of(trial, nudges, on):
    """The TrialPlan with which planning begins: every default, and an arm for each of the NudgeVersions."""
    return first_draft(
        title=trial.title,
        question=trial.question,
        nudges=tuple((str(one.nudge_id), one.version, one.nudge.title) for one in nudges),
        synthetic=trial.force.is_practice,
        first_period=usual_first_month(on),
        analysis_seed=trial.pk.int % 2**31,  # a seed nobody picked: from the trial's own random id
    )


@audited
def write_trial_plan(*, trial, plan, by, at):
    """The plan as the trial's unsealed version: a new one, or the one that is being written.

    plan: a TrialPlan. After a seal this begins an amendment; the sealed version stays as it is. What only the server
    may say (the seed's digest, whether data had been seen, whether they are made up) is put in here. WrongState where a
    reason for too little power was given before anybody had the power worked out.
    """
    trial = locked(trial)
    state = state_of_planned(trial)
    check_allowed(state, Action.WRITE_PLAN if state == State.DRAFT else Action.AMEND)
    latest = latest_plan(trial)
    plan = _completed(trial, plan, latest, by, at)
    _check_amendment(trial, plan)
    _check_override(trial, plan, latest)
    if latest is None or latest.is_sealed:
        latest = PlanVersion(force=trial.force, trial=trial, version=latest.version + 1 if latest else 1)
    latest.body, latest.after_data_seen = plan.to_json(), plan.after_data_seen
    latest.written_at, latest.written_by_id = at, by.pk
    latest.save()
    PlanAuthor.scoped.for_force(trial.force).get_or_create(force=trial.force, plan=latest, user=by)
    if state == State.DRAFT:
        _keep_in_step(trial, plan)
    after = {"version": latest.version, "draft": seal_of(latest.body)}
    record(Event.PLAN_WRITTEN, by=by, at=at, force=trial.force, subject=latest, after=after)
    return latest


def _completed(trial, plan, latest, by, at):
    """The plan with what the server alone knows; the first draft that allocates makes the trial's seed."""
    if latest is not None:
        plan = without_stale_power(TrialPlan.from_json(latest.body), plan)
    seen = data_seen(trial, plan, at) or bool(latest and not latest.is_sealed and latest.after_data_seen)
    overlaps = overlaps_now(trial, plan)
    digest = _seed(trial, by, at).digest if plan.allocation else ""
    return replace(plan, seed_digest=digest, synthetic=trial.force.is_practice, after_data_seen=seen,
                   overlaps=overlaps)  # fmt: skip


def _check_override(trial, plan, latest):
    """WrongState where a reason for doing without enough power answers no power that was worked out."""
    earlier = TrialPlan.from_json(latest.body) if latest is not None else None
    refusal = refusal_of_override(trial, earlier, plan)
    if refusal:
        raise WrongState(refusal)


def _seed(trial, by, at):
    from trials.operations.allocating import make_seed

    return seed_of(trial) or make_seed(trial=trial, by=by, at=at)


def _check_amendment(trial, plan):
    """WrongState where units have their arms, or looks were taken, and the plan says otherwise."""
    drawn = drawn_plan(trial)
    refusal = refusal_after_draw(drawn, plan) if drawn else ""
    taken = looks_taken(trial)
    if taken and not refusal:
        under = TrialPlan.from_json(taken[-1].run.plan.body)
        refusal = refusal_of_looks(under, len(taken), plan)
    if refusal:
        raise WrongState(refusal)


def _keep_in_step(trial, plan):
    """The trial's own columns say what its plan says: lists and searches read them."""
    trial.question, trial.measure, trial.design = plan.question, plan.measure, plan.design
    trial.save(update_fields=["question", "measure", "design"])


@audited
def approve_plan(*, plan, draft, comment="", by, at):
    """Say, as a second person, that this text may be sealed. draft: the seal_of the text that was read."""
    trial, plan = _judged(plan, draft, by)
    inviter = inviter_of(trial, by, localdate(at))
    if inviter is not None and inviter.pk in author_ids(plan):
        raise WrongState(GUEST_OF_AN_AUTHOR.format(name=inviter.name))
    unmended = problems(TrialPlan.from_json(plan.body))
    if unmended:
        raise WrongState(f"The plan is not complete, so that it cannot be approved yet. {unmended[0][1]}")
    return _say(trial, plan, draft, True, comment, by, at)


@audited
def return_plan(*, plan, draft, comment, by, at):
    """Give the plan back, as a second person, with what has to change."""
    trial, plan = _judged(plan, draft, by)
    if not comment.strip():
        raise WrongState("Say what has to change, so that the authors know.")
    return _say(trial, plan, draft, False, comment, by, at)


def _judged(plan, draft, by):
    """(trial, plan) as they stand now, where this person may judge this text."""
    trial = locked(plan.trial)
    plan = PlanVersion.scoped.for_force(trial.force).get(pk=plan.pk)
    if plan.is_sealed:
        raise WrongState("This version is sealed: nothing is to be decided about it any more.")
    check_allowed(state_of_planned(trial), Action.APPROVE)
    if by.pk in author_ids(plan):
        raise WrongState(OWN_PLAN)
    if draft != seal_of(plan.body):
        raise DraftChanged(READ_AGAIN)
    return trial, plan


def _say(trial, plan, draft, approves, comment, by, at):
    values = {"draft": draft, "approves": approves, "comment": comment.strip(), "by": by, "at": at}
    said = Approval(force=trial.force, plan=plan, invited_by=inviter_of(trial, by, localdate(at)), **values)
    said.save(force_insert=True)
    event = Event.PLAN_APPROVED if approves else Event.PLAN_RETURNED
    after = {"version": plan.version, "draft": draft}
    record(event, by=by, at=at, force=trial.force, subject=plan, after=after)
    return said


@audited
def seal_trial_plan(*, plan, draft, by, at, rehearsal_only=False):
    """Fix the plan for good and return its seal; its looks are then due as it says.

    draft: the seal_of the text that was read. Raises WrongState, in words, where the text lacks something, nobody but
    its authors approved it, its power is too low without a recorded reason, or safeguards are missing.
    """
    trial = locked(plan.trial)
    plan = PlanVersion.scoped.for_force(trial.force).get(pk=plan.pk)
    if plan.is_sealed:
        return plan.seal
    state = state_of_planned(trial)
    check_allowed(state, Action.SEAL if state == State.DRAFT else Action.AMEND)
    if draft != seal_of(plan.body):
        raise DraftChanged(READ_AGAIN)
    content = TrialPlan.from_json(plan.body)
    _check_seen(trial, content, at)
    _check_sealable(trial, plan, content, draft)
    _check_amendment(trial, content)
    plan.rehearsal_only = _is_rehearsal(trial, rehearsal_only, at)
    plan.seal, plan.sealed_at, plan.sealed_by_id = draft, at, by.pk
    plan.save(update_fields=["rehearsal_only", "seal", "sealed_at", "sealed_by_id"])
    _keep_in_step(trial, content)
    _plan_looks(trial, plan, content)
    after = {"seal": plan.seal, "version": plan.version, "rehearsal_only": plan.rehearsal_only}
    record(Event.PLAN_SEALED, by=by, at=at, force=trial.force, subject=plan, after=after)
    return plan.seal


def _check_seen(trial, content, at):
    """WrongState where figures came in after the text was written, which therefore does not say so.

    Else somebody could write plans early, see how each would end, and seal the one that pleases.
    """
    if data_seen(trial, content, at) and not content.after_data_seen:
        raise WrongState(
            "Figures of the trial's months came in after the plan was written: save the plan again, so that it says "
            "that data had been seen, and have it approved."
        )


def _check_sealable(trial, plan, content, draft):
    unmended = problems(content)
    if unmended:
        raise WrongState(f"The plan is not complete. {unmended[0][1]}")
    if standing_approval(plan, draft) is None:
        raise WrongState("Nobody but its authors has approved this text yet: ask a second person to read it.")
    refusal = refused_for_power(trial, content)
    if refusal:
        raise WrongState(refusal)
    if set(overlaps_now(trial, content)) - set(content.overlaps):
        raise WrongState(
            "Another intervention in these units was recorded after the plan was written: save the plan again, so that "
            "it stands in it, and have it approved."
        )
    if str(measure(content.measure).version) != content.measure_version:
        raise WrongState(
            "The measure has a newer version than the plan: save the plan again, and have it approved."
        )
    refusal = _refused_by_engine(content)
    if refusal:
        raise WrongState(refusal)
    seed = seed_of(trial)
    if content.allocation and (seed is None or seed.digest != content.seed_digest):
        raise WrongState("The plan does not commit to the trial's own seed: save the plan again.")


def _refused_by_engine(content):
    """Why the engine could not follow the plan, or draw its allocation, in words; "" where it can.

    Asked before sealing: afterwards only an amendment would mend it.
    """
    from trials.planning.engine_plan import engine_plan
    from trials.stats import InputRefused

    try:
        engine_plan(content)
    except InputRefused as refusal:
        return f"The plan cannot be analysed as it stands. {refusal}"
    problem = draw_problem(content) if content.allocation else ""
    return f"The allocation cannot be drawn as it is planned. {problem}" if problem else ""


def _is_rehearsal(trial, rehearsal_only, at):
    """Whether all that is made from the plan is marked "rehearsal only"; WrongState where it is refused."""
    answer = may_use_real_data(
        trial.force,
        "trial",
        subject_id=trial.pk,
        on=at.date(),
        synthetic=trial.force.is_practice,
        published=False,
        rehearsal_only=rehearsal_only,
    )
    if isinstance(answer, Refused):
        raise WrongState(answer.reason)
    return isinstance(answer, RehearsalOnly)


def _plan_looks(trial, plan, content):
    """The looks still to come as the sealed plan says them; those taken stay, with the plan they were taken under."""
    looks = PlannedLook.scoped.for_force(trial.force).filter(trial=trial)
    taken = set(looks.filter(run__isnull=False).values_list("after_period", flat=True))
    looks.filter(run__isnull=True).delete()
    number = looks.count()
    for after_period in (*(look.after_period for look in content.looks), content.periods):
        if after_period in taken:
            continue
        number += 1
        values = {"number": number, "after_period": after_period, "is_final": after_period == content.periods}
        due_on = mature_on(content, after_period)
        PlannedLook.objects.create(force=trial.force, trial=trial, plan=plan, due_on=due_on, **values)
