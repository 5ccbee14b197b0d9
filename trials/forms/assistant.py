"""The forms of the design assistant and of the power page: at most twelve answers on the whole way to a plan."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.measures import measure
from cjnudge.cases.queries.snapshots import own_snapshots
from cjnudge.forms import GovukForm
from cjnudge.periods import add_months, period_label
from trials.planning.assistant import Start, Who
from trials.planning.defaults import MEASURE
from trials.queries.nudges import approved_versions

NO_HISTORY = "none"
LONGEST_REASON = 1500  # characters: a long paragraph, and a plan stays readable
MOST_UNITS_TYPED = 240
MONTHS_OFFERED = range(1, 13)  # this month's figures have begun; a year ahead is as far as anybody plans
WHO = (
    (Who.CASES, "Single cases: one can get it while the next one does not"),
    (Who.UNITS, "Units: some can get it while others go on as now"),
    (Who.EVERYBODY, "Everybody: in the end every unit has to get it"),
)
START = (
    (Start.CHANCE, "By chance: who gets it, or who gets it first, may be drawn"),
    (Start.STAGGERED, "In turn, in an order that people choose"),
    (Start.FIXED, "Neither: who and when are decided, and all start together"),
)


def snapshot_choices(force):
    """[(id, title)] of the force's own extracts that are counted by entry, newest first."""
    kept = [one for one in own_snapshots(force) if "entry" in one.contents.get("bases", ())]
    return [(str(one.pk), f"{one.title}, as at {one.as_at:%-d %B %Y}") for one in kept]


class HistoryFields(GovukForm):
    """Which figures are planned from, or what is assumed instead."""

    history = forms.ChoiceField(
        label="What history is there?",
        widget=forms.RadioSelect,
        help_text="An extract shows how many cases there are and how alike those of one unit are",
    )
    cases = forms.FloatField(
        label="Eligible cases a month in one unit",
        required=False,
        min_value=1,
        max_value=100_000,
        help_text="Only without a history: your best guess",
        widget=forms.NumberInput({"inputmode": "decimal"}),
    )
    level = forms.FloatField(
        label="Of 100 eligible cases, how many are resolved out of court now?",
        required=False,
        min_value=1,
        max_value=99,
        help_text="Only without a history: your best guess",
        widget=forms.NumberInput({"inputmode": "decimal"}),
    )

    def __init__(self, *args, force, **kwargs):
        super().__init__(*args, **kwargs)
        self.force = force
        self.fields["history"].choices = [
            *snapshot_choices(force),
            (NO_HISTORY, "None: plan with assumed values"),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("history") == NO_HISTORY:
            for name in ("cases", "level"):
                if cleaned.get(name) is None and name not in self.errors:
                    self.add_error(name, "Without a history this is needed: enter your best guess")
        return cleaned

    def snapshot(self):
        """The Snapshot that was chosen, or None."""
        chosen = self.cleaned_data["history"]
        return None if chosen == NO_HISTORY else own_snapshots(self.force).get(pk=chosen)

    def assumed(self):
        """What is assumed instead of a history: {"cases", "level"}, {} where there is one."""
        if self.cleaned_data["history"] != NO_HISTORY:
            return {}
        return {"cases": self.cleaned_data["cases"], "level": self.cleaned_data["level"] / 100}


class QuestionsForm(HistoryFields):
    """First screen: three questions, and which nudge they are about. Asked by GET, so that nothing is stored yet."""

    nudge = forms.ChoiceField(label="Which nudge?", required=False)
    who = forms.ChoiceField(label="Who can get it?", choices=WHO, widget=forms.RadioSelect)
    start = forms.ChoiceField(
        label="Can the start be staggered or randomised?", choices=START, widget=forms.RadioSelect
    )
    units = forms.CharField(
        label="Units",
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text="Only without a history: one name a line",
    )

    form_method = "get"
    submit_label = "See which design fits"
    sections = (
        ("The nudge", ("nudge",)),
        ("Three questions", ("who", "start", "history")),
        ("Without a history", ("units", "cases", "level")),
    )

    def __init__(self, data=None, *args, force, initial=None, **kwargs):
        if data is not None and {*data} == {"nudge"}:  # a link from the nudge's page: nothing is answered yet
            initial, data = {**(initial or {}), **data.dict()}, None
        super().__init__(data, *args, force=force, initial=initial, **kwargs)
        self.versions = {str(one.pk): one for one in approved_versions(force)}
        named = [(key, f"{one.nudge.title}, version {one.version}") for key, one in self.versions.items()]
        self.fields["nudge"].choices = [("", "None yet: start from nothing"), *named]

    def clean_units(self):
        names = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()]
        if len(set(names)) != len(names):
            raise ValidationError("Write every unit once")
        if len(names) > MOST_UNITS_TYPED:
            raise ValidationError(f"Write at most {MOST_UNITS_TYPED} units")
        return tuple(names)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("history") == NO_HISTORY and not cleaned.get("units") and "units" not in self.errors:
            self.add_error("units", "Without a history this is needed: enter the units, one a line")
        return cleaned

    def nudges(self):
        """The approved NudgeVersion that was chosen, in a tuple; () for none."""
        chosen = self.cleaned_data["nudge"]
        return (self.versions[chosen],) if chosen else ()


