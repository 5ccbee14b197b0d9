"""From the respondent's cookie to what they have open: wave, instrument, pages and draft; or why there is nothing."""

from functools import wraps

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from surveys.answering.words import ENGLISH, ENGLISH_TAG
from surveys.identity.drafts import DraftKeys
from surveys.operations.drafting import delete_draft, load_draft
from surveys.operations.handing_in import DoorClosed, find_door, was_handed_in
from surveys.queries.promised import texts_of, words_of
from surveys.views.cookies import KIOSK_SECONDS, give_ticket, take_ticket, ticket_of
from surveys.visit import NoVisit, Visit

# reason: (template, status). Status codes are for machines; each page says what to do.
KINDLY = {
    "nothing": ("surveys/answer/nothing_open.html", 404),
    "expired": ("surveys/answer/nothing_open.html", 410),
    "unknown": ("surveys/answer/unknown.html", 404),
    "not_open": ("surveys/answer/not_open.html", 404),
    "closed": ("surveys/answer/closed.html", 410),
    "withdrawn": ("surveys/answer/withdrawn.html", 410),
    "spent": ("surveys/answer/spent.html", 410),
}

# What is begun can never be handed in any more. A link that was replaced is no such end: the new one goes on with it.
ENDED = {"closed", "withdrawn", "spent"}


def visiting(view):
    """Gives a view its Visit; whoever has none gets a page that says why, or the thanks."""

    @wraps(view)
    def visited(request, *args, **kwargs):
        try:
            visit = open_visit(request)
            response = view(request, visit, *args, **kwargs)
        except NoVisit as gone:
            return kindly(request, gone)
        if visit.is_kiosk:
            forget_soon(request, visit, response)
        return response

    return visited


def forget_soon(request, visit, response):
    """On a device for everyone: "Continue" gives ten minutes more; when they are over the page goes to the start."""
    if request.method == "POST":
        give_ticket(response, visit.ticket, kiosk=True)
    else:
        response["Refresh"] = f"{KIOSK_SECONDS}; url={reverse('surveys:by_code', args=[visit.ticket.code])}"


def open_visit(request):
    """The Visit of whoever asks; NoVisit says why there is none, and leaves nothing behind."""
    ticket, on = ticket_of(request), timezone.localdate()
    if ticket is None:
        raise NoVisit("nothing")
    keys = DraftKeys(ticket.root)
    door = _door(ticket, keys, on)
    begun = load_draft(wave=door.wave, keys=keys, on=on)
    if begun is None:
        raise NoVisit(_without_draft(door, keys), door.wave, door)
    return Visit(ticket, keys, door, begun)


def door_of(ticket, on):
    """The Door by which a ticket's holder came in; DoorClosed where it is shut."""
    return find_door(token=ticket.token, on=on) if ticket.token else find_door(code=ticket.code, on=on)


def kindly(request, gone):
    """The page for somebody who can answer nothing here; their computer forgets the survey."""
    if gone.reason == "done":
        return redirect("surveys:thanks")
    template, status = KINDLY[gone.reason]
    response = show(request, template, nobody_here(gone, language_of(request)), status=status)
    if ticket_of(request):
        take_ticket(response)
    return response


def nobody_here(gone, language):
    """Context of a page for somebody who can answer nothing."""
    found = {"wave": gone.wave, "reason": gone.reason, "contact": ""}
    if gone.wave is None or not gone.wave.frozen:
        return found
    contact = texts_of(gone.wave, language)["notice"]["contact"]
    return found | {"words": words_of(gone.wave, language), "contact": contact}


def language_of(request):
    """The tag of the language asked for: in the address, or at the start of what is open here."""
    ticket = ticket_of(request)
    return request.GET.get("in", "") or (ticket.language if ticket else ENGLISH_TAG)


def show(request, template, context, **options):
    """The page, with days and months in its language too, as far as Django has names for them."""
    with translation.override(context["words"].tag if "words" in context else ENGLISH.tag):
        return render(request, template, context, **options)


def _door(ticket, keys, on):
    try:
        return door_of(ticket, on)
    except DoorClosed as closed:
        if closed.door is not None and was_handed_in(door=closed.door, entry_id=keys.entry_id):
            raise NoVisit("done", closed.wave, closed.door) from closed
        if closed.reason in ENDED:
            delete_draft(keys=keys)
        raise NoVisit(closed.reason, closed.wave) from closed


def _without_draft(door, keys):
    return "done" if was_handed_in(door=door, entry_id=keys.entry_id) else "expired"
