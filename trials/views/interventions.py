"""Pages of interventions that only show: the list, the calendar, one of them."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.periods import parse_month
from trials.presenters.intervention_calendar import calendar_of
from trials.presenters.interventions import intervention_page, list_rows
from trials.queries import interventions as queries
from trials.views.finding import crumbs, may_manage


def intervention_or_404(force, intervention_id):
    found = queries.intervention_of(force, intervention_id)
    if found is None:
        raise Http404
    return found


def way(force, *more):
    """Breadcrumbs from the list of trials down."""
    return crumbs(force, ("Interventions", reverse("trials:interventions", args=[force.slug])), *more)


@needs(Permission.VIEW_RESULTS)
@require_safe
def interventions(request, force):
    page = {
        "rows": list_rows(force, timezone.now()),
        "may_manage": may_manage(request),
        "crumbs": crumbs(force, ("Interventions", "")),
    }
    return render(request, "trials/interventions/list.html", page)


@needs(Permission.VIEW_RESULTS)
@require_safe
def calendar(request, force):
    page = calendar_of(list(queries.interventions_of(force)), last_month(request.GET.get("to", "")))
    page |= {"crumbs": way(force, ("Calendar", "")), "this_month": timezone.localdate().replace(day=1)}
    return render(request, "trials/interventions/calendar.html", page)


def last_month(text):
    """The last month of the calendar as the address says; this one where it says none that could be."""
    today = timezone.localdate()
    try:
        return min(parse_month(text), today) if text > "2000" else today
    except ValueError:
        return today


@needs(Permission.VIEW_RESULTS)
@require_safe
def intervention(request, force, intervention):
    found = intervention_or_404(force, intervention)
    page = intervention_page(found, timezone.now())
    page |= {
        "intervention": found,
        "may_manage": may_manage(request),
        "crumbs": way(force, (found.title, "")),
    }
    return render(request, "trials/interventions/intervention.html", page)
