"""Signing in, and choosing passwords."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm, UsernameField
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from cjnudge.accounts.operations.signing_in import check_guess
from cjnudge.accounts.refusals import Refused
from cjnudge.forms import GovukForm, GovukFormMixin

LONGEST = 1024  # characters of a password: more would only cost the server time
GOOD_PASSWORD = (
    "At least 12 characters, none of the common ones. Three words that do not belong together do well."  # noqa: S105
)


def password_field(label, *, new, help_text=""):
    """A password's box, with what a password manager needs to know of it."""
    widget = forms.PasswordInput({"autocomplete": "new-password" if new else "current-password"})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, help_text=help_text)


def email_field(label="E-mail address", *, autocomplete="email", **options):
    widget = forms.EmailInput({"autocomplete": autocomplete, "spellcheck": "false"})
    return forms.EmailField(label=label, max_length=254, widget=widget, **options)


class SignInForm(GovukFormMixin, AuthenticationForm):
    """Django's own sign-in form under the limit on guesses."""

    title = "Sign in"
    submit_label = "Sign in"
    error_messages = {
        "invalid_login": "The e-mail address or the password is not right. Check both and try again.",
        "inactive": "This account is closed. Ask an administrator of your force.",
    }
    username = UsernameField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "username", "spellcheck": "false"}),
    )
    password = password_field("Password", new=False)

    def clean(self):
        address, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if address is None or password is None:
            return self.cleaned_data
        try:
            check_guess(address=address, check=self._is_right, at=timezone.now())
        except Refused as paused:
            raise ValidationError(str(paused), code="paused") from None
        if self.user_cache is None:
            raise self.get_invalid_login_error()
        return self.cleaned_data

    def _is_right(self):
        try:
            super().clean()
        except ValidationError:
            self.user_cache = None
        return self.user_cache is not None


class ForgottenForm(GovukForm):
    title = "Choose a new password"
    intro = "We send a link to your e-mail address. It works for one day."
    submit_label = "Send the link"
    email = email_field(autocomplete="username")


class NewPasswordForm(GovukForm):
    """A new password, typed twice. `user` is whom it is for: it may not resemble their name or address."""

    title = "Choose a new password"
    submit_label = "Save the password"
    password = password_field("New password", new=True, help_text=GOOD_PASSWORD)
    again = password_field("New password again", new=True)

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self):
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self):
        cleaned = super().clean()
        if {"password", "again"} <= cleaned.keys() and cleaned["password"] != cleaned["again"]:
            self.add_error("again", "The two passwords differ: type the same one in both boxes.")
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The same for a person signed in, who types the present password first."""

    title = "Change your password"
    intro = "You stay signed in here; everywhere else you are signed out."
    present = password_field("Present password", new=False)
    field_order = ["present", "password", "again"]

    def clean_present(self):
        present = self.cleaned_data["present"]
        try:
            right = check_guess(
                address=self.user.email, check=lambda: self.user.check_password(present), at=timezone.now()
            )
        except Refused as paused:
            raise ValidationError(str(paused), code="paused") from None
        if not right:
            raise ValidationError("This is not your present password.", code="wrong")
        return present


class AcceptForm(NewPasswordForm):
    """Name and password of a person new to the software."""

    title = ""
    submit_label = "Accept the invitation"
    name = forms.CharField(
        label="Your name",
        max_length=120,
        help_text="As colleagues know you. It is shown to the members of your force.",
        widget=forms.TextInput({"autocomplete": "name", "spellcheck": "false"}),
    )
    password = password_field("Choose a password", new=True, help_text=GOOD_PASSWORD)
    again = password_field("The password again", new=True)
    field_order = ["name", "password", "again"]

    def clean_name(self):
        self.user.name = self.cleaned_data["name"]  # before the password, which may not resemble it
        return self.user.name
