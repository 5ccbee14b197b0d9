"""The forms of an intervention: that a nudge went live somewhere, what was wrong with that, and when it ended."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import DateField, GovukForm
from trials.operations.intervening import InterventionRefused

LONGEST_NOTE = 1500  # characters: a long paragraph
FIELDS = ("title", "units", "went_live_on", "note")


class FactsForm(GovukForm):
    """What is recorded of an intervention. `units`: the names to choose from."""

    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="As people speak of it, with the place: “Prompt in Watford custody”",
    )
    units = forms.MultipleChoiceField(
        label="Units in which it went live",
        widget=forms.CheckboxSelectMultiple,
        help_text="By the names under which your figures count them",
        error_messages={"required": "Choose the units in which it went live"},
    )
    went_live_on = DateField(
        label="Went live on", help_text="The first day it was in use. For example, 27 3 2026"
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 3}),
        help_text="What a reader should know: training before it, a late start in one place",
    )

    def __init__(self, *args, units, **options):
        super().__init__(*args, **options)
        self.fields["units"].choices = [(name, name) for name in units]

    def facts(self):
        """What the operation takes."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def refused(self, refusal):
        """Show an InterventionRefused at its field."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, ValidationError(str(refusal)))


class RecordForm(FactsForm):
    """A new intervention: which approved version, and whether it is part of a trial."""

    nudge = forms.ChoiceField(label="Nudge", help_text="The approved version that went live")
    trial = forms.ChoiceField(
        label="Is it part of a trial?",
        required=False,
        help_text="Inside a trial nothing is compared by arm before the planned look",
    )
    submit_label = "Record it"
    field_order = ("nudge", "title", "units", "went_live_on", "trial", "note")

    def __init__(self, *args, versions, trials, **options):
        super().__init__(*args, **options)
        self.versions = {str(version.pk): version for version in versions}
        self.trials = {str(trial.pk): trial for trial in trials}
        self.fields["nudge"].choices = [
            ("", "Choose a nudge"),
            *((key, str(version)) for key, version in self.versions.items()),
        ]
        if self.trials:
            named = [(key, trial.title) for key, trial in self.trials.items()]
            self.fields["trial"].choices = [("", "No"), *named]
        else:
            del self.fields["trial"]

    def facts(self):
        chosen = {
            "nudge": self.versions[self.cleaned_data["nudge"]],
            "trial": self.trials.get(self.cleaned_data.get("trial")),
        }
        return super().facts() | chosen


class CorrectionForm(FactsForm):
    """Other facts for an intervention that was recorded wrongly."""

    submit_label = "Record the correction"
    submit_style = "warning"


class EndForm(GovukForm):
    """Its last day in force."""

    ended_on = DateField(label="Last day in force", help_text="For example, 27 3 2026")
    submit_label = "End it"
    submit_style = "warning"


def done(form, operation):
    """What the operation gives; None where it refused, with the words on the form."""
    try:
        return operation()
    except InterventionRefused as refusal:
        if isinstance(form, FactsForm):
            form.refused(refusal)
        else:
            form.add_error("ended_on" if refusal.field else None, ValidationError(str(refusal)))
        return None
