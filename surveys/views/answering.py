"""The pages of a survey: each is read by GET, saved by POST, and left by a redirect, so that "back" sends nothing."""

from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from surveys.answering.flags import flags_of
from surveys.answering.reading import answers_of, faults
from surveys.operations.drafting import delete_draft
from surveys.operations.handing_in import HandIn, hand_in
from surveys.own_codes import has_own_code, hashed_own_code, own_code_faults, own_code_of
from surveys.presenters import respondent as presenting
from surveys.presenters import respondent_steps as steps
from surveys.views.apart import respondent
from surveys.views.visits import show, visiting


@respondent
@require_safe
@visiting
def answer(request, visit):
    """On to the first page with something not yet answered; to the check where there is none."""
    return redirect(presenting.first_unanswered(visit))


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def page(request, visit, number):
    """One page of questions. "Continue" saves whatever is there, "Clear" takes this page's answers back."""
    asked = dict(visit.shown).get(number)
    if asked is None:
        return redirect("surveys:answer")
    if request.method != "POST":
        shown = presenting.question_page(visit, number, checking="check" in request.GET)
        return show(request, "surveys/answer/page.html", shown)
    answers, texts = ({}, {}) if "clear" in request.POST else answers_of(asked, request.POST)
    saved = visit.save(lambda contents: contents.with_page(asked, answers, texts))
    checking = "check" in request.POST
    if "clear" in request.POST or faults(asked, texts):
        return redirect(presenting.address(number, checking=checking))
    return onwards(saved, "page", number, checking=checking)


def onwards(visit, name, number=0, *, checking):
    """To the step after this one; somebody who came from the check goes back there."""
    return redirect("surveys:check" if checking else steps.after(visit.steps, name, number))


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def about_you(request, visit):
    """The bands an officer may choose to say about their work, after the last question."""
    if request.method != "POST":
        return show(request, "surveys/answer/about_you.html", presenting.bands_page(visit))
    bands = {} if "clear" in request.POST else presenting.bands_of(visit.wave, request.POST)
    visit.save(lambda contents: contents.with_bands(bands))
    if "clear" in request.POST:
        return redirect("surveys:about_you")
    return onwards(visit, steps.ABOUT_YOU, checking=False)


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def own_code(request, visit):
    """The code that links waves, made up by the officer: in a confidential wave, and never needed."""
    if not has_own_code(visit.wave):
        return redirect("surveys:check")
    if request.method != "POST":
        shown = presenting.own_code_page(visit, checking="check" in request.GET)
        return show(request, "surveys/answer/own_code.html", shown)
    typed = {} if "clear" in request.POST else own_code_of(request.POST)
    saved = visit.save(lambda contents: contents.with_own_code(typed))
    if "clear" in request.POST or own_code_faults(typed):
        return redirect("surveys:own_code")
    return onwards(saved, steps.OWN_CODE, checking="check" in request.POST)


@respondent
@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def check(request, visit):
    """Everything answered, to be looked at and changed; the button hands it in."""
    if request.method != "POST":
        return show(request, "surveys/answer/check.html", presenting.check_page(visit))
    if amiss := presenting.first_amiss(visit):
        return redirect(amiss)
    if handed_in(visit) is not HandIn.CLOSED:
        delete_draft(keys=visit.keys)
    return redirect("surveys:thanks")


def handed_in(visit):
    """What became of the answers to what is asked; to what a condition excluded none is given."""
    contents = visit.contents.asked_in(page for _, page in visit.shown)
    return hand_in(
        door=visit.door,
        entry_id=visit.keys.entry_id,
        answers=contents.answers_to_keep,
        texts=contents.texts,
        bands=contents.bands,
        on=timezone.localdate(),
        flags=flags_of(visit.questionnaire[0], contents),
        own_code=hashed_own_code(visit.wave, contents) if has_own_code(visit.wave) else {},
        language=contents.language,
    )


@respondent
@require_safe
@visiting
def leave(request, visit):
    """How to come back, and the buttons that clear this computer."""
    return show(request, "surveys/answer/leave.html", presenting.leave_page(visit))
