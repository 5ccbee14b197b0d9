"""Units from a CSV file, and the empty file to fill in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.forms.units import UploadForm
from cjnudge.accounts.operations.unit_files import add_units
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.unit_file import COLUMNS, FileRefused, read_units
from cjnudge.accounts.views.answers import sent
from cjnudge.accounts.views.units import unit_crumbs
from cjnudge.arriving import takes_small_files

EXAMPLE = (
    ("west", "West area", "area", "", "2024-04-01", ""),
    ("watford", "Watford station", "station", "west", "2024-04-01", ""),
    ("watford-a", "Watford team A", "team", "watford", "2024-04-01", "2026-03-31"),
)


@needs(Permission.MANAGE_UNITS)
@takes_small_files
@require_http_methods(["GET", "HEAD", "POST"])
def unit_upload(request, force):
    """All units of a file, or none and a list of what is wrong with it."""
    form = UploadForm(sent(request), request.FILES or None)
    form.cancel_url = reverse("accounts:units", args=[force.slug])
    refused = None
    if form.is_valid():
        try:
            added, there = store(force, form.cleaned_data["file"], request.user)
        except FileRefused as wrong:
            refused = wrong
        else:
            messages.success(request, said(added, there))
            return redirect("accounts:units", force.slug)
    context = {"form": form, "refused": refused, "columns": COLUMNS, "example": EXAMPLE}
    crumbs = unit_crumbs(force, None, "Upload")
    return render(request, "accounts/unit_upload.html", {**context, "crumbs": crumbs})


def store(force, file, by):
    return add_units(force=force, rows=read_units(file.read()), by=by, at=timezone.now())


def said(added, there):
    return f"Units added: {added}. Already there and left as they were: {there}."


@needs(Permission.MANAGE_UNITS)
@require_safe
def unit_template(request, force):
    """The header line, to be filled in with any spreadsheet."""
    content = ",".join(COLUMNS) + "\r\n"
    headers = {"Content-Disposition": 'attachment; filename="units.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
