"""Pages that only show: the list, a trial, a plan."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from trials.presenters.trial import list_rows, plan_page, trial_page
from trials.queries import trials as queries
from trials.views.finding import crumbs, may_manage, plan_or_404, trial_crumb, trial_or_404
from trials.views.planned import planned_trial, planned_version


@needs(Permission.VIEW_RESULTS)
@require_safe
def trials(request, force):
    page = {"rows": list_rows(queries.trials_of(force)), "may_manage": may_manage(request)}
    return render(request, "trials/trials.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def trial(request, force, trial):
    found = trial_or_404(force, trial)
    if not found.is_retrospective:
        return planned_trial(request, found)
    page = trial_page(found, queries.plans_of(found), queries.runs_of(found), queries.state_of_trial(found))
    page |= {"trial": found, "may_manage": may_manage(request), "crumbs": crumbs(force, (found.title, ""))}
    return render(request, "trials/trial.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def plan(request, force, trial, version):
    found = plan_or_404(force, trial, version)
    if not found.trial.is_retrospective:
        return planned_version(request, found)
    here = (f"Plan, version {version}", "")
    page = plan_page(found) | {"plan": found, "trial": found.trial, "may_manage": may_manage(request)}
    return render(
        request, "trials/plan.html", page | {"crumbs": crumbs(force, trial_crumb(found.trial), here)}
    )
