"""Creating forces and appointing their first administrator."""

from django import forms

from cjnudge.accounts.forms.sign_in import email_field
from cjnudge.forms import GovukForm

FIRST = "This person gets a link by mail, and then invites everyone else."


class ForceForm(GovukForm):
    title = "Create a force"
    submit_label = "Create the force"
    name = forms.CharField(label="Name", max_length=100, help_text="Such as Hertfordshire Constabulary")
    slug = forms.RegexField(
        r"^[a-z0-9]+(-[a-z0-9]+)*$",
        label="Short name for addresses",
        max_length=50,
        required=False,
        help_text="Made from the name when you leave it empty. It cannot be changed later.",
        error_messages={"invalid": "Use lower-case letters, digits and single hyphens."},
    )
    email = email_field("E-mail address of the first administrator", autocomplete="off", help_text=FIRST)


class AppointForm(GovukForm):
    submit_label = "Send the invitation"
    email = email_field("E-mail address of the administrator", autocomplete="off", help_text=FIRST)
