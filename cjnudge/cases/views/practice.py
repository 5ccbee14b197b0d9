"""Filling and clearing the practice space; a real force has no such pages."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.cases import operations
from cjnudge.cases.queries import snapshots as queries

from .data import crumbs


@needs(Permission.MANAGE_PRACTICE)
@require_http_methods(["GET", "HEAD", "POST"])
def practice(request, force):
    """Asks for the synthetic cases; a worker makes them."""
    practice_or_404(force)
    if request.method == "POST":
        job = operations.request_filling(force=force, by=request.user, at=timezone.now())
        return redirect("jobs:job", force.slug, job.pk)
    page = {
        "snapshots": queries.own_snapshots(force),
        "crumbs": crumbs(force, ("Synthetic cases", "")),
    }
    return render(request, "cases/practice.html", page)


@needs(Permission.MANAGE_PRACTICE)
@require_http_methods(["GET", "HEAD", "POST"])
def clear(request, force):
    practice_or_404(force)
    if request.method == "POST":
        deleted, kept = operations.clear_practice(force=force, by=request.user, at=timezone.now())
        say_cleared(request, deleted, kept)
        return redirect("cases:snapshots", force.slug)
    own = reverse("cases:snapshots", args=[force.slug])
    page = {
        "losses": [f"{one.title}, {one.rows:,} rows" for one in queries.own_snapshots(force)],
        "cancel_url": own,
        "crumbs": crumbs(force, ("Clear", "")),
    }
    return render(request, "cases/clear_practice.html", page)


def say_cleared(request, deleted, kept):
    messages.success(request, f"{deleted} synthetic snapshot{'' if deleted == 1 else 's'} deleted.")
    for title in kept:
        messages.warning(
            request, f"{title} is kept: a comparison or an upload in this practice space uses it."
        )


def practice_or_404(force):
    if not force.is_practice:
        raise Http404
