"""The form by which a case is enrolled: its reference, its unit, and what the arms are kept even in."""

from django import forms

from cjnudge.forms import GovukForm
from trials.case_references import LONGEST
from trials.planning.enrolling import LONGEST as LONGEST_FACTOR
from trials.planning.enrolling import UNIT, asked


class EnrolForm(GovukForm):
    """`plan` is the plan under which the trial was allocated; factors are asked for under their own names."""

    reference = forms.CharField(
        label="Case reference",
        max_length=LONGEST,
        help_text="As in your records system. It is not stored: a keyed hash shows whether a case was enrolled before",
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    submit_label = "Enrol the case"
    mark_optional = False

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        units = [("", "Choose a unit"), *((name, name) for name in plan.unit_names)]
        self.fields[UNIT] = forms.ChoiceField(label="Unit in which the decision is made", choices=units)
        self.factors = {f"factor_{number}": name for number, name in enumerate(asked(plan))}
        for field, name in self.factors.items():
            label = name.replace("_", " ").capitalize()
            self.fields[field] = forms.CharField(label=label, max_length=LONGEST_FACTOR)

    @property
    def attributes(self):
        """{name: typed}, once the form is valid."""
        typed = {name: self.cleaned_data[field] for field, name in self.factors.items()}
        return {UNIT: self.cleaned_data[UNIT], **typed}

    def refuse(self, refused):
        """Put an EnrolmentRefused beside the field that it is about."""
        fields = {name: field for field, name in self.factors.items()}
        self.add_error(fields.get(refused.field, refused.field), str(refused))
