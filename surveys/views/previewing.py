"""The preview: an instrument on the pages that officers answer, in one of its languages."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from surveys.answering.words import ENGLISH_TAG
from surveys.presenters import drafts as draft_pages
from surveys.presenters.previewing import page_of, preview_of
from surveys.queries.translations import translation_of
from surveys.views.instruments import found_or_404, manages, of_instrument
from surveys.views.visits import show


@needs(Permission.VIEW_DATA)
@require_safe
def instrument_preview(request, force, instrument, version, number):
    """Page `number` of any version, drafts among them: 0 is the notice."""
    found, row = found_or_404(force, instrument, version)
    occasion = occasion_of(request, found)
    language, words = language_of(request, force, found)
    options = {"occasion": occasion, "language": language, "words": words}
    preview = preview_of(force, found, on=timezone.localdate(), **options)
    if number > preview.last:
        raise Http404
    page = page_of(preview, number)

    def at(place, **changed):
        said = {"in": language, "on": occasion} | changed
        query = {name: value for name, value in said.items() if value not in ("", ENGLISH_TAG)}
        there = of_instrument("instrument_preview", force, found, place)
        return f"{there}?{urlencode(query)}" if query else there

    ways = {
        "what": f"“{found.title}”, version {found.version}",
        "leave": leaving(request, force, found, row),
        "back": at(number - 1) if number else "",
        "next": at(number + 1) if number < preview.last else "",
        "occasions": [(one, "" if one == occasion else at(0, on=one)) for one in found.occasions],
    }
    context = page.context | {"preview": ways, "languages": (), "back": "", "resume": ""}
    return show(request, f"surveys/preview/{page.template}.html", context)


def occasion_of(request, instrument):
    """The occasion of the address where the instrument knows it, else its first."""
    asked = request.GET.get("on", "")
    return asked if asked in instrument.occasions else next(iter(instrument.occasions), "")


def language_of(request, force, instrument):
    """(tag, {address: words}) of the language in the address, finished or not; English where there is no such one."""
    tag = request.GET.get("in", "")
    said = translation_of(force, instrument.key, instrument.version, tag) if tag else None
    return (said.language, said.words) if said else (ENGLISH_TAG, None)


def leaving(request, force, instrument, row):
    """Where the preview is left to: the draft for its authors, the page of a version that is published."""
    if row is None or row.published_at is not None:
        return of_instrument("instrument", force, instrument)
    return (
        draft_pages.address("draft", row)
        if manages(request)
        else reverse("surveys:instruments", args=[force.slug])
    )
