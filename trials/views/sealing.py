"""Fixing a plan for good, and asking for its analysis."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.forms.comparisons import SealForm
from trials.lifecycle import Action, WrongState
from trials.operations.plans import DraftChanged, seal_plan
from trials.operations.runs import request_analysis
from trials.plan_body import seal_of
from trials.presenters.trial import plan_page
from trials.views.finding import crumbs, plan_of_comparison_or_404, trial_crumb
from trials.views.writing import allowed


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def seal(request, force, trial, version):
    plan = plan_of_comparison_or_404(force, trial, version)
    there = redirect("trials:plan", force.slug, plan.trial_id, version)
    if plan.is_sealed or not allowed(request, plan.trial, Action.SEAL):
        return there
    posted = request.POST if request.method == "POST" else None
    form = SealForm(posted, initial={"draft": seal_of(plan.body)})
    form.cancel_url = there.url
    if request.method == "POST" and form.is_valid() and sealed(request, plan, form):
        return redirect("trials:trial", force.slug, plan.trial_id)
    here = ("Seal the plan", "")
    page = plan_page(plan) | {"plan": plan, "trial": plan.trial, "form": form}
    return render(
        request, "trials/seal.html", page | {"crumbs": crumbs(force, trial_crumb(plan.trial), here)}
    )


def sealed(request, plan, form):
    """Whether the form is done with; a refusal that it can mend becomes its error."""
    try:
        seal_plan(plan=plan, by=request.user, at=timezone.now(), **form.cleaned_data)
    except DraftChanged as refusal:
        messages.error(request, str(refusal))
        return True  # back to the trial, whose page shows the text as it is now
    except WrongState as refusal:
        form.add_error("rehearsal_only", str(refusal))
        return False
    messages.success(request, f"Version {plan.version} of the plan is sealed.")
    return True


@needs(Permission.MANAGE_TRIALS)
@require_POST
def analyse(request, force, trial, version):
    plan = plan_of_comparison_or_404(force, trial, version)
    try:
        job = request_analysis(plan=plan, by=request.user, at=timezone.now())
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("trials:trial", args=[force.slug, plan.trial_id]))
    return redirect("jobs:job", force.slug, job.pk)
