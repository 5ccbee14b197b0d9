"""The first page, and the few that belong to no force."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import public, signed_in
from cjnudge.accounts.queries import memberships_of
from cjnudge.navigation import landing


@signed_in
@require_safe
def home(request):
    """On to the only force a person belongs to; a choice where there are several, and what to do where none."""
    memberships = list(memberships_of(request.user))
    if len(memberships) == 1 and not request.user.runs_installation:
        return redirect(landing(memberships[0].force, memberships[0].role))
    rows = [(one, landing(one.force, one.role)) for one in memberships]
    return render(request, "home.html", {"memberships": rows})


@public
@require_safe
def accessibility(request):
    return render(request, "accessibility.html")


@public
@require_safe
def privacy(request):
    return render(request, "privacy.html")


@public
@require_safe
def healthz(request):
    """That the web process answers: asks no database, no broker and no disk."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
