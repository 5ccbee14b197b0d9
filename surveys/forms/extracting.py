"""The form by which an evaluator asks for single answers as a researcher."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import GovukForm

# Coded, because the audit trail keeps it; what is asked of the answers is for the researcher's own protocol.
PURPOSES = [
    ("evaluation", "To evaluate this survey or what followed it"),
    ("measurement", "To study how well the questionnaire measures"),
    ("research", "Other research, under an agreement with the force"),
]
FILES = [
    ("csv", "CSV with a codebook, in one ZIP file"),
    ("sav", "SPSS file (.sav), with labels and missing values"),
]


class ExtractForm(GovukForm):
    submit_label = "Download the extract"
    purpose = forms.ChoiceField(label="What is it for?", choices=PURPOSES, widget=forms.RadioSelect)
    recipient = forms.CharField(
        label="Which organisation gets it?",
        max_length=120,
        help_text="The name of the university, the force or the company. It is kept in the audit trail, so name no "
        "person and give no e-mail address.",
    )
    file = forms.ChoiceField(label="Which file?", choices=FILES, widget=forms.RadioSelect)

    def clean_recipient(self):
        name = " ".join(self.cleaned_data["recipient"].split())
        if "@" in name:
            raise ValidationError("Give the name of the organisation, not an e-mail address.")
        return name
