"""The jobs of a force: how far each is, and the way out of one."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.jobs import operations
from cjnudge.jobs.models import Job
from cjnudge.jobs.presenters import line, result_address
from cjnudge.jobs.states import State

JOBS_ON_A_PAGE = 25


@needs(Permission.VIEW_RESULTS)
@require_safe
def jobs(request, force):
    page = Paginator(Job.scoped.for_force(force), JOBS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [line(job) for job in page.object_list], "crumbs": crumbs(force)}
    return render(request, "jobs/jobs.html", context)


@needs(Permission.VIEW_RESULTS)
@require_safe
def job(request, force, job):
    found = get_object_or_404(Job.scoped.for_force(force).select_related("force"), pk=job)
    url = reverse("jobs:job", args=[force.slug, found.pk])
    shown = {**line(found), "url": url, "result_url": result_address(found)}
    if request.htmx:
        return fragment(request, shown)
    may_change = role_allows(request.membership.role, Permission.MANAGE_TRIALS)
    shown |= {
        "may_cancel": may_change and State(found.state).is_open,
        "may_retry": may_change and State(found.state).can_be_retried,
        "crumbs": crumbs(force, (shown["label"], "")),
    }
    return render(request, "jobs/job.html", shown)


def fragment(request, shown):
    """The progress alone. When the job has ended the whole page is asked for, whose buttons have changed."""
    response = render(request, "components/progress.html", shown)
    if not State(shown["job"].state).is_open:
        response["HX-Refresh"] = "true"
    return response


@needs(Permission.MANAGE_TRIALS)
@require_POST
def cancel(request, force, job):
    found = get_object_or_404(Job.scoped.for_force(force), pk=job)
    if operations.cancel_job(job=found, by=request.user, at=timezone.now()):
        messages.success(request, "Cancelled. Nothing of it was stored.")
    else:
        messages.info(request, "It had already ended, so there was nothing to cancel.")
    return redirect("jobs:job", force.slug, found.pk)


@needs(Permission.MANAGE_TRIALS)
@require_POST
def retry(request, force, job):
    found = get_object_or_404(Job.scoped.for_force(force), pk=job)
    if not operations.retry_job(job=found, by=request.user, at=timezone.now()):
        messages.info(request, "It is under way or done, so there was nothing to try again.")
    return redirect("jobs:job", force.slug, found.pk)


def crumbs(force, *further):
    first = (force.name, reverse("accounts:force", args=[force.slug]))
    return [first, ("Jobs", reverse("jobs:jobs", args=[force.slug]) if further else ""), *further]
