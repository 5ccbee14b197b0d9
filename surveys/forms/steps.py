"""The steps of setting a wave up, one form each; `values()` gives what fielding.set_up stores."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import DateField
from surveys.bands import ROLE_BANDS
from surveys.forms.more import MoreForm
from surveys.forms.step import StepForm
from surveys.lifecycle import Mode
from surveys.rules import INVITED_FOR_ANONYMOUS, MOST_YEARS


class BehaviourForm(StepForm):
    behaviour_agreed = forms.BooleanField(label="This is the behaviour I want to ask about")


class AudienceForm(StepForm):
    """Whom the survey is for."""

    units = forms.MultipleChoiceField(
        label="Which units are asked?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Officers may say which of these they work in. Choose units of ten people or more: smaller ones are "
        "hidden in every result.",
    )
    role_bands = forms.MultipleChoiceField(
        label="Who is asked?", widget=forms.CheckboxSelectMultiple, choices=list(ROLE_BANDS.items())
    )

    def __init__(self, *args, units, **options):
        super().__init__(*args, units=units, **options)
        self.fields["units"].choices = [(unit.key, f"{'– ' * depth}{unit.name}") for depth, unit in units]


class DoorsForm(StepForm):
    """Personal links or not; codes are made on a page of their own."""

    personal_links = forms.TypedChoiceField(
        label="Does everybody get a personal link by e-mail?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, each person on a list gets a link"), ("no", "No, codes only")],
        coerce=lambda value: value == "yes",
        empty_value=None,
        help_text="A link takes one answer, and its owner gets at most two reminders. A code lets in anyone who knows "
        "it, so results will say that repeat answers cannot be excluded. You can use both. If you choose “No”, a list "
        "that you have uploaded is deleted.",
    )

    def initial_of(self, wave):
        return {"personal_links": {True: "yes", False: "no"}.get(wave.personal_links)}


class ModeForm(StepForm):
    mode = forms.ChoiceField(
        label="What are officers promised?",
        widget=forms.RadioSelect,
        choices=Mode.choices,
        help_text="It cannot be changed after the launch.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["mode"].widget.hints = {
            Mode.ANONYMOUS.value: f"Only where at least {INVITED_FOR_ANONYMOUS} people are asked",
            Mode.CONFIDENTIAL.value: "For fewer people, or to compare one survey with the next: officers may make up a "
            "code by which their answers to both can be told to belong together. It does not call itself anonymous",
        }


class DatesForm(StepForm):
    """The first and last day, and the days of the reminders."""

    opens_on = DateField(
        label="First day", help_text="Links and codes work from this day. For example, 1 12 2026"
    )
    closes_on = DateField(label="Last day", help_text="Answers are taken until midnight")
    first_reminder_on = DateField(label="First reminder", required=False, help_text="For personal links only")
    second_reminder_on = DateField(label="Second reminder", required=False, help_text="There is no third")

    def clean(self):
        found = super().clean()
        opens, closes = found.get("opens_on"), found.get("closes_on")
        if opens and closes and closes < opens:
            raise ValidationError({"closes_on": "The last day must not be before the first."})
        first, second = found.get("first_reminder_on"), found.get("second_reminder_on")
        for name in ("first_reminder_on", "second_reminder_on"):
            day = found.get(name)
            if day and opens and closes and not opens < day <= closes:
                self.add_error(name, "A reminder goes out after the first day and not after the last.")
        if second and not (first and first < second):
            self.add_error("second_reminder_on", "The second reminder must come after the first.")
        return found


class NoticeForm(StepForm):
    """What officers read that differs from survey to survey."""

    contact = forms.CharField(
        label="Whom may officers ask about the survey?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One or two sentences with a name and a way to reach them, such as “Ask Jo Bell in the evidence "
        "team, extension 4321.”",
    )
    kept_years = forms.TypedChoiceField(
        label="How long are answers kept?",
        widget=forms.RadioSelect,
        choices=[(years, f"{years} year{'' if years == 1 else 's'}") for years in range(1, MOST_YEARS + 1)],
        coerce=int,
    )

    def clean_contact(self):
        return " ".join(self.cleaned_data["contact"].split())


FORMS = {
    "behaviour": BehaviourForm,
    "audience": AudienceForm,
    "doors": DoorsForm,
    "mode": ModeForm,
    "dates": DatesForm,
    "notice": NoticeForm,
    "more": MoreForm,
}
