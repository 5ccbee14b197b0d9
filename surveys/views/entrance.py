"""The way in: a code is typed or a link followed, the notice is read, and "Start" begins a draft.

Opening any of these pages stores nothing and spends nothing: mail scanners open links too.
"""

from random import SystemRandom

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from surveys.answering.contents import Contents
from surveys.answering.paging import draw_order
from surveys.answering.ticket import Ticket
from surveys.identity.drafts import keys_of_code
from surveys.identity.tokens import as_typed, new_code
from surveys.master import master
from surveys.operations.drafting import begin_draft, load_draft
from surveys.operations.handing_in import DoorClosed, find_door
from surveys.queries import frozen_instrument
from surveys.respondent_pages import first_page
from surveys.views.apart import respondent
from surveys.views.cookies import give_ticket
from surveys.views.visits import NoVisit, kindly

# What was wrong with what was sent to a first page: {name in the address: (words, where the cursor goes)}.
PROBLEMS = {
    "agree": ("Tick the box if you agree to take part. Nobody can start without.", "agree"),
    "code": (
        "This code opens no answers here. Check it, or start again: after three days they are gone.",
        "resume",
    ),
}

NO_CODE = "Enter the code of 8 letters and digits, as on the poster."


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request):
    """Where the code of a station is typed."""
    if request.method != "POST":
        problems = [(NO_CODE, "code")] if "wrong" in request.GET else []
        return render(request, "surveys/answer/enter.html", {"problems": problems})
    code = as_typed(request.POST.get("code", ""))
    if not code:
        return redirect(f"{request.path}?wrong=1")
    return redirect("surveys:by_code", code)


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request, token):
    """The first page for the holder of a personal link."""
    return entrance(request, token=token)


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request, code):
    """The first page for whoever has the code of a station, and at a kiosk."""
    return entrance(request, code=code)


def entrance(request, **door_key):
    """The first page, the start of a draft, or the return to one; door_key: token or code."""
    try:
        door = find_door(on=timezone.localdate(), **door_key)
    except DoorClosed as closed:
        return kindly(request, NoVisit(closed.reason, closed.wave))
    if request.method != "POST":
        return render(request, "surveys/answer/start.html", first_page(door) | what_was_wrong(request))
    if request.POST.get("what") == "resume":
        return come_back(request, door, door_key)
    return start(request, door, door_key)


def what_was_wrong(request):
    """Context for the words about what was sent, and where they lead."""
    words, target = PROBLEMS.get(request.GET.get("missing", ""), ("", ""))
    return {"problem": words, "target": target, "problems": [(words, target)] if words else []}


def start(request, door, door_key):
    """Begin a draft for somebody who agreed, and send them to the first page."""
    if request.POST.get("agree") != "yes":
        return redirect(f"{request.path}?missing=agree")
    code = new_code()
    keys = keys_of_code(code, master=master(), wave_id=door.wave.pk)
    instrument = frozen_instrument(door.wave)
    order = draw_order(instrument, door.wave.frozen["occasion"], SystemRandom())
    begin_draft(wave=door.wave, keys=keys, contents=Contents(order), on=timezone.localdate())
    return sent_in(door, door_key, code, keys)


def come_back(request, door, door_key):
    """Open the draft of a resume code again, if it is one of this survey."""
    code = as_typed(request.POST.get("resume", ""))
    keys = keys_of_code(code, master=master(), wave_id=door.wave.pk) if code else None
    if keys is None or load_draft(wave=door.wave, keys=keys, on=timezone.localdate()) is None:
        return redirect(f"{request.path}?missing=code")
    return sent_in(door, door_key, code, keys)


def sent_in(door, door_key, code, keys):
    """To the first page that is not answered, with the cookie; from there on no address holds a token."""
    response = redirect("surveys:answer")
    ticket = Ticket(door_key.get("token", ""), door_key.get("code", ""), code, keys.root)
    give_ticket(response, ticket, kiosk=door.kind == "kiosk")
    return response
