"""The pages on which leads and evaluators read the instruments: those that come with the software, and their own."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from surveys.presenters import drafts as draft_pages
from surveys.presenters import instruments as presenters
from surveys.queries.instruments import drafts_of, newest_version, published_versions, shown_instrument
from surveys.scales import UnknownInstrument, all_instruments
from surveys.scales.writing import file_name, to_toml
from surveys.views.drafting import crumbs


def manages(request):
    return role_allows(request.membership.role, Permission.MANAGE_SURVEYS)


@needs(Permission.VIEW_DATA)
@require_safe
def instruments(request, force):
    page = {
        "lines": [presenters.line(one) for one in all_instruments()],
        "own": [draft_pages.own_line(one) for one in published_versions(force)],
        "drafts": [draft_pages.draft_line(one) for one in drafts_of(force)],
        "manages": manages(request),
        "crumbs": crumbs(force),
    }
    return render(request, "surveys/instruments.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def instrument(request, force, instrument, version):
    """One version that can be fielded; a draft has pages of its own."""
    found, row = found_or_404(force, instrument, version)
    if row is not None and row.published_at is None:
        raise Http404
    page = presenters.preview(found) | {
        "row": row,
        "newest": row is None or row == newest_version(force, instrument),
        "manages": manages(request),
        "crumbs": crumbs(force, (found.title, "")),
    }
    return render(request, "surveys/instrument.html", page)


@needs(Permission.VIEW_DATA)
@require_safe
def instrument_file(request, force, instrument, version):
    """The version as the TOML file that could be uploaded again."""
    found, _ = found_or_404(force, instrument, version)
    response = HttpResponse(to_toml(found), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file_name(found)}"'
    return response


def found_or_404(force, key, version):
    """(Instrument, its InstrumentVersion or None) of an address, drafts among them."""
    try:
        return shown_instrument(force, key, version)
    except UnknownInstrument as unknown:
        raise Http404 from unknown


def of_instrument(name, force, found, *more):
    return reverse(f"surveys:{name}", args=[force.slug, found.key, found.version, *more])
