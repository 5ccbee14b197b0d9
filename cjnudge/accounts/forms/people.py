"""Inviting people, changing roles, handing over."""

from django import forms

from cjnudge.accounts.forms.sign_in import email_field
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.queries import heirs
from cjnudge.forms import GovukForm

# What each role is for, beside its radio button.
ROLE_HINTS = {
    Role.OFFICER: "Sees the force's first page. Answering a survey needs no account.",
    Role.LEAD: "Sets up units, safeguards, surveys, trials and comparisons.",
    Role.EVALUATOR: "Reads data, plans and results.",
    Role.ADMINISTRATOR: "Invites people, ends their access, sets up units, reads the audit trail. Sees no results.",
}


def role_field(label):
    widget = forms.RadioSelect()
    widget.hints = ROLE_HINTS
    return forms.ChoiceField(label=label, choices=Role.grantable, widget=widget)


class InviteForm(GovukForm):
    title = "Invite a person"
    submit_label = "Send the invitation"
    email = email_field(autocomplete="off", help_text="The person gets a link that works for 14 days.")
    role = role_field("Role")


class RoleForm(GovukForm):
    submit_label = "Change the role"
    role = role_field("Role")


class HandOverForm(GovukForm):
    """One choice for each kind of thing the person owns: who gets it."""

    def __init__(self, *args, force, leaver, owned, **options):
        super().__init__(*args, **options)
        self.owned = owned
        for kind, number in owned:
            self.fields[kind.key] = heir_field(kind, number, heirs(force, leaver, kind.permission))

    @property
    def to(self):
        """{kind key: User}, as the operations take it."""
        return {kind.key: self.cleaned_data[kind.key] for kind, _ in self.owned}


class HeirField(forms.TypedChoiceField):
    """A select of members that gives a User."""

    def __init__(self, members, **options):
        users = {str(member.user_id): member.user for member in members}
        choices = [("", "Choose a person"), *((key, user.name) for key, user in users.items())]
        super().__init__(choices=choices, coerce=users.get, **options)


def heir_field(kind, number, members):
    help_text = (
        "" if members else f"Nobody else may own {kind.label}: invite someone with a fitting role first."
    )
    required = {"required": f"Choose who gets the {kind.label} ({number})."}
    label = f"Who gets the {kind.label} ({number})?"
    return HeirField(members, label=label, help_text=help_text, error_messages=required)
