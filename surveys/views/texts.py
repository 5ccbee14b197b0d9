"""What officers wrote: pages for whoever checks it, and for readers once two people have."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.accounts.views.answers import sent
from surveys.forms.texts import DecisionForm, DeclarationForm
from surveys.lifecycle import Action, State, may
from surveys.operations import text_checking
from surveys.presenters import texts as text_pages
from surveys.presenters.waves import address
from surveys.queries import texts as queries
from surveys.views.finding import allowed, attempt, crumbs, done, wave_crumb, wave_or_404

TITLE = "What officers wrote"


@needs(Permission.VIEW_SURVEYS)
@require_safe
def texts(request, force, wave):
    """The texts that two people let through, in an order of the reader's own."""
    found = wave_or_404(force, wave)
    checks = may_check(request) and queries.has_declared(found, request.user)
    page = text_pages.texts_page(found, request.user, checks=checks)
    page |= {"may_check": may_check(request) and may(found.state, Action.CHECK_TEXTS)}
    page |= {"is_closed": found.state == State.CLOSED, "crumbs": below(force, found, (TITLE, ""))}
    return render(request, "surveys/texts/texts.html", page)


def may_check(request):
    return role_allows(request.membership.role, Permission.CHECK_TEXTS)


@needs(Permission.CHECK_TEXTS)
@require_http_methods(["GET", "HEAD", "POST"])
def texts_check(request, force, wave):
    """The declaration for whoever has not made it; then how much there is to check."""
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.CHECK_TEXTS):
        return redirect(address("wave", found))
    if queries.has_declared(found, request.user):
        page = text_pages.checking_page(found, request.user)
        page["crumbs"] = below(force, found, texts_crumb(found), ("Check", ""))
        return render(request, "surveys/texts/check.html", page)
    return declaration(request, force, found)


def declaration(request, force, wave):
    form = DeclarationForm(sent(request))
    form.cancel_url = address("texts", wave)
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        made, _ = attempt(form, lambda: text_checking.declare(wave=wave, **now))
        if made:
            return redirect(address("texts_check", wave))
    page = {"form": form, "wave": wave, "crumbs": below(force, wave, texts_crumb(wave), ("Check", ""))}
    return render(request, "surveys/texts/declare.html", page)


@needs(Permission.CHECK_TEXTS)
@sensitive_variables("form", "page", "one")
@sensitive_post_parameters("words")
@require_http_methods(["GET", "HEAD", "POST"])
def text_check(request, force, wave, text):
    """One text: what becomes of it, or the undoing of what one decided before."""
    found = wave_or_404(force, wave)
    if not queries.has_declared(found, request.user):
        return redirect(address("texts_check", found))
    one = text_or_404(found, request.user, text)
    if not queries.waits(one, request.user) and not queries.can_undo(one, request.user):
        messages.error(request, "This text is decided.")
        return redirect(address("texts_check", found))
    page = text_pages.text_page(found, one, request.user)
    form = DecisionForm(sent(request), seen=page["seen"], initial={"place": one.checks.count() + 1})
    form.cancel_url, form.cancel_label = address("texts_check", found), "Go on another time"
    if form.is_valid() and decided(request, found, one, form):
        return redirect(text_pages.next_after(found, request.user))
    page |= {"form": form, "crumbs": below(force, found, texts_crumb(found), ("Check", ""))}
    return render(request, "surveys/texts/text.html", page)


def decided(request, wave, text, form):
    """Whether the decision was stored; a refusal becomes an error of the form."""
    values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    stored, _ = attempt(form, lambda: text_checking.decide(wave=wave, text_id=text.pk, **values))
    return stored


@needs(Permission.CHECK_TEXTS)
@require_POST
def text_undo(request, force, wave, text):
    found = wave_or_404(force, wave)
    now = {"by": request.user, "at": timezone.now()}
    done(
        request, lambda: text_checking.undo(wave=found, text_id=text, **now), "The text waits for two again."
    )
    return redirect(address("texts_check", found))


@needs(Permission.CHECK_TEXTS)
@require_http_methods(["GET", "HEAD", "POST"])
def text_take_off(request, force, wave, text):
    """Hides a text that is shown, once that is confirmed."""
    found = wave_or_404(force, wave)
    if not queries.has_declared(found, request.user):
        return redirect(address("texts_check", found))
    if request.method == "POST":
        now = {"by": request.user, "at": timezone.now()}
        done(
            request,
            lambda: text_checking.take_off(wave=found, text_id=text, **now),
            "The text is taken off.",
        )
        return redirect(address("texts", found))
    words = queries.shown_words(text_or_404(found, request.user, text))
    if words is None:
        raise Http404
    page = {"words": words, "wave": found, "cancel_url": address("texts", found)}
    page["crumbs"] = below(force, found, texts_crumb(found), ("Take a text off", ""))
    return render(request, "surveys/texts/take_off.html", page)


def text_or_404(wave, checker, text_id):
    """One of the texts that may be checked at all."""
    found = [text for text in queries.checkable_texts(wave, checker) if text.pk == text_id]
    if not found:
        raise Http404
    return found[0]


def texts_crumb(wave):
    return (TITLE, address("texts", wave))


def below(force, wave, *more):
    return crumbs(force, wave_crumb(wave), *more)
