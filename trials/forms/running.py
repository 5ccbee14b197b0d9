"""The forms of a running trial: its start, what changed, its end, and the answer to an alarm."""

from django import forms

from cjnudge.forms import DateField, GovukForm
from trials.operations.changing import LONGEST_OPENING_DAYS

LONGEST_REASON = 1500  # characters: a long paragraph, as the record keeps


def reason_field(label, help_text):
    return forms.CharField(
        label=label, max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 4}), help_text=help_text
    )


class StartForm(GovukForm):
    """The day it went live."""

    on = DateField(
        label="Day on which the first unit went live", help_text="Today or before. For example, 5 1 2026"
    )
    submit_label = "Start the trial"


class ChangeForm(GovukForm):
    """What happened, when and why; asked for are the fields that the kind needs."""

    on = DateField(label="Day on which it happened", help_text="The actual day. For example, 27 3 2026")
    submit_label = "Record it"
    field_order = ("unit", "into", "to", "what", "on", "reason")

    def __init__(self, *args, kind, units, **options):
        super().__init__(*args, **options)
        self.kind, named = kind, [("", "Choose a unit"), *((name, name) for name in units)]
        possible = {
            "unit": forms.ChoiceField(label="Unit", choices=named),
            "into": forms.ChoiceField(label="Merged into", choices=named),
            "to": forms.CharField(
                label="New name", max_length=120, help_text="Exactly as the extract has it"
            ),
            "what": forms.CharField(
                label="What officers see now",
                max_length=LONGEST_REASON,
                widget=forms.Textarea({"rows": 4}),
                help_text="The wording as it stands after the change",
            ),
        }
        for name in kind.needs:
            self.fields[name] = possible[name]
        self.fields["reason"] = reason_field("Why", "Printed with the result. No names of persons")
        self.order_fields(self.field_order)

    def values(self):
        """What record_change takes."""
        details = {
            name: self.cleaned_data[name] for name in ("to", "into", "what") if name in self.kind.needs
        }
        given = {name: self.cleaned_data[name] for name in ("on", "reason")}
        return {**given, "kind": self.kind.key, "unit": self.cleaned_data.get("unit", ""), "details": details}


class StopForm(GovukForm):
    """Why it ends before its plan does."""

    reason = reason_field("Why it is stopped", "Shown wherever the trial is. No names of persons")
    submit_label = "Stop the trial for good"
    submit_style = "warning"


class OpenForm(GovukForm):
    """For how long withheld figures are shown, and why that cannot wait."""

    days = forms.IntegerField(
        label="For how many days",
        min_value=1,
        max_value=LONGEST_OPENING_DAYS,
        help_text="1 to 14, from today",
    )
    reason = reason_field("Why it cannot wait", "Printed on every result of the trial. No names of persons")
    submit_label = "Open the figures"
    submit_style = "warning"


class AnswerForm(GovukForm):
    """What the safety monitor decides."""

    goes_on = forms.ChoiceField(
        label="What is done?",
        widget=forms.RadioSelect,
        choices=[("yes", "The trial goes on"), ("no", "The trial is stopped for good")],
    )
    answer = reason_field("Why", "Stays with the trial. No names of persons and no figures")
    submit_label = "Answer"
