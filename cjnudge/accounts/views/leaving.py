"""The end of a person's access, and what becomes of what they own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cjnudge.accounts.access import needs
from cjnudge.accounts.forms.people import HandOverForm
from cjnudge.accounts.operations.handing_over import hand_over
from cjnudge.accounts.operations.people import end_access
from cjnudge.accounts.operations.withdrawing import open_invitations
from cjnudge.accounts.ownership import owned_by
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.spaces import spaces_of
from cjnudge.accounts.views.answers import attempt, not_in_practice, sent
from cjnudge.accounts.views.people import live_member, people_crumbs


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
@not_in_practice
def end_person(request, force, membership):
    """Asks first: names what the person owns and lets the administrator choose who gets it."""
    member = live_member(force, membership)
    form = hand_over_form(request, force, member)
    form.submit_label, form.submit_style = "End access", "warning"
    if form.is_valid():
        by, at = request.user, timezone.now()
        done, _ = attempt(form, lambda: end_access(membership=member, to=form.to, by=by, at=at))
        if done:
            messages.success(request, f"{member.user.name} no longer has access to {force.name}.")
            return redirect("accounts:people", force.slug)
    invitations = open_invitations(force).filter(invited_by=member.user).count()
    context = {"member": member, "form": form, "invitations": invitations}
    crumbs = people_crumbs(force, member.user.name, "End access")
    return render(request, "accounts/end_person.html", {**context, "crumbs": crumbs})


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
@not_in_practice
def hand_over_person(request, force, membership):
    """Pass on what a person owns who stays."""
    member = live_member(force, membership)
    form = hand_over_form(request, force, member)
    form.submit_label = "Hand over"
    if form.is_valid():
        by, at, giver = request.user, timezone.now(), member.user
        done, moved = attempt(form, lambda: hand_over(force=force, from_=giver, to=form.to, by=by, at=at))
        if done:
            messages.success(request, f"Handed over: {moved}.")
            return redirect("accounts:person", force.slug, member.pk)
    context = {"member": member, "form": form, "crumbs": people_crumbs(force, member.user.name, "Hand over")}
    return render(request, "accounts/hand_over.html", context)


def hand_over_form(request, force, member):
    """A choice for each kind of thing the person owns in the force and its practice space."""
    owned = owned_by(member.user, spaces_of(force))
    form = HandOverForm(sent(request), force=force, leaver=member.user, owned=owned)
    form.cancel_url = reverse("accounts:person", args=[force.slug, member.pk])
    return form
