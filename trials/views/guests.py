"""Guests of one trial: inviting, ending, and the page on which a guest begins."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts import mail
from cjnudge.accounts.access import needs
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.spaces import spaces_of
from cjnudge.accounts.views.answers import attempt, sent
from trials.forms.planning_guests import GuestForm
from trials.guest_items import items_of_guest
from trials.guest_mail import guest_mail
from trials.lifecycle_of_trials import Action
from trials.operations.guests import end_guest, invite_guest
from trials.presenters.trial_nav import trial_nav
from trials.queries.conduct import state_of_planned
from trials.queries.guests import guest_of, guests_of, live_guests, state_of
from trials.views.finding import crumbs, planned_or_404, trial_crumb
from trials.views.states import may


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def guests(request, force, trial):
    """Everybody who was invited to this trial, and the form to invite one more."""
    found, today = planned_or_404(force, trial), timezone.localdate()
    form = GuestForm(sent(request))
    if form.is_valid() and may(request, state_of_planned(found), Action.INVITE_GUEST):
        values = {"trial": found, "by": request.user, "at": timezone.now(), **form.cleaned_data}
        done, made = attempt(form, lambda: invite_guest(**values))
        if done:
            say_sent(request, *made)
            return redirect("trials:guests", force.slug, found.pk)
    page = {
        "trial": found,
        "form": form,
        "guests": [(guest, state_of(guest, today)) for guest in guests_of(found)],
        "trial_nav": trial_nav(found, request.membership.role, "trials:guests"),
        "crumbs": crumbs(force, trial_crumb(found), ("Guests", "")),
    }
    return render(request, "trials/planning/guests.html", page)


def say_sent(request, guest, invitation, token):
    """Mail the link, and tell the lead whether it went."""
    went = mail.send(mail.invitation_mail(invitation, token) if invitation else guest_mail(guest))
    if went:
        messages.success(request, f"The invitation is on its way to {guest.email}.")
    else:
        messages.error(request, "The mail server did not take the mail. Invite the person again later.")


@needs(Permission.MANAGE_TRIALS)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request, force, trial, guest):
    """End what a guest may see, at once."""
    found = planned_or_404(force, trial)
    asked = guest_of(found, guest)
    if asked is None:
        raise Http404
    there = redirect("trials:guests", force.slug, found.pk)
    if request.method == "POST":
        end_guest(guest=asked, by=request.user, at=timezone.now())
        messages.success(request, f"The trial is closed to {asked.email}.")
        return there
    page = {
        "guest": asked,
        "trial": found,
        "cancel_url": there.url,
        "losses": ["the person's access to every page of this trial, at once"],
        "crumbs": crumbs(force, trial_crumb(found), ("Guests", there.url), ("End", "")),
    }
    return render(request, "trials/planning/end_guest.html", page)


@needs(Permission.BE_GUEST)
@require_safe
def invited(request, force):
    """The trials of this force, and of its practice space, that are open to the guest."""
    today = timezone.localdate()
    open_now = [one for space in spaces_of(force) for one in live_guests(space, request.user.email, today)]
    rows = [
        (one.trial, reverse("trials:trial", args=[one.trial.force.slug, one.trial_id]), one.expires_on)
        for one in open_now
    ]
    items = items_of_guest([one.trial for one in open_now], request.user, timezone.now())
    return render(request, "trials/planning/invited.html", {"rows": rows, "items": items})
