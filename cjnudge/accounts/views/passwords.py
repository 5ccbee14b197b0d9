"""A forgotten password, a new one, and a changed one."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cjnudge.accounts import mail
from cjnudge.accounts.access import public, signed_in
from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.forms.sign_in import ChangePasswordForm, ForgottenForm, NewPasswordForm
from cjnudge.accounts.models import User
from cjnudge.accounts.operations.passwords import change_password, may_send_link, note_link_sent
from cjnudge.accounts.views.answers import RedirectThen, sent
from cjnudge.audit.events import Event


@public
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten_password(request):
    """Ask for a link; the answer is the same, and as quick, whether or not there is such an account."""
    form = ForgottenForm(sent(request))
    if form.is_valid():
        address, at = normalise_email(form.cleaned_data["email"]), timezone.now()
        allowed = may_send_link(address=address, at=at)
        return RedirectThen(reverse("accounts:link_sent"), lambda: allowed and send_link(address, at))
    return render(request, "accounts/form_page.html", {"form": form})


def send_link(address, at):
    """Mail the link to the live account with this address, if there is one."""
    user = User.objects.filter(email=address, is_active=True).first()
    if user is not None and mail.send(mail.reset_mail(user)):
        note_link_sent(user=user, by=user, at=at)


@public
@require_safe
def link_sent(request):
    return render(request, "accounts/link_sent.html")


@public
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request, uid, token):
    """Where the link leads. Opening it uses nothing up; the first password saved does."""
    user = user_of(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "accounts/dead_link.html", {"what": "password"}, status=404)
    form = NewPasswordForm(sent(request), user=user)
    if form.is_valid():
        password, at = form.cleaned_data["password"], timezone.now()
        change_password(user=user, password=password, by=user, at=at, event=Event.PASSWORD_RESET)
        messages.success(request, "Your password is changed. Sign in with the new one.")
        return redirect("accounts:sign_in")
    return render(request, "accounts/form_page.html", {"form": form})


def user_of(uid):
    """The live person whose id is in a link, or None for anything else."""
    try:
        return User.objects.filter(pk=urlsafe_base64_decode(uid).decode(), is_active=True).first()
    except (ValueError, ValidationError):
        return None


@signed_in
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def own_password(request):
    """Change one's own password; this session goes on under a new id, the others end."""
    form = ChangePasswordForm(sent(request), user=request.user)
    if form.is_valid():
        password, at = form.cleaned_data["password"], timezone.now()
        change_password(user=request.user, password=password, by=request.user, at=at)
        update_session_auth_hash(request, request.user)
        messages.success(request, "Your password is changed.")
        return redirect("home")
    return render(request, "accounts/form_page.html", {"form": form})
