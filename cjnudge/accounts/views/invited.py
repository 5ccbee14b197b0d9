"""Where the link of an invitation leads. Opening it changes nothing: mail scanners open every link."""

from django.contrib.auth import login, logout
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from cjnudge.accounts import queries
from cjnudge.accounts.access import public
from cjnudge.accounts.forms.sign_in import AcceptForm
from cjnudge.accounts.models import User
from cjnudge.accounts.operations.invitations import accept_as_member, accept_as_new_person, token_hash
from cjnudge.accounts.operations.signing_in import note_sign_in
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.forms import GovukForm
from cjnudge.navigation import landing


class JoinForm(GovukForm):
    """One button, for a person who has an account already."""

    submit_label = "Accept the invitation"


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """The invitation, with what this reader has to do to accept it."""
    found, at = queries.invitation_with(token_hash(token)), timezone.now()
    if found is None or not is_open(found, at):
        return render(request, "accounts/dead_link.html", {"what": "invitation"}, status=404)
    if request.user.is_authenticated:
        return as_member(request, found, at)
    if User.objects.filter(email=found.email).exists():
        return page(request, found, "sign in")
    return as_new_person(request, found, at)


def is_open(found, at):
    return not found.accepted_at and not found.withdrawn_at and found.expires_at > at


def as_member(request, found, at):
    """For a person signed in: one button, if the invitation was sent to their address."""
    if request.user.email != found.email:
        return page(request, found, "someone else")
    form = JoinForm(sent(request))
    if form.is_valid():
        done, _ = attempt(form, lambda: accept_as_member(invitation=found, user=request.user, at=at))
        if done:
            return redirect(landing(found.force, found.role))
    return page(request, found, "join", form)


def as_new_person(request, found, at):
    """For a person without an account: a name and a password, and they are signed in."""
    form = AcceptForm(sent(request), user=User(email=found.email))
    if form.is_valid():
        values = {"name": form.cleaned_data["name"], "password": form.cleaned_data["password"], "at": at}
        done, user = attempt(form, lambda: accept_as_new_person(invitation=found, **values))
        if done:
            logout(request)
            login(request, user)
            note_sign_in(user=user, at=at)
            return redirect(landing(found.force, found.role))
    return page(request, found, "new", form)


def page(request, found, reader, form=None):
    context = {"invitation": found, "reader": reader, "form": form}
    return render(request, "accounts/invitation.html", context)
