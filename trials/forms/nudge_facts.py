"""The forms for what hangs on a nudge: a picture of what officers see, a count of the work, two versions to compare."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.outcome_titles import TITLES
from cjnudge.cases.outcomes import OOCR
from cjnudge.forms import DateField, GovukForm
from trials.forms.nudges import DraftForm
from trials.nudges.pictures import LARGEST_BYTES

CHARGE = TITLES[1]
WAYS = (CHARGE, *(TITLES[code] for code in sorted(OOCR)))
MOST_CLICKS = 10_000  # nobody walks more: a slip of the keys


class PictureForm(DraftForm):
    """A picture and what it shows."""

    submit_label = "Add the picture"
    file = forms.FileField(
        label="Picture",
        help_text="A PNG or JPEG of the screen or card, at most 1 MB, without a real case on it",
    )
    alt = forms.CharField(
        label="What it shows",
        max_length=300,
        help_text="In one sentence, for people who do not see it: read out in place of the picture",
        error_messages={"required": "Enter what the picture shows"},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_BYTES:
            raise ValidationError(
                "The picture is larger than 1 MB: cut it to the part of the screen that matters."
            )
        return file.read()


def number(label, **options):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_CLICKS, **options)


class SludgeForm(GovukForm):
    """One walk through the screens of one way of ending a case. `today` is the latest day there can be."""

    submit_label = "Save the count"
    way = forms.ChoiceField(
        label="Way of ending the case", help_text="Count a charge too: the others are held against it"
    )
    clicks = number("Clicks")
    fields_filled = number("Fields filled in")
    approvals = number("Approvals asked for")
    minutes = forms.DecimalField(label="Minutes", min_value=0, max_value=9999, max_digits=6, decimal_places=1)
    counted_on = DateField(label="Day on which it was counted")
    how = forms.CharField(
        label="How it was counted",
        max_length=300,
        help_text="Which role walked which screens with which made-up case, so that it can be repeated",
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["way"].choices = [("", "Choose one"), *((way, way) for way in WAYS)]

    def clean_counted_on(self):
        if self.cleaned_data["counted_on"] > self.today:
            raise ValidationError("Enter a day that is not after today.")
        return self.cleaned_data["counted_on"]

    def values(self):
        """The fields of a SludgeCount."""
        given = dict(self.cleaned_data)
        return {"fields": given.pop("fields_filled"), **given}


class CompareForm(GovukForm):
    """Which two versions are held against each other."""

    form_method = "get"
    submit_label = "Compare"
    mark_optional = False
    first = forms.TypedChoiceField(label="Earlier version", coerce=int)
    second = forms.TypedChoiceField(label="Later version", coerce=int)

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = [(one.version, f"Version {one.version}") for one in versions]
