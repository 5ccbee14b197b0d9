"""How good the data of a snapshot are: the page, its charts, and its tables as a file."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.cases.forms.disclosing import DisclosureForm
from cjnudge.cases.operations.consulting import is_consulted, note_consultation
from cjnudge.cases.operations.quality import note_download
from cjnudge.cases.presenters import quality as quality_presenters
from cjnudge.cases.queries import snapshots as queries
from cjnudge.cases.withholding import Withheld, check_open
from cjnudge.spreadsheets import csv_lines

from .data import crumbs

# Opened on its own, a picture can neither run anything nor fetch anything.
PICTURE_POLICY = "default-src 'none'; sandbox"


@needs(Permission.VIEW_DATA)
@require_safe
def quality(request, force, snapshot):
    found = own_or_404(force, snapshot)
    note_consultation(snapshot=found, by=request.user, at=timezone.now())
    address = reverse("cases:snapshot", args=[force.slug, found.pk])
    page = {"snapshot": found, "crumbs": crumbs(force, (found.title, address), ("Data quality", ""))}
    if quality_presenters.is_current(found.quality):
        page["findings"] = quality_presenters.findings(found.quality)
        page["sections"] = quality_presenters.sections(found.quality, found, force)
    return render(request, "cases/quality.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def quality_chart(request, force, snapshot, key):
    found = own_or_404(force, snapshot)
    svg = quality_presenters.chart_of(found.quality, key)
    if svg is None:
        raise Http404
    note_consultation(snapshot=found, by=request.user, at=timezone.now())
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.VIEW_DATA)
@require_POST
def quality_tables(request, force, snapshot):
    """Every table of the page in one CSV file; who took it, what for and for whom is in the audit trail."""
    found = own_or_404(force, snapshot)
    if not found.quality:
        raise Http404
    form = DisclosureForm(request.POST if "purpose" in request.POST or "recipient" in request.POST else None)
    if is_consulted(found) and not form.is_valid():
        return asked_for_purpose(request, force, found, form)
    why = form.cleaned_data if form.is_bound else {}
    note_download(snapshot=found, by=request.user, at=timezone.now(), **why)
    lines = csv_lines(quality_presenters.rows_of_file(found))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{quality_presenters.file_name(found)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def asked_for_purpose(request, force, snapshot, form):
    """Real cases leave the system for a purpose and to somebody: both are asked for first."""
    address = reverse("cases:quality", args=[force.slug, snapshot.pk])
    form.cancel_url = address
    way = crumbs(force, (snapshot.title, address), ("Download the tables", ""))
    return render(request, "cases/quality_tables.html", {"snapshot": snapshot, "form": form, "crumbs": way})


def own_or_404(force, snapshot_id):
    """The force's own snapshot; published reference counts have no quality page, one of held units is refused."""
    found = queries.own_snapshots(force).filter(pk=snapshot_id).first()
    if found is None:
        raise Http404
    try:
        check_open(found, on=timezone.localdate(), basis=None)
    except Withheld as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    return found
