"""A second person judges a plan; a lead seals it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from trials.forms.planning_judged import JudgeForm, SealTrialForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, State
from trials.operations.planning import OWN_PLAN, approve_plan, return_plan, seal_trial_plan
from trials.operations.plans import DraftChanged
from trials.overlaps import overlaps_now
from trials.plan_body import seal_of
from trials.planning.trial_plan import TrialPlan
from trials.presenters.planning import SEEN, lacking, plan_rows, power_words
from trials.presenters.stop_rules import sentences
from trials.presenters.trial_nav import trial_nav
from trials.queries.conduct import state_of_planned
from trials.queries.planning import author_ids, standing_approval
from trials.queries.powering import refused_for_power, ruling_on, study_for
from trials.queries.watching import watches_of
from trials.views.finding import crumbs_of, planned_version_or_404
from trials.views.states import may


@needs(Permission.APPROVE_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def judge_plan(request, force, trial, version):
    """Read the plan as a second person, and approve or return it."""
    plan = planned_version_or_404(force, trial, version)
    there = redirect("trials:trial", force.slug, plan.trial_id)
    if plan.is_sealed or not may(request, state_of_planned(plan.trial), Action.APPROVE):
        return there
    form = JudgeForm(sent(request), initial={"draft": seal_of(plan.body)})
    form.cancel_url = there.url
    if form.is_valid() and judged(request, plan, form):
        return there
    more = {"is_author": request.user.pk in author_ids(plan), "own_plan": OWN_PLAN}
    return render(
        request, "trials/planning/judge.html", page_of(request, plan, form, "Judge the plan") | more
    )


def judged(request, plan, form):
    values = {"plan": plan, "draft": form.cleaned_data["draft"], "comment": form.cleaned_data["comment"]}
    operation = approve_plan if form.cleaned_data["judgement"] == "approve" else return_plan
    try:
        operation(**values, by=request.user, at=timezone.now())
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, form.done_words())
    return True


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def seal_planned(request, force, trial, version):
    """A second look at the text and its hash, then it is fixed for good."""
    plan = planned_version_or_404(force, trial, version)
    there = redirect("trials:trial", force.slug, plan.trial_id)
    state = state_of_planned(plan.trial)
    if plan.is_sealed or not may(request, state, Action.SEAL if state == State.DRAFT else Action.AMEND):
        return there
    draft = seal_of(plan.body)
    form = SealTrialForm(sent(request), initial={"draft": draft})
    if force.is_practice:
        del form.fields["rehearsal_only"]  # nothing there is real
    form.cancel_url = there.url
    if form.is_valid() and sealed(request, plan, form):
        return there
    content = TrialPlan.from_json(plan.body)
    unknown = [one for one in overlaps_now(plan.trial, content) if one not in content.overlaps]
    more = {
        "draft": draft,
        "power": power_said(plan.trial, content),
        "approval": standing_approval(plan, draft),
        "unknown_overlaps": unknown,
        "judge_url": reverse("trials:judge_plan", args=[force.slug, plan.trial_id, version]),
    }
    return render(request, "trials/planning/seal.html", page_of(request, plan, form, "Seal the plan") | more)


def power_said(trial, content):
    """What stands on the page about the plan's power: the refusal where there is one, else what was found."""
    refusal = refused_for_power(trial, content)
    if refusal or content.is_pilot:
        return refusal or "A pilot gives no verdict, so no power is asked of it."
    return (
        ruling_on(trial, content).text
        if study_for(trial, content)
        else f"Power: {power_words(content.worthwhile)}."
    )


def sealed(request, plan, form):
    """Whether the form is done with; a refusal that it can mend becomes its error."""
    try:
        seal_trial_plan(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
    except DraftChanged as refusal:
        messages.error(request, str(refusal))
        return True  # back to the trial, whose page shows the text as it is now
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Version {plan.version} of the plan is sealed.")
    return True


def page_of(request, plan, form, title):
    content = TrialPlan.from_json(plan.body)
    return {
        "form": form,
        "plan": plan,
        "trial": plan.trial,
        "rows": plan_rows(content, sentences(content, watches_of(plan.trial, content))),
        "lacking": lacking(content),
        "overlaps": content.overlaps,
        "written_after": SEEN if plan.after_data_seen else "",
        "trial_nav": trial_nav(plan.trial, request.membership.role),
        "crumbs": crumbs_of(request, plan.trial, (title, "")),
    }
