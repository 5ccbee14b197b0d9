"""Why counts leave the system, and who receives them."""

from django import forms

from cjnudge.audit.chain import EMAIL_ADDRESS
from cjnudge.cases.privacy.purposes import PURPOSES
from cjnudge.forms import GovukForm


class DisclosureForm(GovukForm):
    """The purpose and the recipient of a download, both kept in the audit trail."""

    submit_label = "Download as CSV"
    mark_optional = False
    purpose = forms.ChoiceField(
        label="What are the counts for?",
        choices=list(PURPOSES.items()),
        widget=forms.RadioSelect,
    )
    recipient = forms.CharField(
        label="Who receives them?",
        max_length=100,
        help_text="An organisation or a role, for example “Hertfordshire criminal justice board”; no person's name or "
        "address",
    )

    def clean_recipient(self):
        recipient = self.cleaned_data["recipient"]
        if EMAIL_ADDRESS.search(recipient):
            raise forms.ValidationError("Enter an organisation or a role, not a person's address.")
        return recipient
