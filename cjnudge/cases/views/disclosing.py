"""Counts of a snapshot as a file: published and made-up ones at once, a force's own with purpose and recipient."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.counting.counts import MeasureRefused, check_can_count
from cjnudge.cases.counting.refusals import check_rows_kept
from cjnudge.cases.forms import EVERY_PLACE, CountsForm
from cjnudge.cases.forms.disclosing import DisclosureForm
from cjnudge.cases.measures import measure
from cjnudge.cases.operations.consulting import note_disclosure
from cjnudge.cases.presenters import snapshots as presenters
from cjnudge.cases.privacy import downloads
from cjnudge.cases.storage.store import DamagedPart

from .data import crumbs, readable_or_404


@needs(Permission.VIEW_FORCE)
@require_http_methods(["GET", "HEAD", "POST"])
def download_counts(request, force, snapshot):
    """The file that the address names; where its counts are a force's own, the reason is asked for first."""
    found = readable_or_404(request, force, snapshot)
    form = DisclosureForm(sent(request))
    form.cancel_url = reverse("cases:snapshot", args=[force.slug, found.pk])
    try:
        check_rows_kept(found)
        chosen = choice(request, found)
        check_can_count(measure(chosen["key"]), found, basis=chosen["basis"])
        if is_free(found):
            return as_file(found, chosen)
        if form.is_valid():
            return disclosed(request, found, chosen, form.cleaned_data)
    except (MeasureRefused, DamagedPart) as refusal:
        return page(request, force, found, refusal=str(refusal))
    return page(request, force, found, form=form, chosen=chosen)


def is_free(snapshot):
    """Whether its counts are nobody's: official figures that were published, or made up."""
    return snapshot.published or snapshot.synthetic


def choice(request, snapshot):
    """{"key", "basis", "place"} that the address names, each the first there is where it names none that exists."""
    bases = snapshot.contents["bases"]
    form = CountsForm(request.GET, bases=bases, places=places_in(snapshot))
    named = form.cleaned_data if form.is_valid() else {}
    return {
        "key": named.get("measure") or presenters.first_measure(snapshot),
        "basis": named.get("basis") or bases[0],
        "place": named.get("place", EVERY_PLACE),
    }


def disclosed(request, snapshot, chosen, why):
    """The file; that it was given out, for what and to whom, is written down before it is."""
    text = downloads.counts_csv(snapshot, **chosen)
    note_disclosure(snapshot=snapshot, measure=chosen["key"], by=request.user, at=timezone.now(), **why)
    return sending(snapshot, chosen, text)


def as_file(snapshot, chosen):
    return sending(snapshot, chosen, downloads.counts_csv(snapshot, **chosen))


def sending(snapshot, chosen, text):
    name = downloads.file_name(snapshot, chosen["key"])
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def page(request, force, snapshot, *, form=None, chosen=None, refusal=""):
    about = {
        "snapshot": snapshot,
        "measure": measure(chosen["key"]) if chosen else None,
        "place": (chosen or {}).get("place") or "all places together",
    }
    own = reverse("cases:snapshot", args=[force.slug, snapshot.pk])
    way = crumbs(force, (snapshot.title, own), ("Download counts", ""))
    return render(
        request, "cases/download_counts.html", about | {"form": form, "refusal": refusal, "crumbs": way}
    )
