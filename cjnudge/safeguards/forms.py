"""The form of a safeguards record: it may be saved unfinished, and the page then says what is missing."""

from django import forms

from cjnudge.forms import DateField, GovukForm
from cjnudge.safeguards import fields, rules, subjects
from cjnudge.safeguards.models import SafeguardsVersion

CONFIRM = "Confirm with your data protection officer."
HINTS = {
    "title": "For example: shoplifting cases of 2024 and 2025 for the eligibility prompt trial",
    "controller": "Who decides why and how the data are used: for a force, usually its chief officer",
    "regime": f"Surveys of officers and evaluations of cases may fall under different regimes. {CONFIRM}",
    "lawful_basis": f"The basis in the regime's own words, and the policing or research purpose. {CONFIRM}",
    "impact_assessment": "Its reference in your own register. A blank form is under “Blank templates”",
    "equality_assessment": "Its reference in your own register",
    "ethics": "The reference of the review, or a sentence on why none is needed",
    "associations": "For example: Police Federation branch, UNISON branch, National Black Police Association",
    "reason_not_consulted": "Only for a data set: surveys and trials change officers' work, so they need it",
    "retain_months": "Whole months from the day the data arrive. Give this or a date, not both",
    "retention_rule": "What is deleted, by whom, and what is kept (for example: results, without case rows)",
    "contact": "A role or a shared mailbox serves longer than one person's name",
}
LONGEST_TEXT = 4000  # characters: about a page and a half, more belongs in the assessment itself
LONG = {"lawful_basis", "retention_rule"}
DATES = {"impact_assessed_on", "consulted_on", "retain_until"}
PAST = {
    "impact_assessed_on": "The assessment's date cannot lie ahead: enter the day it was signed off.",
    "consulted_on": "The consultation's date cannot lie ahead: enter the day it took place.",
}
SECTIONS = (
    ("What it covers", ("covers", "title")),
    ("Data protection", ("controller", "regime", "lawful_basis", "impact_assessment", "impact_assessed_on")),
    ("Equality and ethics", ("equality_assessment", "ethics")),
    ("Staff associations", ("consulted_on", "associations", "reason_not_consulted")),
    ("Keeping and deleting", ("retain_months", "retain_until", "retention_rule")),
    ("Contact", ("contact",)),
)


def field_for(name):
    """The form field of one value; all but the title may stay empty until it is known."""
    options = {"label": fields.LABELS[name], "required": name == "title"}
    if name in HINTS:
        options["help_text"] = HINTS[name]
    if name in DATES:
        return DateField(**options)
    if name == "retain_months":
        return forms.IntegerField(min_value=1, max_value=600, **options)
    if name == "regime":
        return forms.ChoiceField(
            choices=rules.regime_choices, initial="undecided", **(options | {"required": True})
        )
    widget = forms.Textarea({"rows": 3}) if name in LONG else None
    return forms.CharField(widget=widget, max_length=_longest(name), **options)


def _longest(name):
    return SafeguardsVersion._meta.get_field(name).max_length or LONGEST_TEXT


class RecordForm(GovukForm):
    """Every value of a record. `cleaned_values()` is what an operation takes."""

    mark_optional = False  # nearly all may be left for later, and the page says what is missing
    submit_label = "Save"
    sections = SECTIONS

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        for name in fields.LABELS:
            self.fields[name] = field_for(name)

    def clean(self):
        cleaned = super().clean()
        for name, words in PAST.items():
            if cleaned.get(name) and cleaned[name] > self.today:
                self.add_error(name, words)
        if cleaned.get("retain_months") and cleaned.get("retain_until"):
            self.add_error("retain_months", "Give the number of months or the last day, not both.")
        return cleaned

    def cleaned_values(self):
        return {name: self.cleaned_data[name] for name in fields.LABELS}


class NewRecordForm(RecordForm):
    """A first version: also asks what the record is about."""

    title = "Add a safeguards record"
    intro = "It can be saved unfinished: its page then lists what is missing."
    submit_label = "Save record"

    def __init__(self, *args, force, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["covers"] = forms.ChoiceField(
            label="What does it cover?", choices=subjects.choices(force), widget=forms.RadioSelect
        )

    def subject(self):
        """(kind, subject id or None)"""
        return subjects.parse(self.cleaned_data["covers"])


class ChangedRecordForm(RecordForm):
    """A next version: asks why, and remembers which version was being read."""

    title = "Change the safeguards record"
    submit_label = "Save as a new version"
    sections = (
        ("What it covers", ("title",)),
        *SECTIONS[1:],
        ("Why", ("reason_for_change",)),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)
    reason_for_change = forms.CharField(
        label="What changed, and why?",
        max_length=300,
        help_text="Kept with the version, for whoever reads it later",
    )

    def cleaned_values(self):
        return super().cleaned_values() | {"reason_for_change": self.cleaned_data["reason_for_change"]}
