"""Setting a comparison up, in two screens, and putting it away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials import lifecycle_of_trials
from trials.forms.comparisons import ComparisonForm, PlanForm
from trials.frames import contents_of
from trials.lifecycle import Action, WrongState, check_allowed
from trials.operations import plans as plan_operations
from trials.operations import trials as operations
from trials.queries import trials as queries
from trials.queries.conduct import conduct_of, is_blinded
from trials.views.finding import comparison_or_404, crumbs, trial_crumb, trial_or_404
from trials.views.states import may


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, force):
    form = ComparisonForm(request.POST if request.method == "POST" else None, force=force)
    form.cancel_url = reverse("trials:trials", args=[force.slug])
    if request.method == "POST" and form.is_valid():
        trial = operations.create_trial(force=force, by=request.user, at=timezone.now(), **form.values())
        return redirect("trials:write_plan", force.slug, trial.pk)
    page = {"form": form, "crumbs": crumbs(force, ("New comparison", ""))}
    return render(request, "trials/new.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def write_plan(request, force, trial):
    found = comparison_or_404(force, trial)
    back = redirect("trials:trial", force.slug, found.pk)
    if not allowed(request, found, Action.WRITE_PLAN):
        return back
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        trial=found,
        contents=contents_of(found),
        earlier=queries.latest_plan(found),
    )
    form.cancel_url = back.url
    if request.method == "POST" and form.is_valid():
        plan = plan_operations.write_plan(trial=found, body=form.body, by=request.user, at=timezone.now())
        return redirect("trials:plan", force.slug, found.pk, plan.version)
    page = {"form": form, "trial": found, "crumbs": crumbs(force, trial_crumb(found), ("Write the plan", ""))}
    return render(request, "trials/write_plan.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def archive(request, force, trial):
    found = trial_or_404(force, trial)
    back = redirect("trials:trial", force.slug, found.pk)
    if not allowed(request, found, Action.ARCHIVE):
        return back
    if request.method == "POST":
        operations.archive_trial(trial=found, by=request.user, at=timezone.now())
        messages.success(request, f"“{found.title}” is archived. It can still be read.")
        return redirect("trials:trials", force.slug)
    page = {
        "trial": found,
        "gives_up": not found.is_retrospective and conduct_of(found).started_on and is_blinded(found),
        "cancel_url": back.url,
        "crumbs": crumbs(force, trial_crumb(found), ("Archive", "")),
    }
    return render(request, "trials/archive.html", page)


def allowed(request, trial, action):
    """Whether the trial's state permits it; says why not on the next page."""
    if action == Action.ARCHIVE and not trial.is_retrospective:
        return may(request, queries.state_of_trial(trial), lifecycle_of_trials.Action.ARCHIVE)
    try:
        check_allowed(queries.state_of_trial(trial), action, trial.kind)
    except WrongState as refusal:
        messages.error(request, str(refusal))
        return False
    return True
