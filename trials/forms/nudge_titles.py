"""Mending a typing mistake in the title of an approved nudge: what is to be, and then the confirmation."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import GovukForm
from trials.nudges.titles import refusal_of_correction


class CorrectionForm(GovukForm):
    """The corrected title and why. `first`: the title under which a version was first approved."""

    mark_optional = False
    submit_label = "Continue"
    title_of_nudge = forms.CharField(
        label="Corrected title",
        max_length=120,
        help_text="The same words: only letters, blanks, stops and capitals may differ",
        error_messages={"required": "Enter the corrected title"},
    )
    why = forms.CharField(
        label="What was mistyped",
        max_length=300,
        help_text="Kept on the record for good. For example, two letters were swapped",
    )
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, nudge, first, **options):
        super().__init__(*args, initial={"title_of_nudge": nudge.title, "shown": nudge.title}, **options)
        self.nudge, self.first = nudge, first

    def clean_title_of_nudge(self):
        wanted = self.cleaned_data["title_of_nudge"]
        refusal = refusal_of_correction(self.first, self.nudge.title, wanted)
        if refusal:
            raise ValidationError(refusal)
        return wanted

    def values(self):
        """What correct_title takes."""
        given = self.cleaned_data
        return {"shown": given["shown"], "title": given["title_of_nudge"], "why": given["why"]}


class ConfirmationForm(GovukForm):
    """What was entered, to be sent once more. `given`: the cleaned data of a CorrectionForm."""

    submit_label = "Correct the title"
    submit_style = "warning"
    title_of_nudge = forms.CharField(widget=forms.HiddenInput)
    why = forms.CharField(widget=forms.HiddenInput)
    shown = forms.CharField(widget=forms.HiddenInput)
    confirmed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *, given):
        super().__init__(initial={**given, "confirmed": "yes"})
