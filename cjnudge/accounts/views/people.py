"""The people of a force: who has access, in which role, and who is invited."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts import mail, queries
from cjnudge.accounts.access import needs
from cjnudge.accounts.forms.people import RoleForm
from cjnudge.accounts.operations.passwords import may_send_link, note_link_sent
from cjnudge.accounts.operations.people import change_role
from cjnudge.accounts.ownership import owned_by
from cjnudge.accounts.permissions import Permission, Role
from cjnudge.accounts.spaces import spaces_of
from cjnudge.accounts.views.answers import attempt, not_in_practice, sent


@needs(Permission.MANAGE_PEOPLE)
@require_safe
@not_in_practice
def people(request, force):
    """Everyone with access, everyone invited, everyone who left."""
    context = {
        "members": queries.members(force),
        "invitations": queries.invitations(force),
        "former": queries.former_members(force),
        "now": timezone.now(),
    }
    return render(request, "accounts/people.html", context)


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
@not_in_practice
def person(request, force, membership):
    """One member: their role, and what can be done."""
    member = live_member(force, membership)
    form = RoleForm(sent(request), initial={"role": member.role})
    if form.is_valid():
        role = form.cleaned_data["role"]
        done, _ = attempt(
            form, lambda: change_role(membership=member, role=role, by=request.user, at=timezone.now())
        )
        if done:
            messages.success(request, f"{member.user.name} has the role “{Role(role).label}” now.")
            return redirect("accounts:people", force.slug)
    context = {"member": member, "form": form, "owned": owned_by(member.user, spaces_of(force))}
    return render(
        request, "accounts/person.html", {**context, "crumbs": people_crumbs(force, member.user.name)}
    )


@needs(Permission.MANAGE_PEOPLE)
@require_POST
@not_in_practice
def send_password_link(request, force, membership):
    """Mail a member a link to choose a new password; the administrator sees no password and no link."""
    member, at = live_member(force, membership), timezone.now()
    if not may_send_link(address=member.user.email, at=at):
        messages.error(request, "This person was sent several links already: wait an hour before the next.")
    elif not mail.send(mail.reset_mail(member.user)):
        messages.error(request, NOT_SENT)
    else:
        note_link_sent(user=member.user, by=request.user, at=at, force=force)
        messages.success(request, f"{member.user.name} was sent a link. It works for one day.")
    return redirect("accounts:person", force.slug, member.pk)


NOT_SENT = "The mail server did not take the mail. Try again later, or tell whoever runs this installation."


def live_member(force, membership):
    """The live membership with this id in this force, or 404."""
    found = queries.members(force).filter(pk=membership).select_related("user", "force").first()
    if found is None:
        raise Http404
    return found


def people_crumbs(force, *rest):
    """The way to a page below the list of people; `rest` are labels, the last of them the page itself."""
    return [("People", reverse("accounts:people", args=[force.slug])), *((label, "") for label in rest)]
