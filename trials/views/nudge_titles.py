"""Mending a typing mistake in the title of an approved nudge: entered, confirmed, and kept on the record."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from trials.forms.nudge_titles import ConfirmationForm, CorrectionForm
from trials.lifecycle import WrongState
from trials.operations.nudge_titles import correct_title
from trials.operations.nudges import ARCHIVED
from trials.presenters.nudges import address
from trials.queries.nudges import corrections_of, versions_of
from trials.views.nudge_finding import crumbs, nudge_crumb, nudge_or_404

NOT_YET = "No version is approved yet: the title can simply be changed."


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def nudge_correct_title(request, force, nudge):
    found = nudge_or_404(force, nudge)
    back = redirect(address("nudge", found))
    refusal = refused(found)
    if refusal:
        messages.error(request, refusal)
        return back
    earlier = corrections_of(found)
    form = CorrectionForm(sent(request), nudge=found, first=earlier[0].before if earlier else found.title)
    form.cancel_url = back.url
    if not form.is_valid():
        return shown(request, found, form)
    if not request.POST.get("confirmed"):
        confirm = ConfirmationForm(given=form.cleaned_data)
        confirm.cancel_url = back.url
        return shown(request, found, confirm, entered=form.values())
    return back if corrected(request, found, form) else shown(request, found, form)


def refused(nudge):
    """Why nothing can be corrected on this page, in words, or ""."""
    if nudge.archived_at:
        return ARCHIVED
    return "" if any(one.approved_at for one in versions_of(nudge)) else NOT_YET


def corrected(request, nudge, form):
    """Whether the title is corrected; a refusal becomes the form's error."""
    try:
        correct_title(nudge=nudge, **form.values(), by=request.user, at=timezone.now())
    except WrongState as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "The title is corrected. What it was before stays on the record.")
    return True


def shown(request, nudge, form, entered=None):
    """The form, or with what was `entered` the page that asks once more."""
    page = {"form": form, "nudge": nudge, "entered": entered}
    page["crumbs"] = crumbs(nudge.force, nudge_crumb(nudge), ("Correct a typing mistake", ""))
    return render(request, "trials/nudges/correct_title.html", page)
