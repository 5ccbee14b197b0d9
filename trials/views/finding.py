"""The record an address names, in the force of the address: anything else is a page that was never there."""

from django.http import Http404
from django.urls import reverse

from cjnudge.accounts.permissions import Permission, Role, role_allows
from trials.queries import trials as queries


def trial_or_404(force, trial_id):
    trial = queries.trial_of(force, trial_id)
    if trial is None:
        raise Http404
    return trial


def planned_or_404(force, trial_id):
    """A trial that is planned before its data."""
    trial = trial_or_404(force, trial_id)
    if trial.is_retrospective:
        raise Http404
    return trial


def planned_version_or_404(force, trial_id, version):
    plan = plan_or_404(force, trial_id, version)
    if plan.trial.is_retrospective:
        raise Http404
    return plan


def comparison_or_404(force, trial_id):
    """A comparison of figures that are there already: a planned trial has pages of its own."""
    trial = trial_or_404(force, trial_id)
    if not trial.is_retrospective:
        raise Http404
    return trial


def plan_of_comparison_or_404(force, trial_id, version):
    comparison_or_404(force, trial_id)
    return plan_or_404(force, trial_id, version)


def plan_or_404(force, trial_id, version):
    trial = trial_or_404(force, trial_id)
    plan = queries.plan_of(trial, version)
    if plan is None:
        raise Http404
    plan.trial = trial  # with what is known of it beside its own columns
    return plan


def run_or_404(force, trial_id, run_id):
    run = queries.run_of(trial_or_404(force, trial_id), run_id)
    if run is None:
        raise Http404
    return run


def may_manage(request):
    return role_allows(request.membership.role, Permission.MANAGE_TRIALS)


def crumbs(force, *more):
    """[(label, url)] from the list of trials down."""
    return [("Trials", reverse("trials:trials", args=[force.slug])), *more]


def crumbs_of(request, trial, *more):
    """The way to a page of one trial that guests may read too: a guest comes from the trials they were invited to."""
    here = [trial_crumb(trial)] if more else [(trial.title, "")]
    if request.membership.role == Role.GUEST:
        return [("Your trials", reverse("trials:invited", args=[home_of(trial.force).slug])), *here, *more]
    return crumbs(trial.force, *here, *more)


def home_of(force):
    """The force itself, of a practice space the one it belongs to: a guest's first page is there."""
    return force.practice_of or force


def trial_crumb(trial):
    return (trial.title, reverse("trials:trial", args=[trial.force.slug, trial.pk]))
