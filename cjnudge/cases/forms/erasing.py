"""Erasing one subject's rows, and renewing keys. What is typed as an identifier is never shown again."""

from django import forms

from cjnudge.cases.extract.people import LONGEST
from cjnudge.cases.operations.keys import REASONS
from cjnudge.cases.privacy.subjects import KINDS
from cjnudge.forms import GovukForm


class UnechoedInput(forms.TextInput):
    """A text box that comes back empty, whatever was wrong with what was typed."""

    def format_value(self, value):
        return None


class SubjectForm(GovukForm):
    """Whose rows are looked for."""

    submit_label = "Find the rows"
    mark_optional = False
    kind = forms.ChoiceField(
        label="What do you have?", choices=list(KINDS.items()), widget=forms.RadioSelect, initial="suspect"
    )
    identifier = forms.CharField(
        label="Identifier",
        max_length=2 * LONGEST,  # as typed, with blanks
        help_text="As the records system writes it. It is not stored, logged or shown again.",
        widget=UnechoedInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class RenewalForm(GovukForm):
    """Why the keys are renewed."""

    submit_label = "Renew the keys"
    submit_style = "warning"
    mark_optional = False
    reason = forms.ChoiceField(
        label="Why are the keys renewed?", choices=list(REASONS.items()), widget=forms.RadioSelect
    )
