"""The forms of a scrutiny panel's audit: the list and the size of the sample; a grade."""

from django import forms

from cjnudge.forms import GovukForm
from trials.operations.panel import LARGEST, SMALLEST
from trials.panel.drawing import ListRefused, read_list
from trials.panel.grades import Grade

LONGEST_LIST = 2_000_000  # characters: some 60,000 cases


class DrawForm(GovukForm):
    """`cases` is the list as values once the form is valid."""

    title = forms.CharField(label="Title", max_length=120, help_text="Such as: First quarter of the trial")
    listed = forms.CharField(
        label="Cases resolved out of court",
        max_length=LONGEST_LIST,
        widget=forms.Textarea({"rows": 10}),
        help_text="All of them, one a line: reference, unit, month. For example: 41XX/1234/26, Stevenage, 2026-04. "
        "The list is not stored: of the drawn cases a keyed hash is kept, of the others nothing",
    )
    size = forms.IntegerField(label="How many to grade", min_value=SMALLEST, max_value=LARGEST, initial=60)
    submit_label = "Draw the sample"
    mark_optional = False

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.units, self.cases = units, []

    def clean_listed(self):
        try:
            self.cases = read_list(self.cleaned_data["listed"], self.units)
        except ListRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return self.cleaned_data["listed"]

    def clean(self):
        cleaned = super().clean()
        if self.cases and cleaned.get("size", 0) > len(self.cases):
            self.add_error("size", f"The list has {len(self.cases)} cases: enter at most that many.")
        return cleaned


class GradeForm(GovukForm):
    grade = forms.ChoiceField(label="Grade", choices=Grade.choices, widget=forms.RadioSelect)
    remark = forms.CharField(
        label="Remark",
        max_length=1500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="What others can learn from it. No name, address or reference",
    )
    submit_label = "Save the grade"
