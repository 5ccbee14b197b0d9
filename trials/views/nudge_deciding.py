"""Approving a version by a second person, and putting a nudge away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from trials.forms.nudges import ApproveForm
from trials.lifecycle import WrongState
from trials.nudges.approval import refusals
from trials.operations import nudges as operations
from trials.presenters.nudges import address, record_of, version_page
from trials.queries.nudges import is_live, pictures_of
from trials.views.nudge_finding import crumbs, nudge_crumb, nudge_or_404, version_or_404
from trials.views.nudge_writing import is_open


@needs(Permission.APPROVE_PLANS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_approve(request, force, nudge, version):
    found = version_or_404(force, nudge, version)
    back = redirect(address("nudge", found.nudge))
    if not is_open(request, found):
        return back
    form = ApproveForm(sent(request), version=found)
    form.cancel_url = back.url
    if form.is_valid() and approved(request, found, form):
        return back
    reasons = refusals(record_of(found), writers=found.writers, approver=request.user.pk)
    page = version_page(found, pictures_of(found)) | {"form": form, "reasons": reasons}
    page["crumbs"] = crumbs(force, nudge_crumb(found.nudge), ("Approve", ""))
    return render(request, "trials/nudges/approve.html", page)


def approved(request, version, form):
    """Whether the version is approved now; a refusal becomes the form's error."""
    now = {"by": request.user, "at": timezone.now()}
    try:
        operations.approve_version(version=version, draft=form.cleaned_data["draft"], **now)
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Version {version.version} is approved and never changes again.")
    return True


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_archive(request, force, nudge):
    found = nudge_or_404(force, nudge)
    back = redirect(address("nudge", found))
    if found.archived_at or is_live(found):
        live = "It is live in some unit: record first on which day it ended there."
        messages.error(request, operations.ARCHIVED if found.archived_at else live)
        return back
    if request.method == "POST":
        operations.archive_nudge(nudge=found, by=request.user, at=timezone.now())
        messages.success(request, f"“{found.title}” is archived. It can still be read.")
        return redirect("trials:nudges", force.slug)
    way = crumbs(force, nudge_crumb(found), ("Archive", ""))
    page = {"nudge": found, "cancel_url": back.url, "crumbs": way}
    return render(request, "trials/nudges/archive.html", page)
