"""Setting a planned trial up, and writing its plan part by part."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import attempt, sent
from trials.forms.planning import ArmsForm, NewTrialForm, QuestionForm, UnitsForm
from trials.forms.planning_design import AllocationForm, DesignForm, WorthwhileForm
from trials.forms.planning_outcomes import LooksForm, OutcomesForm, SafetyForm
from trials.forms.planning_sources import SourcesForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, State
from trials.operations.planning import create_planned_trial, draft_of, write_trial_plan
from trials.planning.trial_plan import TrialPlan
from trials.presenters.planning import lacking, parts
from trials.presenters.trial_nav import trial_nav
from trials.queries.conduct import state_of_planned
from trials.queries.nudges import approved_versions
from trials.queries.planning import options_for
from trials.queries.powering import refusal_of_override
from trials.queries.trials import latest_plan
from trials.queries.watching import watches_of
from trials.views.finding import crumbs, planned_or_404, trial_crumb
from trials.views.planned import lacks_power
from trials.views.states import may

FORMS = (
    *(QuestionForm, ArmsForm, UnitsForm, DesignForm, AllocationForm),
    *(WorthwhileForm, OutcomesForm, SourcesForm, LooksForm, SafetyForm),
)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_trial(request, force):
    """A trial from an approved nudge, with the first draft of its plan."""
    nudges = approved_versions(force)
    form = NewTrialForm(sent(request), nudges=nudges)
    form.cancel_url = reverse("trials:trials", args=[force.slug])
    if form.is_valid():
        values = {"force": force, "by": request.user, "at": timezone.now(), **form.values()}
        done, trial = attempt(form, lambda: create_planned_trial(**values))
        if done:
            return redirect("trials:planning", force.slug, trial.pk)
    page = {"form": form, "nudges": nudges, "crumbs": crumbs(force, ("New trial", ""))}
    return render(request, "trials/planning/new.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_safe
def planning(request, force, trial):
    """The parts of the plan, each with what it still lacks."""
    found, latest, plan = written(force, trial)
    state = state_of_planned(found)
    page = {
        "trial": found,
        "latest": latest,
        "plan": plan,
        "steps": parts(found, plan, forms_for(plan)),
        "lacking": lacking(plan),
        "needs_power": lacks_power(found, state, plan),
        "is_amendment": state != State.DRAFT,
        "trial_nav": trial_nav(found, request.membership.role, "trials:planning"),
        "crumbs": crumbs(force, trial_crumb(found), ("Plan", "")),
    }
    return render(request, "trials/planning/parts.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def planning_part(request, force, trial, part):
    """One part of the plan as a form; saving it writes the plan's unsealed version."""
    found, latest, plan = written(force, trial)
    form_of = next((one for one in forms_for(plan) if one.part == part), None)
    if form_of is None:
        raise Http404
    there = redirect("trials:planning", force.slug, found.pk)
    state = state_of_planned(found)
    if not may(request, state, Action.WRITE_PLAN if state == State.DRAFT else Action.AMEND):
        return there
    options = replace(options_for(force, timezone.localdate(), found), watches=watches_of(found, plan))
    form = form_of(sent(request), plan=plan, options=options, is_amendment=state != State.DRAFT)
    form.cancel_url = there.url
    if form.is_valid() and stored(request, found, form, plan, replace(plan, **form.all_changes())):
        return there
    page = {
        "form": form,
        "trial": found,
        "part": form_of.title_of_part,
        "crumbs": crumbs(
            force, trial_crumb(found), ("Plan", there.url), (form_of.title_of_part, "")
        ),
    }  # fmt: skip
    return render(request, "trials/planning/part.html", page)


def forms_for(plan):
    """The forms of the parts that this plan has: without a draw, weights or surveys there is nothing to say of them."""
    absent = {AllocationForm} if plan.allocation is None else set()
    absent |= set() if SourcesForm.is_needed(plan) else {SourcesForm}
    return [one for one in FORMS if one not in absent]


def written(force, trial_id):
    """(trial, its newest PlanVersion or None, the TrialPlan to go on from)."""
    trial = planned_or_404(force, trial_id)
    latest = latest_plan(trial)
    if latest is not None:
        return trial, latest, TrialPlan.from_json(latest.body)
    return trial, None, draft_of(trial, (), timezone.localdate())


def stored(request, trial, form, earlier, plan):
    """Whether the plan was written; a refusal becomes an error of the form."""
    refusal = refusal_of_override(trial, earlier, plan)
    if refusal:
        form.add_error("override_reason", refusal)
        return False
    try:
        write_trial_plan(trial=trial, plan=plan, by=request.user, at=timezone.now())
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"“{form.title_of_part}” is saved.")
    for words in form.warnings():
        messages.warning(request, words)
    return True
