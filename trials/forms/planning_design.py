"""The parts of a plan that say how it is done: design and months, the draw, the effect worth finding."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.measures import all_measures, measure
from cjnudge.periods import parse_month
from trials.forms.planning import PartForm, paragraph, words
from trials.planning.balancing import balance_problem
from trials.planning.trial_plan import AllocationRule, Worthwhile
from trials.planning.validation import MOST_PERIODS
from trials.planning.wording import DESIGN_HINTS, METHOD_LABELS, SUMMARIES

DEFAULT_COIN, DEFAULT_BEST = (
    85,
    10,
)  # the engine's own: Pocock and Simon's coin, the best tenth of the schemes


def design_field():
    from trials.stats.strategy import all_designs

    titles = {key: design.title for key, design in all_designs().items()}
    ordered = [key for key in DESIGN_HINTS if key in titles]
    widget = forms.RadioSelect()
    widget.hints = DESIGN_HINTS
    return forms.ChoiceField(
        choices=[(key, titles[key]) for key in ordered], widget=widget, **words("design")
    )


def measure_choices():
    """Measures a trial can rest on: by month of entry, each case followed for a number of days."""
    found = [one for one in all_measures().values() if "entry" in one.basis and one.follow_up_days]
    return [(one.key, one.title) for one in found]


class DesignForm(PartForm):
    part, title_of_part = "design", "Design and months"
    names = ("design", "measure", "first_period", "start", "periods", "washout", "step_periods")
    measure = forms.ChoiceField(choices=measure_choices, **words("measure"))
    first_period = forms.CharField(max_length=7, **words("first_period"))
    start = forms.IntegerField(min_value=1, max_value=MOST_PERIODS, **words("start"))
    periods = forms.IntegerField(min_value=1, max_value=MOST_PERIODS, **words("periods"))
    washout = forms.IntegerField(min_value=0, max_value=MOST_PERIODS, **words("washout"))
    step_periods = forms.IntegerField(min_value=0, max_value=MOST_PERIODS, **words("step_periods"))
    summary = forms.ChoiceField(choices=list(SUMMARIES.items()), widget=forms.RadioSelect, **words("summary"))

    def offer(self):
        self.fields["design"] = design_field()
        self.order_fields(["design", "measure"])
        self.fields["first_period"].help_text += " Written like 2026-04."
        self.initial["design"] = self.plan.design
        self.initial["first_period"] = self.plan.first_period[:7]

    def clean_first_period(self):
        try:
            return parse_month(self.cleaned_data["first_period"].strip()).isoformat()
        except ValueError as wrong:
            raise ValidationError("Write the month as year and month, like 2026-04.") from wrong

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("start") and cleaned.get("periods") and cleaned["start"] > cleaned["periods"]:
            self.add_error("start", "The first unit must begin within the months of the trial.")
        return cleaned

    def changes(self):
        asked = measure(self.cleaned_data["measure"])
        weights = "equal" if self.cleaned_data["summary"] == "unit_average" else "precision"
        versions = {"measure_version": str(asked.version), "follow_up_days": asked.follow_up_days}
        design = self.cleaned_data["design"]
        steps = self.cleaned_data["step_periods"] if design == "stepped_wedge" else 0
        return {**super().changes(), "design": design, "step_periods": steps, "weights": weights, **versions,
                **self._draw(design)}  # fmt: skip

    def _draw(self, design):
        """An allocation that the new design can have: what was chosen, else the plainest, else none."""
        from trials.stats.strategy import all_designs

        if "randomised" not in all_designs()[design].offers:
            return {"allocation": None}
        rule = self.plan.allocation
        if design == "stepped_wedge":
            return {
                "allocation": rule if rule and rule.method == "stepped" else AllocationRule(method="stepped")
            }
        if rule is None or rule.method == "stepped":
            return {
                "allocation": AllocationRule(method="simple", sequential=design == "individually_randomised")
            }
        return {}


class AllocationForm(PartForm):
    part, title_of_part, names = "allocation", "Allocation", ("allocation",)
    method = forms.ChoiceField(
        choices=list(METHOD_LABELS.items()), widget=forms.RadioSelect, **words("allocation")
    )
    ratio = forms.CharField(
        label="Ratio", required=False, max_length=40,
        help_text="Default: equal shares. One whole number an arm, such as 2 1. Equal shares find the least.",
    )  # fmt: skip
    sequential = forms.BooleanField(
        label="Single cases are enrolled one after another", required=False,
        help_text="Default: no. Only where the design draws single cases. Nobody then knows the next arm.",
    )  # fmt: skip
    factors = forms.CharField(
        label="Attributes to balance", required=False, max_length=200,
        help_text="Default: none. In minimisation what each case is asked for, such as sex, age.",
    )  # fmt: skip
    coin_percent = forms.IntegerField(
        label="How often minimisation follows the balance", min_value=50, max_value=100, required=False,
        help_text=f"Default: {DEFAULT_COIN} %. Above that the next arm could be guessed.",
    )  # fmt: skip
    best_percent = forms.IntegerField(
        label="Share of schemes kept in a constrained draw", min_value=1, max_value=100, required=False,
        help_text=f"Default: {DEFAULT_BEST} %. Keeping fewer leaves chance too little to do.",
    )  # fmt: skip

    def offer(self):
        held = [name for name, _ in self.plan.units[0].covariates] if self.plan.units else []
        if held:
            said = f" In a constrained draw figures of the units that the plan holds: {', '.join(held)}; none for all."
            self.fields["factors"].help_text += said

    def initial_from(self, plan):
        rule = plan.allocation or AllocationRule(method="")
        lists = {"ratio": " ".join(map(str, rule.ratio)), "factors": ", ".join(rule.factors)}
        return {**vars(rule), **lists}

    def clean_ratio(self):
        parts = self.cleaned_data["ratio"].replace(":", " ").replace(",", " ").split()
        if parts and (
            len(parts) != len(self.plan.arms) or not all(part.isdigit() and int(part) for part in parts)
        ):
            raise ValidationError(
                f"Write {len(self.plan.arms)} whole numbers, one an arm in their order, or none."
            )
        return tuple(int(part) for part in parts)

    def clean_factors(self):
        return tuple(part.strip() for part in self.cleaned_data["factors"].split(",") if part.strip())

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            rule = self.changes()["allocation"]
            problem = balance_problem(self.plan.units, rule, len(self.plan.arms))
            if problem:
                self.add_error("factors" if rule.factors else "method", problem)
        return cleaned

    def changes(self):
        return {"allocation": AllocationRule(**{name: self.cleaned_data[name] for name in self.base_fields})}


class WorthwhileForm(PartForm):
    part, title_of_part, names = "worthwhile", "Effect and power", ("worthwhile",)
    effect = forms.FloatField(min_value=0.1, max_value=99, **words("worthwhile"))
    reason = paragraph("worthwhile_reason")
    override_reason = paragraph("override_reason", required=False)
    is_pilot = forms.BooleanField(required=False, **words("is_pilot"))

    def initial_from(self, plan):
        held = plan.worthwhile
        points = round(100 * held.effect, 6)
        texts = {"reason": held.reason, "override_reason": held.override_reason}
        return {"effect": f"{points:g}", "is_pilot": plan.is_pilot, **texts}

    def offer(self):
        self.fields["effect"].help_text += " In percentage points."

    def changes(self):
        held = self.plan.worthwhile
        values = {name: self.cleaned_data[name] for name in ("reason", "override_reason")}
        effect = round(self.cleaned_data["effect"] / 100, 8)
        power = {"power": held.power, "power_at_high_icc": held.power_at_high_icc}
        return {
            "worthwhile": Worthwhile(effect=effect, **values, **power),
            "is_pilot": self.cleaned_data["is_pilot"],
        }
