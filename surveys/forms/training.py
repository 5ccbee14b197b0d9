"""The forms for a training session and for what is right in the short cases."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import DateField, GovukForm

MOST_ATTENDING = 10_000
MOST_HOURS = 200
FORMATS = ("in person", "online, live", "online, at one’s own time", "on the job")
# What nobody could be right with.
NOT_RIGHT = ("not sure",)


class SessionForm(GovukForm):
    """What is recorded of one session. `units`: [(depth, unit)] of the force today."""

    submit_label = "Save the session"
    session_title = forms.CharField(label="What is the session called?", max_length=120)
    held_on = DateField(label="On which day was it held, or will it be?")
    format = forms.ChoiceField(
        label="How is it held?",
        widget=forms.RadioSelect,
        choices=[(one, one.capitalize()) for one in FORMATS],
    )
    hours = forms.DecimalField(
        label="How many hours does it take?", min_value=0.1, max_value=MOST_HOURS, decimal_places=1,
        help_text="For example, 1.5",
    )  # fmt: skip
    units = forms.MultipleChoiceField(
        label="Which units take part?", widget=forms.CheckboxSelectMultiple, required=False
    )
    attending = forms.IntegerField(
        label="How many people take part?",
        min_value=1,
        max_value=MOST_ATTENDING,
        help_text="A number, without names. Results of fewer than ten answers are never shown.",
    )

    def __init__(self, *args, units, session=None, **options):
        super().__init__(*args, initial=self._initial(session), **options)
        self.fields["units"].choices = [(unit.key, f"{'– ' * depth}{unit.name}") for depth, unit in units]
        if not units:
            del self.fields["units"]

    @staticmethod
    def _initial(session):
        if session is None:
            return {}
        names = ("held_on", "format", "hours", "units", "attending")
        return {"session_title": session.title} | {name: getattr(session, name) for name in names}

    def values(self):
        found = dict(self.cleaned_data)
        title = " ".join(found.pop("session_title").split())
        return found | {"title": title, "units": found.get("units", [])}


class CaseRulesForm(GovukForm):
    """Two questions a case: what is right, and why. `source`: with the cases; `recorded`: CaseRules or None."""

    submit_label = "Record these answers"
    intro = (
        "Leave a case “not judged” where your rules do not decide it. A reason need not be given; officers can read it "
        "after they have handed in."
    )
    mark_optional = False
    rule = forms.CharField(
        label="Which rule, policy or guidance do the answers follow?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Officers read it after they have handed in. For example, “Out-of-court resolutions policy, 2026, "
        "section 4”.",
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, source, recorded=None, **options):
        super().__init__(*args, initial=self._initial(recorded), **options)
        self.cases = source.scenarios
        for number, case in enumerate(self.cases, 1):
            right = [choice for choice in case.choices if choice not in NOT_RIGHT]
            self.fields[f"right_{number}"] = forms.ChoiceField(
                label=f"Case {number}: what is right?",
                help_text=case.text,
                widget=forms.RadioSelect,
                choices=[*((one, one.capitalize()) for one in right), ("", "Not judged")],
                required=False,
                initial=recorded.answers.get(case.id, "") if recorded else "",
            )
            self.fields[f"why_{number}"] = forms.CharField(
                label=f"Case {number}: why?",
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=recorded.reasons.get(case.id, "") if recorded else "",
            )
        self.sections = [
            (f"Case {number}", [f"right_{number}", f"why_{number}"])
            for number in range(1, len(self.cases) + 1)
        ]
        self.sections.append(("The rule", ["rule"]))

    @staticmethod
    def _initial(recorded):
        return {"rule": recorded.rule, "base": recorded.version} if recorded else {"base": 0}

    def clean(self):
        found = super().clean()
        if not any(found.get(f"right_{number}") for number in range(1, len(self.cases) + 1)):
            raise ValidationError("Choose what is right in at least one case.")
        return found

    def values(self):
        found = self.cleaned_data
        numbered = list(enumerate(self.cases, 1))
        right = {case.id: found[f"right_{n}"] for n, case in numbered if found[f"right_{n}"]}
        why = {case.id: " ".join(found[f"why_{n}"].split()) for n, case in numbered}
        return {
            "answers": right,
            "reasons": why,
            "rule": " ".join(found["rule"].split()),
            "base": found["base"],
        }
