"""Launching a wave, and what may be done with one that is launched."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.views.answers import sent
from surveys.forms.waves import ExtendForm, ReplaceLinkForm
from surveys.lifecycle import Action
from surveys.operations import closing, fielding, inviting
from surveys.presenters.waves import address, check_page, losses
from surveys.views.finding import allowed, attempt, crumbs, done, wave_crumb, wave_or_404


@needs(Permission.MANAGE_SURVEYS)
@require_safe
def wave_check(request, force, wave):
    """Everything that freezes at the launch, before it does."""
    found = wave_or_404(force, wave)
    if not allowed(request, found, Action.LAUNCH):
        return redirect(address("wave", found))
    page = check_page(found, on=timezone.localdate()) | {"crumbs": below(force, found, "Check and launch")}
    return render(request, "surveys/lead/check.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_POST
def wave_launch(request, force, wave):
    found = wave_or_404(force, wave)
    now = {"by": request.user, "at": timezone.now(), "on": timezone.localdate()}
    said = f"“{found.title}” is launched. Links go out from its first day on."
    if done(request, lambda: fielding.launch_wave(wave=found, **now), said):
        return redirect(address("wave", found))
    return redirect(address("wave_check", found))


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_extend(request, force, wave):
    def move(found, form, now):
        return fielding.extend_wave(wave=found, on=timezone.localdate(), **form.cleaned_data, **now)

    return with_form(request, force, wave, Action.EXTEND, ExtendForm, move, "The last day is moved.")


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_replace_link(request, force, wave):
    def replace(found, form, now):
        return inviting.replace_link(wave=found, on=timezone.localdate(), **form.cleaned_data, **now)

    said = "If the address is on the list and its link was not used, a new link is on its way."
    return with_form(request, force, wave, Action.REPLACE_LINK, ReplaceLinkForm, replace, said)


def with_form(request, force, wave_id, action, form_class, operation, said):
    """One form, one operation(wave, form, {by, at}), and back to the wave."""
    found = wave_or_404(force, wave_id)
    if not allowed(request, found, action):
        return redirect(address("wave", found))
    form = form_class(sent(request))
    form.cancel_url = address("wave", found)
    if form.is_valid():
        now = {"by": request.user, "at": timezone.now()}
        stored, _ = attempt(form, lambda: operation(found, form, now))
        if stored:
            messages.success(request, said)
            return redirect(address("wave", found))
    page = {"form": form, "wave": found, "crumbs": below(force, found, form.title)}
    return render(request, "surveys/lead/form.html", page)


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_withdraw(request, force, wave):
    words = {
        "title": "Withdraw the survey",
        "text": "It ends at once and cannot be started again.",
        "action": "Withdraw it and destroy the answers",
    }
    return confirmed(
        request, force, wave, Action.WITHDRAW, closing.withdraw_wave, words, "The survey is withdrawn."
    )


@needs(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def wave_close(request, force, wave):
    words = {
        "title": "Close the survey now",
        "text": "It closes by itself after its last day. Who has not handed in by now cannot do so any more.",
        "action": "Close it now",
        "losses": [
            "every answer that somebody has begun and not handed in",
            "every unused link and every code: who opens one is told that the survey is closed",
        ],
    }
    return confirmed(request, force, wave, Action.CLOSE, closing.close_wave, words, "The survey is closed.")


def confirmed(request, force, wave_id, action, operation, words, said):
    """A page that names what is lost, and the operation once that is confirmed."""
    found = wave_or_404(force, wave_id)
    if not allowed(request, found, action):
        return redirect(address("wave", found))
    if request.method == "POST":
        done(request, lambda: operation(wave=found, by=request.user, at=timezone.now()), said)
        return redirect(address("wave", found))
    page = {"losses": losses(found), "cancel_url": address("wave", found), **words}
    page |= {"wave": found, "crumbs": below(force, found, words["title"])}
    return render(request, "surveys/lead/confirm.html", page)


def below(force, wave, label):
    return crumbs(force, wave_crumb(wave), (label, ""))
