from django import forms

from cjnudge.audit.purposes import Purpose
from cjnudge.forms import GovukForm


class ExportForm(GovukForm):
    """Which of the lawful purposes the download serves."""

    submit_label = "Download as CSV"
    submit_style = "secondary"
    purpose = forms.ChoiceField(
        label="What do you need the audit trail for?",
        help_text="The law allows no other use. The download and its purpose are themselves recorded.",
        choices=Purpose.choices,
        widget=forms.RadioSelect,
    )
