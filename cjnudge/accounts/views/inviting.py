"""Inviting people, and taking invitations back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cjnudge.accounts import mail, queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.forms.people import InviteForm
from cjnudge.accounts.operations.invitations import invite_person
from cjnudge.accounts.operations.withdrawing import withdraw_invitation
from cjnudge.accounts.permissions import Permission
from cjnudge.accounts.refusals import Refused
from cjnudge.accounts.views.answers import attempt, not_in_practice, sent
from cjnudge.accounts.views.people import people_crumbs


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
@not_in_practice
def invite(request, force):
    """Send a person a link by which they get a role."""
    form = InviteForm(sent(request))
    form.cancel_url = reverse("accounts:people", args=[force.slug])
    if form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        done, made = attempt(form, lambda: invite_person(force=force, **values))
        if done:
            say_sent(request, *made)
            return redirect("accounts:people", force.slug)
    return render(
        request, "accounts/form_page.html", {"form": form, "crumbs": people_crumbs(force, "Invite")}
    )


@needs(Permission.MANAGE_PEOPLE)
@require_POST
@not_in_practice
def send_again(request, force, invitation):
    """A new link to the same address for the same role; the old one stops working."""
    old = open_invitation(force, invitation)
    try:
        made = invite_person(force=force, email=old.email, role=old.role, by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        say_sent(request, *made)
    return redirect("accounts:people", force.slug)


@needs(Permission.MANAGE_PEOPLE)
@require_POST
@not_in_practice
def withdraw(request, force, invitation):
    """The link stops working."""
    try:
        withdraw_invitation(invitation=open_invitation(force, invitation), by=request.user, at=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The invitation is withdrawn: its link no longer works.")
    return redirect("accounts:people", force.slug)


def say_sent(request, invitation, token):
    """Mail the link, and tell the administrator whether it went."""
    if mail.send(mail.invitation_mail(invitation, token)):
        messages.success(request, f"The invitation is on its way to {invitation.email}.")
    else:
        messages.error(
            request,
            "The invitation is open, but the mail server did not take the mail. Send it again from the list below "
            "later, or tell whoever runs this installation.",
        )


def open_invitation(force, invitation):
    found = queries.invitations(force).select_related("force").filter(pk=invitation).first()
    if found is None:
        raise Http404
    return found
