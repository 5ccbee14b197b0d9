"""The results of a wave: the page, its pictures, its files. All of it comes out of a release."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from surveys.files import downloads
from surveys.presenters.results import results_page, waiting_page
from surveys.queries.results import numbered, picture_of
from surveys.views.finding import crumbs, wave_crumb, wave_or_404

# Opened on its own, a picture can neither run anything nor fetch anything.
PICTURE_POLICY = "default-src 'none'; sandbox"


def release_or_404(force, wave, number):
    found = numbered(wave_or_404(force, wave), number)
    if found is None:
        raise Http404
    return found


@needs(Permission.VIEW_SURVEYS)
@require_safe
def results(request, force, wave, number=None):
    """The newest release, or the one of this number; before there is any, what stands in its way."""
    found = wave_or_404(force, wave)
    release = numbered(found, number)
    if release is None and number is not None:
        raise Http404
    way = {"wave": found, "crumbs": crumbs(force, wave_crumb(found), ("Results", ""))}
    if release is None:
        return render(request, "surveys/results/waiting.html", waiting_page(found) | way)
    page = results_page(release, role=request.membership.role)
    return render(request, "surveys/results/results.html", page | way)


@needs(Permission.VIEW_SURVEYS)
@require_safe
def results_chart(request, force, wave, number, key):
    svg = picture_of(release_or_404(force, wave, number), key)
    if svg is None:
        raise Http404
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    return response


@needs(Permission.VIEW_SURVEYS)
@require_safe
def results_table(request, force, wave, number, section, table):
    release = release_or_404(force, wave, number)
    found = table_of(release.payload, section, table)
    return as_file(downloads.table_csv(release.payload, found), downloads.file_name(release, section, table))


@needs(Permission.VIEW_SURVEYS)
@require_safe
def results_tables(request, force, wave, number):
    release = release_or_404(force, wave, number)
    return as_file(downloads.every_table_csv(release.payload), downloads.file_name(release, "all"))


def table_of(payload, section, table):
    """The table with these keys; 404 where the release has none."""
    for found in payload["sections"]:
        for one in found["tables"]:
            if (found["key"], one["key"]) == (section, table):
                return one
    raise Http404


def as_file(text, name):
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
