"""Pictures of what officers see, served so that nothing in them can run; counts of the work it takes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.arriving import takes_small_files
from trials.forms.nudge_facts import PictureForm, SludgeForm
from trials.forms.nudges import DraftForm
from trials.lifecycle import WrongState
from trials.nudges.picture_parts import PictureRefused
from trials.operations import nudge_pictures as operations
from trials.operations.nudges import ARCHIVED
from trials.presenters.nudges import address
from trials.views.nudge_finding import crumbs, nudge_crumb, nudge_or_404, picture_or_404, version_or_404
from trials.views.nudge_writing import is_open
from trials.views.results import PICTURE_POLICY

CONTENT_TYPES = {"png": "image/png", "jpeg": "image/jpeg"}


@needs(Permission.VIEW_RESULTS)
@require_safe
def nudge_picture(request, force, nudge, version, picture):
    found = picture_or_404(version_or_404(force, nudge, version), picture)
    response = HttpResponse(bytes(found.data), content_type=CONTENT_TYPES[found.kind])
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{found.sha256[:16]}.{found.kind}"'
    return response


@needs(Permission.MANAGE_TRIALS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_picture_add(request, force, nudge, version):
    found = version_or_404(force, nudge, version)
    back = redirect(address("nudge_version", found.nudge, version))
    if not is_open(request, found):
        return back
    form = PictureForm(sent(request), request.FILES or None, version=found)
    form.title, form.cancel_url = "Add a picture of what officers see", back.url
    if form.is_valid() and added(request, found, form):
        return back
    way = crumbs(force, nudge_crumb(found.nudge), ("Add a picture", ""))
    return render(request, "trials/nudges/form.html", {"form": form, "nudge": found.nudge, "crumbs": way})


def added(request, version, form):
    """Whether the picture is kept; a refusal becomes the form's error."""
    given, now = form.cleaned_data, {"by": request.user, "at": timezone.now()}
    try:
        operations.add_picture(
            version=version, draft=given["draft"], data=given["file"], alt=given["alt"], **now
        )
    except PictureRefused as refusal:
        form.add_error("file", str(refusal))
        return False
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_picture_remove(request, force, nudge, version, picture):
    found = version_or_404(force, nudge, version)
    shown, back = picture_or_404(found, picture), redirect(address("nudge_version", found.nudge, version))
    if not is_open(request, found):
        return back
    form = DraftForm(sent(request), version=found)
    form.submit_label, form.submit_style, form.cancel_url = "Remove the picture", "warning", back.url
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        try:
            operations.remove_picture(picture=shown, draft=form.cleaned_data["draft"], **now)
        except WrongState as refusal:
            messages.error(request, str(refusal))
        return back
    way = crumbs(force, nudge_crumb(found.nudge), ("Remove a picture", ""))
    page = {"form": form, "picture": shown, "nudge": found.nudge, "crumbs": way}
    return render(request, "trials/nudges/remove_picture.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_sludge(request, force, nudge):
    found = nudge_or_404(force, nudge)
    back = redirect(address("nudge", found))
    if found.archived_at:
        messages.error(request, ARCHIVED)
        return back
    form = SludgeForm(sent(request), today=timezone.localdate())
    form.title, form.cancel_url = "Count the work", back.url
    form.intro = (
        "Walk the screens with a made-up case: once before the nudge goes live, once after, the same way."
    )
    if form.is_valid():
        operations.count_sludge(nudge=found, by=request.user, at=timezone.now(), **form.values())
        return back
    way = crumbs(force, nudge_crumb(found), ("Count the work", ""))
    return render(request, "trials/nudges/form.html", {"form": form, "nudge": found, "crumbs": way})
