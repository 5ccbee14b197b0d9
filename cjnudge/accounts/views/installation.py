"""For whoever runs the installation: its forces, and who administers them. No page here shows a force's data."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts import queries
from cjnudge.accounts.access import needs_installation
from cjnudge.accounts.forms.installation import AppointForm, ForceForm
from cjnudge.accounts.operations.forces import appoint_administrator, create_force_with_administrator
from cjnudge.accounts.views.answers import attempt, sent
from cjnudge.accounts.views.inviting import say_sent


@needs_installation
@require_safe
def installation(request):
    """Every force, with whether somebody administers it."""
    return render(request, "accounts/installation.html", {"forces": queries.forces_with_administrators()})


@needs_installation
@require_http_methods(["GET", "HEAD", "POST"])
def force_add(request):
    """A force, its practice space, and the invitation of its first administrator."""
    form = ForceForm(sent(request))
    form.cancel_url = reverse("accounts:installation")
    if form.is_valid():
        values = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
        done, made = attempt(form, lambda: create_force_with_administrator(**values))
        if done:
            force, invitation, token = made
            messages.success(request, f"{force.name} and its practice space are created.")
            say_sent(request, invitation, token)
            return redirect("accounts:installation")
    return render(
        request, "accounts/form_page.html", {"form": form, "crumbs": installation_crumbs("Create a force")}
    )


@needs_installation
@require_http_methods(["GET", "HEAD", "POST"])
def force_appoint(request, slug):
    """Invite an administrator to a force that has none: otherwise its own administrators invite people."""
    force = queries.force_called(slug)
    if force is None:
        raise Http404
    form = AppointForm(sent(request))
    form.title = f"Appoint an administrator for {force.name}"
    form.cancel_url = reverse("accounts:installation")
    if form.is_valid():
        values = {"email": form.cleaned_data["email"], "by": request.user, "at": timezone.now()}
        done, made = attempt(form, lambda: appoint_administrator(force=force, **values))
        if done:
            say_sent(request, *made)
            return redirect("accounts:installation")
    return render(
        request, "accounts/form_page.html", {"form": form, "crumbs": installation_crumbs("Appoint")}
    )


def installation_crumbs(*rest):
    return [("Installation", reverse("accounts:installation")), *((label, "") for label in rest)]
