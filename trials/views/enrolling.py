"""Enrolling a case: type its reference, read its arm."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.views.answers import sent
from trials.forms.allocation import EnrolForm
from trials.lifecycle import WrongState
from trials.lifecycle_of_trials import Action, check_allowed
from trials.operations.enrolling import enrol
from trials.planning.enrolling import EnrolmentRefused
from trials.planning.trial_plan import TrialPlan
from trials.presenters.allocation import arm_titles
from trials.queries.allocations import draw_of, is_drawn_in_turn
from trials.queries.conduct import state_of_planned
from trials.views.finding import crumbs, planned_or_404, trial_crumb


@needs(Permission.ENROL_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def enrol_case(request, force, trial):
    """The arm stands in the answer to the form itself, and on no page that is opened later."""
    found = planned_or_404(force, trial)
    drawn = draw_of(found)
    if drawn is None or not is_drawn_in_turn(drawn):
        raise Http404
    plan = TrialPlan.from_json(drawn.plan.body)
    form, page = EnrolForm(sent(request), plan=plan), page_of(request, found)
    if form.is_valid():
        try:
            values = {"reference": form.cleaned_data["reference"], "attributes": form.attributes}
            case = enrol(trial=found, **values, by=request.user, at=timezone.now())
        except EnrolmentRefused as refused:
            form.refuse(refused)
        except WrongState as refused:
            form.add_error(None, str(refused))
        else:
            page |= {"case": case, "arm": arm_titles(plan)[case.arm]}
            return render(request, "trials/allocation/enrolled.html", page)
    return render(request, "trials/allocation/enrol.html", page | {"form": form, "closed": why_not(found)})


def page_of(request, trial):
    """Who may see no other page of the trial gets no way to one."""
    page = {"trial": trial}
    if role_allows(request.membership.role, Permission.VIEW_RESULTS):
        page["crumbs"] = crumbs(trial.force, trial_crumb(trial), ("Enrol a case", ""))
    return page


def why_not(trial):
    """Why nobody can be enrolled now, in words; "" where somebody can."""
    try:
        check_allowed(state_of_planned(trial), Action.ENROL)
    except WrongState as refused:
        return str(refused)
    return ""
