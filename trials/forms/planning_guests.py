"""Inviting a guest to one trial."""

from cjnudge.accounts.forms.sign_in import email_field
from cjnudge.forms import DateField, GovukForm


class GuestForm(GovukForm):
    email = email_field(
        autocomplete="off", help_text="The person gets a link, and sees this trial's plan and results alone."
    )
    expires_on = DateField(
        label="Last day",
        help_text="Within two years. After it the person sees nothing any more. For example, 27 3 2027",
        error_messages={"required": "Enter the last day on which the person may read the trial"},
    )
    submit_label = "Invite the guest"
