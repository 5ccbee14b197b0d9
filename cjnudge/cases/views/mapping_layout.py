"""The documented layout of an extract, and an empty file in it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.cases import layout
from cjnudge.cases.extract.fields import FIELDS

from .data import crumbs

HEADINGS = [("Column", ""), ("What it is", ""), ("How it is written", ""), ("Needed", "")]


@needs(Permission.VIEW_DATA)
@require_safe
def extract_layout(request, force):
    page = {
        "headings": HEADINGS,
        "rows": layout.rows(),
        "needed": [one.key for one in FIELDS.values() if one.needed],
        "crumbs": crumbs(force, ("Layout of an extract", "")),
    }
    return render(request, "cases/extract_layout.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def extract_template(request, force):
    """The header line, to be filled in with any spreadsheet."""
    headers = {"Content-Disposition": f'attachment; filename="{layout.FILE_NAME}"'}
    return HttpResponse(layout.header_line(), content_type="text/csv; charset=utf-8", headers=headers)
