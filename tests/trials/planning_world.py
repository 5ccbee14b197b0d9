"""A trial that is planned before its data, as far along as a test needs it."""

import hashlib
from datetime import timedelta

from django.utils import timezone
from django.utils.timezone import localdate

from tests.people import NOW, make_person
from tests.trials.assistant_world import study_of
from tests.trials.nudges.records import FULL
from trials.models import Nudge, NudgeVersion, PlanVersion
from trials.operations.guests import invite_guest
from trials.operations.planning import approve_plan, create_planned_trial, seal_trial_plan, write_trial_plan
from trials.plan_body import seal_of
from trials.planning.defaults import first_draft
from trials.planning.trial_plan import AllocationRule, LookLine, StopRule, TrialPlan, Unit, Worthwhile

UNITS = tuple(f"Unit {number:02d}" for number in range(10))
WEAK = 0.5
NUDGE = ("00000000-0000-4000-8000-000000000001", 1, "Prompt before a charge request")


def whole_plan(**changes):
    """A TrialPlan without any fault: ten units, five of them with a prompt; nothing is drawn in its design."""
    draft = first_draft(title="Prompt", question="Does the prompt add resolutions?", nudges=(NUDGE,))
    values = {
        "behaviour": "Officers consider an out-of-court resolution before they ask for a charge.",
        "units": tuple(Unit(name=name) for name in UNITS),
        "design": "difference_in_differences",
        "first_period": "2026-01-01",
        "start": 13,
        "periods": 18,
        "worthwhile": Worthwhile(effect=0.05, reason="Under five points nobody would notice.", power=0.85),
    }
    return TrialPlan(**{**vars(draft), **values, **changes})


def drawn_plan(**changes):
    """The same as a cluster-randomised trial with a look and a stop rule."""
    values = {
        "design": "cluster_randomised",
        "allocation": AllocationRule(method="simple"),
        "looks": (LookLine(after_period=15, planned_information=0.5),),
        "max_information": 1000.0,
        "stop_rules": (
            StopRule(key="again", guardrail="repeat_suspect_12m", threshold=0.4, text="Stop and look."),
        ),
        "safety_monitor": "the evaluator",
    }
    return whole_plan(**{**values, **changes})


def make_planned(force, by, *, slug="prompt", plan=None, at=NOW):
    """(trial, its unsealed PlanVersion); where the plan speaks of its power, somebody had it worked out."""
    plan = plan or whole_plan()
    values = {"title": "Prompt before a charge", "question": plan.question, "slug": slug}
    trial = create_planned_trial(force=force, by=by, at=at, **values)
    work_out(trial, plan, by)
    return trial, write_trial_plan(trial=trial, plan=plan, by=by, at=at)


def work_out(trial, plan, by):
    """The study that found the power of which the plan speaks, or one of half that its reason does without."""
    held = plan.worthwhile
    if held.power is not None or held.override_reason:
        study_of(trial, plan, by, power=WEAK if held.power is None else held.power)


def approve(plan, by, at=NOW):
    return approve_plan(plan=plan, draft=seal_of(plan.body), comment="Read.", by=by, at=at)


def seal(plan, by, *, rehearsal_only=True, at=NOW):
    """The sealed PlanVersion; a rehearsal, because no safeguards record is written for it."""
    seal_trial_plan(plan=plan, draft=seal_of(plan.body), by=by, at=at, rehearsal_only=rehearsal_only)
    return PlanVersion.scoped.for_force(plan.force).get(pk=plan.pk)


def make_sealed(force, by, approver, *, slug="prompt", plan=None, at=NOW):
    """(trial, its sealed PlanVersion): written by one person, approved by another."""
    trial, draft = make_planned(force, by, slug=slug, plan=plan, at=at)
    approve(draft, approver, at=at)
    return trial, seal(draft, by, at=at)


def approved_nudge(force, by, *, title="Prompt before a charge request", key="prompt", body=""):
    """A NudgeVersion that is approved."""
    nudge = Nudge.objects.create(force=force, key=key, title=title, owner=by, created_at=NOW)
    values = {"written_at": NOW, "written_by": by, "approved_at": NOW, "approved_by": by}
    return NudgeVersion.objects.create(
        force=force, nudge=nudge, version=1, body=body or FULL.to_json(), **values
    )


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def later(days):
    return NOW + timedelta(days=days)


def second_lead(force):
    return make_person("second-lead", force, "lead")


def build(world):
    """For the route matrix: a planned trial that its lead wrote whole, and a guest who was invited to it."""
    writer = make_person("plan-writer", world.force, "lead")
    trial, draft = make_planned(world.force, writer, slug="planned")
    email, until = "invited-guest@example.org", localdate() + timedelta(days=90)
    guest, *_ = invite_guest(trial=trial, email=email, expires_on=until, by=writer, at=timezone.now())
    world.update(planned=str(trial.pk), planned_version=draft.version, planned_part="question")
    world.update(trial_guest=str(guest.pk))
