"""Forms of delivery: what was there from when to when, its end, and the file of reasons."""

from django import forms

from cjnudge.forms import DateField, GovukForm
from trials.decline_files import LARGEST

DELIVERED, STRAYED = "delivered", "strayed"
WHAT = (
    (DELIVERED, "The arm's nudge was in use in the unit"),
    (STRAYED, "It reached the unit from another arm, or before its start (contamination)"),
)


class ExposureForm(GovukForm):
    what = forms.ChoiceField(label="What happened?", choices=WHAT, widget=forms.RadioSelect)
    unit = forms.ChoiceField(label="Unit")
    arm = forms.ChoiceField(label="Arm", help_text="Whose nudge it was")
    from_on = DateField(label="First day")
    until_on = DateField(label="Last day", required=False, help_text="Leave empty while it goes on")
    dose = forms.CharField(
        label="How much",
        max_length=200,
        required=False,
        help_text="For example: all shifts, or the early shift alone; 18 of 20 officers trained",
    )
    note = forms.CharField(
        label="Remark",
        max_length=1500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="No name of an officer, suspect or victim",
    )
    submit_label = "Record it"

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", "Choose a unit"), *((name, name) for name in plan.unit_names)]
        self.fields["arm"].choices = [("", "Choose an arm"), *((one.key, one.title) for one in plan.arms)]

    def values(self):
        """What log_exposure takes, once the form is valid."""
        held = dict(self.cleaned_data)
        return {"is_contamination": held.pop("what") == STRAYED, **held}


class EndForm(GovukForm):
    until_on = DateField(label="Last day", help_text="The nudge was in the unit up to and including this day")
    submit_label = "Record the last day"


class DeclinesForm(GovukForm):
    file = forms.FileField(
        label="CSV file",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"empty": "The file is empty: write one line for each unit, month and reason."},
    )
    submit_label = "Upload the reasons"

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB: upload it by month.")
        return file
