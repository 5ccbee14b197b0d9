"""Correcting the title of a nudge that is not approved yet, and discarding a further draft alone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from trials.forms.nudges import DraftForm, TitleForm
from trials.lifecycle import WrongState
from trials.operations.nudge_drafts import FIRST_STAYS, TITLE_STAYS, discard_draft, retitle_nudge
from trials.presenters.nudges import address
from trials.queries.nudges import pictures_of, versions_of
from trials.views.nudge_finding import crumbs, nudge_crumb, nudge_or_404, version_or_404
from trials.views.nudge_writing import is_open


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_retitle(request, force, nudge):
    found = nudge_or_404(force, nudge)
    back = redirect(address("nudge", found))
    newest = versions_of(found)[0]
    if newest.version > 1 or newest.approved_at:
        messages.error(request, TITLE_STAYS)
        return back
    form = TitleForm(sent(request), initial={"title_of_nudge": found.title})
    form.cancel_url = back.url
    if form.is_valid():
        values = {"nudge": found, "title": form.cleaned_data["title_of_nudge"]}
        done(request, lambda: retitle_nudge(**values, **who(request)), "The title is corrected.")
        return back
    page = {"form": form, "nudge": found, "crumbs": crumbs(force, nudge_crumb(found), ("Title", ""))}
    return render(request, "trials/nudges/form.html", page)


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_discard(request, force, nudge, version):
    """Discard the draft of a further version, once it was said what goes and what stays."""
    found = version_or_404(force, nudge, version)
    back = redirect(address("nudge", found.nudge))
    if not is_open(request, found):
        return back
    if found.version == 1:
        messages.error(request, FIRST_STAYS)
        return back
    form = DraftForm(sent(request), version=found)
    form.submit_label, form.submit_style, form.cancel_url = "Discard the draft", "warning", back.url
    if form.is_valid():
        values = {"version": found, "draft": form.cleaned_data["draft"]}
        done(
            request,
            lambda: discard_draft(**values, **who(request)),
            f"The draft of version {version} is gone.",
        )
        return back
    page = {"form": form, "nudge": found.nudge, "version": found, "pictures": pictures_of(found)}
    page["crumbs"] = crumbs(force, nudge_crumb(found.nudge), ("Discard the draft", ""))
    return render(request, "trials/nudges/discard.html", page)


def who(request):
    return {"by": request.user, "at": timezone.now()}


def done(request, operation, words):
    """Do it and say so on the next page, or say there why it could not be done."""
    try:
        operation()
    except WrongState as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
