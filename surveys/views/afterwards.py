"""What comes after the hand-in: the thanks, what the short cases were about, and a computer that forgets."""

from contextlib import suppress
from urllib.parse import urlencode

from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from surveys.answering.words import ENGLISH, ENGLISH_TAG
from surveys.operations.drafting import delete_draft
from surveys.presenters import respondent as presenting
from surveys.presenters.respondent_cases import cases_page, has_cases
from surveys.queries.promised import cleared_words
from surveys.views.apart import respondent
from surveys.views.cookies import take_ticket, ticket_of
from surveys.views.visits import kindly, open_visit, show
from surveys.visit import NoVisit


def handed_in(view):
    """Gives a view the NoVisit of whoever handed in; others are told kindly, or led back to their answers."""

    def seen(request):
        try:
            open_visit(request)
        except NoVisit as gone:
            return view(request, gone) if gone.reason == "done" else kindly(request, gone)
        return redirect("surveys:check")

    return require_safe(seen)


@respondent
@handed_in
def thanks(request, gone):
    """For whoever handed in, as often as they look; a kiosk forgets them at once, for the next person."""
    kiosk, ticket = gone.door.kind == "kiosk", ticket_of(request)
    shown = presenting.thanks_page(gone.wave, ticket, kiosk=kiosk)
    shown["has_cases"] = has_cases(gone.wave)
    if kiosk:
        shown |= cases_page(gone.wave, ticket.language)
    response = show(request, "surveys/answer/thanks.html", shown)
    if kiosk:
        take_ticket(response)
    return response


@respondent
@handed_in
def cases(request, gone):
    """What the short cases were about: the same for everybody who has handed in."""
    if not has_cases(gone.wave):
        return redirect("surveys:thanks")
    return show(
        request, "surveys/answer/about_cases.html", cases_page(gone.wave, ticket_of(request).language)
    )


@respondent
@require_POST
def clear(request):
    """Make this computer forget the survey; with "delete", the answers begun go too."""
    if "delete" in request.POST:
        with suppress(NoVisit):  # there is none any more, which is what was asked for
            delete_draft(keys=open_visit(request).keys)
    response = redirect(reverse("surveys:cleared") + in_its_language(request))
    take_ticket(response)
    return response


def in_its_language(request):
    """What the address of the cleared page needs to be shown in another language: it has no cookie to tell."""
    ticket = ticket_of(request)
    if ticket is None or ticket.language == ENGLISH_TAG:
        return ""
    try:
        wave = open_visit(request).wave
    except NoVisit as gone:
        wave = gone.wave
    return "?" + urlencode({"of": wave.pk, "in": ticket.language}) if wave else ""


@respondent
@require_safe
def cleared(request):
    """What a cleared computer shows."""
    words = cleared_words(request.GET.get("of", ""), request.GET.get("in", "")) or ENGLISH
    return show(request, "surveys/answer/cleared.html", {"words": words})