class EffectFields(GovukForm):
    """The smallest worthwhile effect and its reason: recorded before anybody sees the power for it."""

    effect = forms.FloatField(
        label="Smallest effect worth having, in points",
        min_value=0.1,
        max_value=99,
        help_text="Of 100 eligible cases, how many more must be resolved out of court for the nudge to be worth it?",
        widget=forms.NumberInput({"inputmode": "decimal"}),
    )
    reason = forms.CharField(
        label="Why not less?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="For example what the nudge costs in officer time. It is printed with the plan",
    )


class DraftForm(EffectFields):
    """Second screen: the few answers that the software cannot give itself."""

    title = forms.CharField(
        label="Title of the trial", max_length=100, help_text="As people will speak of it"
    )
    go_live = forms.ChoiceField(label="Month of the first start")
    safety_monitor = forms.ChoiceField(
        label="Safety monitor", help_text="The person who is told when a stop rule fires", required=False
    )

    submit_label = "Make the draft plan"
    sections = (
        ("The trial", ("title", "go_live", "safety_monitor")),
        ("What is worth having", ("effect", "reason")),
    )

    def __init__(self, *args, today, people, **kwargs):
        super().__init__(*args, **kwargs)
        first = today.replace(day=1)
        months = [add_months(first, number) for number in MONTHS_OFFERED]
        self.fields["go_live"].choices = [(day.isoformat(), period_label(day, "month")) for day in months]
        self.fields["go_live"].initial = months[1].isoformat()
        self.fields["safety_monitor"].choices = [("", "Nobody yet"), *people]

    def clean_go_live(self):
        return date.fromisoformat(self.cleaned_data["go_live"])

    def clean_effect(self):
        return self.cleaned_data["effect"] / 100


class EffectForm(EffectFields):
    """The smallest worthwhile effect of a plan that was written without the assistant, or recorded anew."""

    submit_label = "Record it"

    def clean_effect(self):
        return self.cleaned_data["effect"] / 100


class PowerForm(HistoryFields):
    """From which history the power is worked out."""

    submit_label = "Work out the power"


class OverrideForm(GovukForm):
    """Taking the figures into the plan; below 80 % with a reason, or as a pilot."""

    override_reason = forms.CharField(
        label="Why is it worth running all the same?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Printed with the plan and with the result",
        required=False,
    )
    submit_label = "Put these figures into the plan"


def measure_title():
    """The title of the measure a new plan begins with."""
    return measure(MEASURE).title
