"""From the respondent's cookie to what they have open: wave, instrument, pages and draft; or why there is nothing."""

from dataclasses import dataclass
from functools import cached_property, wraps

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from surveys.answering.paging import pages
from surveys.answering.ticket import Ticket
from surveys.freezing import LANGUAGE
from surveys.identity.drafts import DraftKeys
from surveys.operations.drafting import Begun, delete_draft, load_draft, save_draft
from surveys.operations.handing_in import Door, DoorClosed, find_door, was_handed_in
from surveys.queries import frozen_instrument
from surveys.views.cookies import KIOSK_SECONDS, give_ticket, take_ticket, ticket_of

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


class NoVisit(Exception):
    """Nothing can be answered: reason is a key of KINDLY, or "done" where these very answers were handed in."""

    def __init__(self, reason, wave=None, door=None):
        super().__init__(reason)
        self.reason, self.wave, self.door = reason, wave, door


@dataclass(frozen=True)
class Visit:
    """One respondent at one page: what the templates and views need."""

    ticket: Ticket
    keys: DraftKeys
    door: Door
    begun: Begun

    @property
    def contents(self):
        return self.begun.contents

    @property
    def expires_on(self):
        return self.begun.expires_on

    @property
    def wave(self):
        return self.door.wave

    @property
    def is_kiosk(self):
        return self.door.kind == "kiosk"

    @cached_property
    def instrument(self):
        return frozen_instrument(self.wave)

    @cached_property
    def pages(self):
        return pages(self.instrument, self.wave.frozen["occasion"], self.contents.order)

    def save(self, change):
        """Store a change of the draft; NoVisit where it went meanwhile."""
        if save_draft(wave=self.wave, keys=self.keys, change=change, on=timezone.localdate()) is None:
            raise NoVisit("expired", self.wave)


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
    response = render(request, template, nobody_here(gone), status=status)
    if ticket_of(request):
        take_ticket(response)
    return response


def nobody_here(gone):
    """Context of a page for somebody who can answer nothing."""
    frozen = gone.wave.frozen if gone.wave else None
    contact = frozen["texts"][LANGUAGE]["notice"]["contact"] if frozen else ""
    return {"wave": gone.wave, "reason": gone.reason, "contact": contact}


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
