"""The forms of a comparison: what is asked of which figures; places, periods and reasons; the seal."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.measures import all_measures
from cjnudge.forms import GovukForm
from trials.frames import BASES, FrameRefused, read_contents, snapshots_for
from trials.plan_building import ALL, NONE, TERRITORIAL, Choices, PlanRefused, build_plan, uses_comparison
from trials.presenters.evidence import BASIS_WORDS, upper_first
from trials.stats.strategy import all_designs

LONGEST_REASON = 1500  # characters: a long paragraph, and a plan stays readable


def design_choices():
    """The designs a comparison of published figures can have: nothing was allocated, all start together."""
    return [
        (key, design.title)
        for key, design in all_designs().items()
        if "randomised" not in design.offers and not design.staggered
    ]


def measure_choices():
    return [("", "Choose a measure"), *((measure.key, measure.title) for measure in all_measures().values())]


def basis_choices():
    return [(basis, upper_first(BASIS_WORDS[basis])) for basis in BASES]


class ComparisonForm(GovukForm):
    """First screen: the question, the measure and the figures."""

    title = forms.CharField(
        label="Title",
        max_length=120,
        help_text="As people will speak of it",
        error_messages={"required": "Enter a title"},
    )
    question = forms.CharField(
        label="Question",
        max_length=600,
        widget=forms.Textarea({"rows": 3}),
        help_text="One sentence that the figures can answer, ending in a question mark",
        error_messages={"required": "Enter a question"},
    )
    measure = forms.ChoiceField(label="Measure", choices=measure_choices)
    snapshot = forms.ChoiceField(label="Figures", help_text="A result belongs to exactly one snapshot")
    basis = forms.ChoiceField(
        label="Counted",
        choices=basis_choices,
        widget=forms.RadioSelect,
        help_text="By recorded month no verdict is given: recent crimes have had less time to get an outcome",
        error_messages={"required": "Choose how the cases are counted"},
    )
    design = forms.ChoiceField(
        label="Design",
        choices=design_choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a design"},
    )

    submit_label = "Continue"
    sections = (
        ("What is asked", ("title", "question", "measure")),
        ("Of which figures", ("snapshot", "basis", "design")),
    )

    def __init__(self, *args, force, **kwargs):
        super().__init__(*args, **kwargs)
        self.snapshots = {str(snapshot.pk): snapshot for snapshot in snapshots_for(force)}
        self.fields["snapshot"].choices = [(key, str(found)) for key, found in self.snapshots.items()]

    def clean(self):
        cleaned = super().clean()
        if {"measure", "snapshot", "basis"} <= set(cleaned):
            try:
                read_contents(cleaned["measure"], self.snapshots[cleaned["snapshot"]], cleaned["basis"])
            except FrameRefused as refusal:
                self.add_error("measure", str(refusal))
        return cleaned

    def values(self):
        """What create_trial takes."""
        return {**self.cleaned_data, "snapshot": self.snapshots[self.cleaned_data["snapshot"]]}


class PlanForm(GovukForm):
    """Second screen: places, periods, and why these. `body` is the plan once the form is valid."""

    treated = forms.MultipleChoiceField(
        label="Places looked at",
        widget=forms.CheckboxSelectMultiple,
        help_text="One, or several together",
        error_messages={"required": "Choose the places looked at"},
    )
    comparison_rule = forms.ChoiceField(
        label="Compared with",
        widget=forms.RadioSelect,
        help_text="They are listed by name in the plan",
        error_messages={"required": "Choose the places to compare with"},
    )
    before_first = forms.ChoiceField(label="First period before")
    before_last = forms.ChoiceField(label="Last period before")
    after_first = forms.ChoiceField(
        label="First period after", help_text="Periods between the two sides count for neither"
    )
    after_last = forms.ChoiceField(label="Last period after")
    washout = forms.IntegerField(
        label="Washout",
        min_value=0,
        max_value=60,
        initial=0,
        help_text="Periods at the start of “after” that count for neither side",
    )
    sensitivity_span = forms.IntegerField(
        label="Periods at each end for a second definition",
        min_value=0,
        max_value=60,
        initial=0,
        help_text="For example 2: mean of the last two periods minus mean of the first two. 0 for none",
    )
    reason_for_dates = forms.CharField(
        label="Why these periods?", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3})
    )
    known_when_written = forms.CharField(
        label="What was known when this was written?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text="Which of these figures you or others had seen",
    )

    submit_label = "Save the plan"
    mark_optional = False
    sections = (
        ("Places", ("treated", "comparison_rule")),
        (
            "Periods",
            ("before_first", "before_last", "after_first", "after_last", "washout", "sensitivity_span"),
        ),
        ("Reasons", ("reason_for_dates", "known_when_written")),
    )

    def __init__(self, *args, trial, contents, earlier=None, **kwargs):
        kwargs.setdefault("initial", initial_from(earlier) if earlier else {})
        super().__init__(*args, **kwargs)
        self.trial, self.contents, self.body = trial, contents, None
        self.fields["treated"].choices = [(place.name, place.name) for place in contents.places]
        self.fields["comparison_rule"].choices = comparison_choices(trial, contents)
        periods = [(period.on, period.label) for period in contents.periods]
        for name in ("before_first", "before_last", "after_first", "after_last"):
            self.fields[name].choices = periods

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.body = build_plan(self.contents, self.choices(cleaned))
            except PlanRefused as refusal:
                self.add_error(ERROR_FIELDS.get(refusal.field, refusal.field), ValidationError(str(refusal)))
        return cleaned

    def choices(self, cleaned):
        return Choices(
            kind=self.trial.kind,
            design=self.trial.design,
            treated=tuple(cleaned["treated"]),
            comparison_rule=cleaned["comparison_rule"],
            before=(cleaned["before_first"], cleaned["before_last"]),
            after=(cleaned["after_first"], cleaned["after_last"]),
            washout=cleaned["washout"],
            sensitivity_span=cleaned["sensitivity_span"],
            seed=seed_of(self.trial),
            reason_for_dates=cleaned["reason_for_dates"],
            known_when_written=cleaned["known_when_written"],
        )


ERROR_FIELDS = {"before": "before_last", "after": "after_first"}


def comparison_choices(trial, contents):
    """The rules by which places to compare with can be listed, as far as design and snapshot allow."""
    if not uses_comparison(trial.design):
        return [(NONE, "Nothing: this design has no comparison")]
    choices = [(ALL, "Every other place in the snapshot")]
    if any(place.territorial for place in contents.places):
        choices.insert(0, (TERRITORIAL, "The other territorial forces"))
    return choices


def seed_of(trial):
    """A seed nobody picked: from the trial's own random id."""
    return trial.pk.int % 2**31


def initial_from(plan):
    """The choices of an earlier version, so that a new one starts from it."""
    content = plan.content
    data, primary = content["data"], content["data"]["primary"]
    ends = data["sensitivity"][0]["before"] if data["sensitivity"] else []
    return {
        "treated": list(data["treated"]),
        "comparison_rule": data["comparison_rule"],
        "before_first": primary["before"][0],
        "before_last": primary["before"][-1],
        "after_first": [*primary["washout"], *primary["after"]][0],
        "after_last": primary["after"][-1],
        "washout": len(primary["washout"]),
        "sensitivity_span": len(ends),
        "reason_for_dates": content["reason_for_dates"],
        "known_when_written": content["known_when_written"],
    }


class SealForm(GovukForm):
    """The last question before a plan is fixed; `draft` says which text was read."""

    draft = forms.CharField(widget=forms.HiddenInput, required=False)
    rehearsal_only = forms.BooleanField(
        label="This is a rehearsal only",
        required=False,
        help_text="Needed where no safeguards record covers real data: everything made from the plan says so",
    )
    submit_label = "Seal the plan"
    submit_style = "warning"
