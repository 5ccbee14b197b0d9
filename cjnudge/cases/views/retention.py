"""Keys and retention: what is kept until when, new keys, and erasing one subject."""

from django.contrib import messages
from django.core import signing
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.forms.erasing import RenewalForm, SubjectForm
from cjnudge.cases.operations.consulting import note_search
from cjnudge.cases.operations.erasure import request_erasure
from cjnudge.cases.operations.keys import renew_keys as ask_for_renewal
from cjnudge.cases.presenters import retention as retention_presenters
from cjnudge.cases.privacy import subjects
from cjnudge.cases.storage.successors import with_rows
from cjnudge.jobs.kinds import JobProblem

from .data import crumbs, may

SALT = "cases.erase"
# Time enough to read what will be lost; an hour later the rows may be others.
VALID_SECONDS = 30 * 60


@needs(Permission.VIEW_DATA)
@require_safe
def retention(request, force):
    page = {
        "kept": retention_presenters.kept(force, timezone.localdate()),
        "gone": retention_presenters.gone(force),
        "keys": retention_presenters.key_lines(force),
        "may_erase": may(request, Permission.ERASE_DATA),
        "crumbs": crumbs(force, ("Keys and retention", "")),
    }
    return render(request, "cases/retention.html", page)


@needs(Permission.ERASE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def renew_keys(request, force):
    form = RenewalForm(sent(request))
    form.cancel_url = reverse("cases:retention", args=[force.slug])
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        job = asked(
            form, lambda: ask_for_renewal(force=force, reason=reason, by=request.user, at=timezone.now())
        )
        if job:
            return redirect("jobs:job", force.slug, job.pk)
    page = {
        "form": form,
        "number": with_rows(force).count(),
        "crumbs": here(force, "Renew the keys"),
    }
    return render(request, "cases/renew_keys.html", page)


@needs(Permission.ERASE_DATA)
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request, force):
    """First whose rows, then what will be lost; the second step knows row numbers alone."""
    if "found" in request.POST:
        return confirmed(request, force)
    form = SubjectForm(sent(request))
    form.cancel_url = reverse("cases:retention", args=[force.slug])
    if form.is_valid():
        found = asked(form, lambda: looked_up(request, force, form.cleaned_data), "identifier")
        if found and found.rows:
            return confirmation(request, force, found)
        if found:
            form.add_error(None, NOBODY)
    return erase_page(request, force, form)


NOBODY = "No row of any snapshot has this identifier, so nothing is erased. Check how the records system writes it."


def looked_up(request, force, asked_for):
    """The subjects.Found; that somebody looked is noted, whoever was found."""
    note_search(force=force, kind=asked_for["kind"], by=request.user, at=timezone.now())
    return subjects.find_rows(force, asked_for["kind"], asked_for["identifier"])


def asked(form, operation, field=None):
    """What an operation gives; None, with its words on the form, where it refuses."""
    try:
        return operation()
    except subjects.NoIdentifier as refusal:
        form.add_error(field, str(refusal))
    except JobProblem as refusal:
        form.add_error(None, str(refusal))
    return None


def erase_page(request, force, form):
    return render(request, "cases/erase.html", {"form": form, "crumbs": here(force, "Erase rows")})


def confirmation(request, force, found):
    """Shows what will be lost. The token says which rows, for this person and force alone; not whose they are."""
    token = {"kind": found.kind, "rows": found.rows, "force": str(force.pk), "by": str(request.user.pk)}
    page = {
        "losses": retention_presenters.losses(subjects.by_snapshot(force, found)),
        "token": signing.dumps(token, salt=SALT, compress=True),
        "kind": subjects.KINDS[found.kind],
        "crumbs": here(force, "Erase rows"),
    }
    return render(request, "cases/erase_confirm.html", page)


def confirmed(request, force):
    """Asks for the job; back to the beginning, in words, where the confirmation has run out or is not ours."""
    try:
        token = signing.loads(request.POST["found"], salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        token = {}
    if (token.get("force"), token.get("by")) != (str(force.pk), str(request.user.pk)):
        messages.warning(request, "That was too long ago, so nothing was erased: find the rows again.")
        return redirect("cases:erase", force.slug)
    found = subjects.Found(token["kind"], token["rows"])
    try:
        job = request_erasure(force=force, found=found, by=request.user, at=timezone.now())
    except JobProblem as refusal:
        messages.warning(request, str(refusal))
        return redirect("cases:erase", force.slug)
    return redirect("jobs:job", force.slug, job.pk)


def here(force, title):
    return crumbs(force, ("Keys and retention", reverse("cases:retention", args=[force.slug])), (title, ""))
