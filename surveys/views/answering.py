"""The pages of a survey: each is read by GET, saved by POST, and left by a redirect, so that "back" sends nothing."""

from contextlib import suppress

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from surveys import respondent_pages as presenting
from surveys.answering.flags import flags_of
from surveys.answering.reading import answers_of, faults
from surveys.operations.drafting import delete_draft
from surveys.operations.handing_in import HandIn, hand_in
from surveys.own_codes import has_own_code, hashed_own_code, own_code_faults, own_code_of
from surveys.views.apart import respondent
from surveys.views.cookies import take_ticket, ticket_of
from surveys.views.visits import NoVisit, kindly, open_visit, visiting


@respondent
@require_safe
@visiting
def answer(request, visit):
    """On to the first page with something not yet answered; to the check where there is none."""
    for number, page in enumerate(visit.pages, 1):
        if any(not presenting.is_answered(asked, visit.contents) for asked in page.asked):
            return redirect("surveys:page", number)
    return redirect("surveys:check")


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def page(request, visit, number):
    """One page of questions. "Continue" saves whatever is there, "Clear" takes this page's answers back."""
    if not 1 <= number <= len(visit.pages):
        return redirect("surveys:answer")
    if request.method != "POST":
        shown = presenting.question_page(visit, number, checking="check" in request.GET)
        return render(request, "surveys/answer/page.html", shown)
    asked = visit.pages[number - 1]
    answers, texts = ({}, {}) if "clear" in request.POST else answers_of(asked, request.POST)
    visit.save(lambda contents: contents.with_page(asked, answers, texts))
    stay = "clear" in request.POST or faults(asked, texts)
    return redirect(after(visit, number, stay=stay, checking="check" in request.POST))


def after(visit, number, *, stay, checking):
    """The address after page `number` was saved; somebody who came from the check goes back there."""
    if stay:
        return presenting.address(number, checking=checking)
    if checking:
        return "surveys:check"
    return presenting.address(number + 1, last=len(visit.pages))


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def about_you(request, visit):
    """The bands an officer may choose to say about their work, after the last question."""
    if request.method != "POST":
        return render(request, "surveys/answer/about_you.html", presenting.bands_page(visit))
    bands = {} if "clear" in request.POST else presenting.bands_of(visit.wave, request.POST)
    visit.save(lambda contents: contents.with_bands(bands))
    return redirect("surveys:about_you" if "clear" in request.POST else presenting.after_bands(visit.wave))


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def own_code(request, visit):
    """The code that links waves, made up by the officer: in a confidential wave, and never needed."""
    if not has_own_code(visit.wave):
        return redirect("surveys:check")
    if request.method != "POST":
        return render(request, "surveys/answer/own_code.html", presenting.own_code_page(visit))
    typed = {} if "clear" in request.POST else own_code_of(request.POST)
    visit.save(lambda contents: contents.with_own_code(typed))
    stay = "clear" in request.POST or own_code_faults(typed)
    return redirect("surveys:own_code" if stay else "surveys:check")


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def check(request, visit):
    """Everything answered, to be looked at and changed; the button hands it in."""
    if request.method != "POST":
        return render(request, "surveys/answer/check.html", presenting.check_page(visit))
    if amiss := presenting.first_amiss(visit):
        return redirect(amiss)
    became = hand_in(
        door=visit.door,
        entry_id=visit.keys.entry_id,
        answers=visit.contents.answers,
        texts=visit.contents.texts,
        bands=visit.contents.bands,
        on=timezone.localdate(),
        flags=flags_of(visit.instrument, visit.contents),
        own_code=hashed_own_code(visit.wave, visit.contents) if has_own_code(visit.wave) else {},
    )
    if became is not HandIn.CLOSED:
        delete_draft(keys=visit.keys)
    return redirect("surveys:thanks")


@respondent
@require_safe
def thanks(request):
    """For whoever handed in, as often as they look; a kiosk forgets them at once, for the next person."""
    try:
        open_visit(request)
    except NoVisit as gone:
        if gone.reason != "done":
            return kindly(request, gone)
        kiosk = gone.door.kind == "kiosk"
        ticket = ticket_of(request)
        shown = presenting.thanks_page(gone.wave, ticket, kiosk=kiosk)
        response = render(request, "surveys/answer/thanks.html", shown)
        if kiosk:
            take_ticket(response)
        return response
    return redirect("surveys:check")


@respondent
@require_safe
@visiting
def leave(request, visit):
    """How to come back, and the buttons that clear this computer."""
    return render(request, "surveys/answer/leave.html", presenting.leave_page(visit))


@respondent
@require_POST
def clear(request):
    """Make this computer forget the survey; with "delete", the answers begun go too."""
    if "delete" in request.POST:
        with suppress(NoVisit):  # there is none any more, which is what was asked for
            delete_draft(keys=open_visit(request).keys)
    response = redirect("surveys:cleared")
    take_ticket(response)
    return response


@respondent
@require_safe
def cleared(request):
    """What a cleared computer shows."""
    return render(request, "surveys/answer/cleared.html")
