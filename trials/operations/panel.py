"""Drawing a panel's sample, grading it, and closing it."""

import secrets
from datetime import date

from cjnudge.audit.chain import Event, audited, record
from trials.case_references import hash_of_reference
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import State
from trials.models import PanelAudit, PanelCase, PanelGrade
from trials.operations.allocating import master
from trials.operations.trials import locked
from trials.panel.drawing import draw
from trials.panel.grades import Grade
from trials.planning.allocated import arms_by_unit, is_in_turn, start_by_unit
from trials.planning.periods import first_day_of
from trials.planning.trial_plan import CONTROL, TrialPlan
from trials.queries.allocations import draw_json_of
from trials.queries.conduct import state_of_planned
from trials.queries.panel import audit_of, graders_of
from trials.queries.planning import sealed_plan

SMALLEST, LARGEST = 10, 400  # under ten no share is shown; over 400 two people do not finish
GRADERS = 2
WITH_CASES = {State.RUNNING, State.CLOSED, State.ANALYSED, State.PUBLISHED, State.STOPPED}


@audited
def draw_audit(*, trial, title, cases, size, by, at):
    """(audit, its cases as they were listed, in the order of their numbers): the references are given back once.

    cases: of trials.panel.drawing.read_list. Nothing but keyed hashes is stored. Every draw stays listed with how many
    cases it was drawn from, so that nobody draws until a sample pleases.
    """
    trial = locked(trial)
    if state_of_planned(trial) not in WITH_CASES:
        raise WrongState("The trial has not started, so that there is no case of it to grade.")
    if not SMALLEST <= size <= min(LARGEST, len(cases)):
        raise WrongState(
            f"Choose a sample of {SMALLEST} to {LARGEST} cases, and no more than the {len(cases)} listed."
        )
    seed = secrets.token_hex(16)
    made = PanelAudit(force=trial.force, trial=trial, title=title, seed=seed, of=len(cases))
    made.drawn_at, made.drawn_by = at, by
    made.save(force_insert=True)
    placed = _placing(trial)
    kept = {
        hash_of_reference(case.reference, force_id=trial.force_id, trial_id=made.pk, master=master()): case
        for case in draw(cases, seed=seed, size=size)
    }
    PanelCase.objects.bulk_create(
        PanelCase(force=trial.force, audit=made, reference=reference, **placed(case))
        for reference, case in kept.items()
    )
    after = {"seed": seed, "of": len(cases), "size": size}
    record(Event.PANEL_DRAWN, by=by, at=at, force=trial.force, subject=made, after=after)
    return made, [kept[reference] for reference in sorted(kept)]


def _placing(trial):
    """A function of a listed case: its arm, and whether the trial had begun in its month."""
    plan = TrialPlan.from_json(sealed_plan(trial).body)
    drawn = draw_json_of(trial)
    arms, starts = arms_by_unit(plan, drawn), start_by_unit(plan, drawn)
    in_turn = is_in_turn(plan)  # then each case has an arm of its own, which nobody may read here

    def place(case):
        month, start = date.fromisoformat(case.month), starts.get(case.unit)
        begun = month >= first_day_of(plan, plan.start)
        in_force = start is not None and month >= first_day_of(plan, start)
        arm = "" if in_turn else (arms[case.unit] if in_force else CONTROL)
        return {"arm": arm, "after": begun}

    return place


@audited
def grade_case(*, case, grade, remark, by, at):
    """Keep what one grader says of one case; until the audit closes they may say something else."""
    audit = audit_of(locked(case.audit.trial), case.audit_id)
    check_may_grade(audit, by)
    kept = PanelGrade.scoped.for_force(case.force).filter(case=case, grader=by).first()
    kept = kept or PanelGrade(force=case.force, case=case, grader=by)
    kept.grade, kept.remark, kept.at = Grade(grade).value, remark, at
    kept.save()
    record(Event.PANEL_GRADED, by=by, at=at, force=case.force, subject=case)
    return kept


def check_may_grade(audit, person):
    """Raise WrongState, in words, for who drew the sample, for a third grader, and after the close."""
    if audit.closed_at:
        raise WrongState("This audit is closed: what was said in it stays.")
    if audit.drawn_by_id == person.pk:
        raise WrongState("You drew this sample and saw the list, so that two others must grade it.")
    graders = graders_of(audit)
    if person.pk not in graders and len(graders) >= GRADERS:
        raise WrongState("Two people grade this audit already.")


@audited
def close_audit(*, audit, by, at):
    """Close it once two people graded: from now on their grades can be read, and none changes."""
    audit = audit_of(locked(audit.trial), audit.pk)
    if audit.closed_at:
        return audit
    if len(graders_of(audit)) < GRADERS:
        raise WrongState("Two people must have graded before it can be closed.")
    audit.closed_at = at
    audit.save(update_fields=["closed_at"])
    record(Event.PANEL_CLOSED, by=by, at=at, force=audit.force, subject=audit)
    return audit
