"""Signing in and out."""

from django.conf import settings
from django.contrib.auth import login, logout
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cjnudge.accounts.access import public
from cjnudge.accounts.forms.sign_in import SignInForm
from cjnudge.accounts.operations.signing_in import note_sign_in, note_sign_out
from cjnudge.accounts.views.answers import sent


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request):
    """The sign-in page; afterwards on to the page that was asked for."""
    if request.user.is_authenticated and request.method != "POST":
        return redirect(wanted_page(request))
    form = SignInForm(request, data=sent(request))
    if form.is_valid():
        user = form.get_user()
        login(request, user)
        note_sign_in(user=user, at=timezone.now())
        return redirect(wanted_page(request))
    return render(request, "accounts/sign_in.html", {"form": form})


def wanted_page(request):
    """The address in `next` when it is one of ours, else the home page."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    ours = safe and wanted.startswith("/")  # Django takes other text for the name of a view
    return wanted if ours else resolve_url(settings.LOGIN_REDIRECT_URL)


@public
@require_POST
def sign_out(request):
    """End the session on the server, and have the browser forget every page of it."""
    if request.user.is_authenticated:
        note_sign_out(user=request.user, at=timezone.now())
    logout(request)
    response = redirect("accounts:signed_out")
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@public
@require_safe
def signed_out(request):
    """Says so: on a shared desktop one wants to see it."""
    return render(request, "accounts/signed_out.html")
