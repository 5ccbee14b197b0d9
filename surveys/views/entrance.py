"""The way in: a code is typed or a link followed, the notice is read, and "Start" begins a draft.

Opening any of these pages stores nothing and spends nothing: mail scanners open links too.
"""

from random import SystemRandom
from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from surveys.answering.contents import Contents
from surveys.answering.guessing import Guesses
from surveys.answering.paging import draw_order
from surveys.answering.ticket import Ticket
from surveys.answering.words import ENGLISH_TAG
from surveys.identity.drafts import keys_of_code
from surveys.identity.tokens import as_typed, new_code
from surveys.master import master
from surveys.operations.drafting import begin_draft, load_draft
from surveys.operations.handing_in import DoorClosed, find_door
from surveys.presenters.respondent import first_page
from surveys.queries.promised import languages_of, questionnaire_of
from surveys.views.apart import respondent
from surveys.views.cookies import give_ticket
from surveys.views.visits import kindly, show
from surveys.visit import NoVisit

# What was wrong with what was sent to a first page: {name in the address: (key of the words, where the cursor goes)}.
PROBLEMS = {
    "agree": ("agree_first", "agree"),
    "code": ("resume_wrong", "resume"),
    "wait": ("resume_wait", "resume"),
}

NO_CODE = "Enter the code of 8 letters and digits, as on the poster."
guesses = Guesses()


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
    language = chosen_language(request, door.wave)
    if request.method != "POST":
        shown = first_page(door, language)
        return show(request, "surveys/answer/start.html", shown | what_was_wrong(request, shown["words"]))
    if request.POST.get("what") == "resume":
        return come_back(request, door, door_key, language)
    return start(request, door, door_key, language)


def chosen_language(request, wave):
    """The language of the address, where the wave offers it; English otherwise."""
    asked = request.GET.get("in", "")
    return asked if asked in languages_of(wave) else ENGLISH_TAG


def what_was_wrong(request, words):
    """Context for the words about what was sent, and where they lead."""
    key, target = PROBLEMS.get(request.GET.get("missing", ""), ("", ""))
    said = words.say(key) if key else ""
    return {"problem": said, "target": target, "problems": [(said, target)] if key else []}


def again(request, missing, language):
    """Back to the first page, in its language, with what was wrong."""
    asked = {} if language == ENGLISH_TAG else {"in": language}
    return redirect(f"{request.path}?{urlencode({'missing': missing} | asked)}")


def start(request, door, door_key, language):
    """Begin a draft for somebody who agreed, and send them to the first page."""
    if request.POST.get("agree") != "yes":
        return again(request, "agree", language)
    code = new_code()
    keys = keys_of_code(code, master=master(), wave_id=door.wave.pk)
    instrument, modules = questionnaire_of(door.wave)
    order = draw_order(instrument, door.wave.frozen["occasion"], SystemRandom(), modules)
    begin_draft(
        wave=door.wave, keys=keys, contents=Contents(order, language=language), on=timezone.localdate()
    )
    return sent_in(door, door_key, code, keys, language)


def come_back(request, door, door_key, language):
    """Open the draft of a resume code again, if it is one of this survey; so many wrong ones a minute and door."""
    code, at = as_typed(request.POST.get("resume", "")), timezone.now().timestamp()
    if not code:
        return again(request, "code", language)
    if not guesses.take(door.key_hash, at):
        return again(request, "wait", language)
    keys = keys_of_code(code, master=master(), wave_id=door.wave.pk)
    begun = load_draft(wave=door.wave, keys=keys, on=timezone.localdate())
    if begun is None:
        return again(request, "code", language)
    guesses.give_back(door.key_hash, at)
    return sent_in(door, door_key, code, keys, begun.contents.language)


def sent_in(door, door_key, code, keys, language):
    """To the first page that is not answered, with the cookie; from there on no address holds a token."""
    response = redirect("surveys:answer")
    ticket = Ticket(door_key.get("token", ""), door_key.get("code", ""), code, keys.root, language)
    give_ticket(response, ticket, kiosk=door.kind == "kiosk")
    return response
