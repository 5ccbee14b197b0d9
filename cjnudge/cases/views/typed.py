"""Grids of typed counts: the list, one grid, and its empty template."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.cases.presenters.typed import grid_line, settings_rows, unit_steps
from cjnudge.cases.queries.typed import typed_grid, typed_grids
from cjnudge.cases.sources.typed_counts import COLUMNS
from cjnudge.cases.typed.grid import COUNTS, faults, key_of, months_of
from cjnudge.spreadsheets import csv_lines

from .data import crumbs


@needs(Permission.MANAGE_DATA)
@require_safe
def typed(request, force):
    lines = [grid_line(one) for one in typed_grids(force)]
    return render(
        request, "cases/typed.html", {"lines": lines, "crumbs": crumbs(force, ("Typed counts", ""))}
    )


@needs(Permission.MANAGE_DATA)
@require_safe
def typed_counts(request, force, typed):
    found = grid_or_404(force, typed)
    page = {
        "typed": found,
        "rows": settings_rows(found),
        "steps": unit_steps(found),
        "faults": [] if found.snapshot_id else faults(found),
        "crumbs": typed_crumbs(force, (found.title, "")),
    }
    return render(request, "cases/typed_counts.html", page)


@needs(Permission.MANAGE_DATA)
@require_safe
def typed_template(request, force, typed):
    """A row for each unit and month, the counts empty: no figure leaves the software here."""
    found = grid_or_404(force, typed)
    blank = [""] * len(COUNTS)
    rows = [[unit, key_of(month), *blank] for unit in found.units for month in months_of(found)]
    # The mark tells spreadsheets that it is UTF-8.
    text = "\ufeff" + "".join(csv_lines([COLUMNS, *rows]))
    headers = {"Content-Disposition": 'attachment; filename="typed-counts.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def grid_or_404(force, typed_id):
    found = typed_grid(force, typed_id)
    if found is None:
        raise Http404
    return found


def typed_crumbs(force, *more):
    return crumbs(force, ("Typed counts", reverse("cases:typed", args=[force.slug])), *more)
