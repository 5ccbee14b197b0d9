"""The parts of a plan that say what else is counted, when it is looked at, and when it is stopped."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError

from trials.forms.planning import PartForm, words
from trials.planning.defaults import FROM_SURVEYS, SUGGESTED
from trials.planning.monitors import choices, chosen, meant
from trials.planning.scales import is_share, margin_words
from trials.planning.trial_plan import LookLine, StopRule
from trials.planning.wording import FIELDS, ROLE_LABELS
from trials.presenters.stop_rules import alarm_words, hint, is_too_often

SURVEY_HINT = (
    "Before and after by arm, only where a band of a survey lies wholly in one arm and has at least 10 answers. Where "
    "the surveys cannot give it, the result says so."
)


class OutcomesForm(PartForm):
    """For each outcome its role and, as a guardrail, its margin."""

    part, title_of_part, names = "outcomes", "Further outcomes and guardrails", ("outcomes",)

    def initial_from(self, plan):
        held = {line.key: line for line in plan.outcomes}
        found = {}
        for line in SUGGESTED:
            now = held.get(line.key)
            found[f"role_{line.key}"] = now.role if now else ""
            margin = now.margin if now and now.margin is not None else line.margin
            found[f"margin_{line.key}"] = None if margin is None else f"{round(100 * margin, 6):g}"
        return found

    def offer(self):
        sections = []
        for line in SUGGESTED:
            names = [f"role_{line.key}"]
            roles = [
                pair for pair in ROLE_LABELS.items() if pair[0] != "guardrail" or line.margin is not None
            ]
            hint = SURVEY_HINT if line.key in FROM_SURVEYS else ""
            self.fields[names[0]] = forms.ChoiceField(
                label="Role", choices=roles, required=False, help_text=hint
            )
            if line.margin is not None:
                names.append(f"margin_{line.key}")
                self.fields[names[1]] = forms.FloatField(
                    label=FIELDS["margin"].label, min_value=0.1, max_value=100, required=False,
                    help_text=f"Default: {margin_words(line)}. {FIELDS['margin'].why}",
                )  # fmt: skip
            sections.append((line.title, names))
        self.sections = sections

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "amendment_reason" in self.fields:
            self.sections = [*self.sections, ("Amendment", ("amendment_reason",))]

    def clean(self):
        cleaned = super().clean()
        for line in SUGGESTED:
            if cleaned.get(f"role_{line.key}") == "guardrail" and not cleaned.get(f"margin_{line.key}"):
                self.add_error(f"margin_{line.key}", "Enter the largest harm still acceptable, in points.")
        return cleaned

    def changes(self):
        known = {line.key for line in SUGGESTED}
        lines = [line for line in self.plan.outcomes if line.key not in known]
        for line in SUGGESTED:
            role = self.cleaned_data[f"role_{line.key}"]
            if role:
                points = self.cleaned_data.get(f"margin_{line.key}")
                margin = round(points / 100, 8) if role == "guardrail" else None
                lines.append(replace(line, role=role, margin=margin))
        return {"outcomes": tuple(lines)}


class LooksForm(PartForm):
    part, title_of_part = "looks", "Looks and subgroups"
    names = ("looks", "subgroups", "covariates")
    lines = forms.CharField(required=False, widget=forms.Textarea({"rows": 3}), **words("looks"))
    subgroups = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, **words("subgroups")
    )

    def initial_from(self, plan):
        looks = "\n".join(
            f"{look.after_period}; {round(100 * look.planned_information, 6):g}" for look in plan.looks
        )
        return {"lines": looks, "subgroups": list(plan.subgroups)}

    def offer(self):
        self.fields["subgroups"].choices = self.options.subgroups
        self.fields["lines"].help_text += (
            " One a line: after which month, a semicolon, and what share of the information it will have, in per cent, "
            "such as 18; 50."
        )

    def clean_lines(self):
        rows = [line.split(";") for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        try:
            return tuple(
                LookLine(after_period=int(after), planned_information=round(float(share) / 100, 8))
                for after, share in rows
            )
        except ValueError as wrong:
            raise ValidationError(
                "Write a month's number, a semicolon and a percentage on each line."
            ) from wrong

    def changes(self):
        return {"looks": self.cleaned_data["lines"], "subgroups": tuple(self.cleaned_data["subgroups"])}


class SafetyForm(PartForm):
    """For each guardrail of the plan the share at which the safety monitor is told."""

    part, title_of_part, names = "safety", "Safety", ("stop_rules", "safety_monitor")

    def initial_from(self, plan):
        return {f"limit_{rule.guardrail}": f"{round(100 * rule.threshold, 6):g}" for rule in plan.stop_rules}

    @property
    def watched(self):
        """The guardrails of which a share of cases can be told while the trial runs."""
        return [line for line in self.plan.guardrails if is_share(line.key)]

    def offer(self):
        for line in self.watched:
            more = "fewer" if line.better == "higher" else "more"
            known = hint(self.options.watches.get(line.key))
            self.fields[f"limit_{line.key}"] = forms.FloatField(
                label=f"{line.title}: tell the monitor at", min_value=0.1, max_value=100, required=False,
                help_text=f"In per cent of the cases followed so far, or {more}. {known or FIELDS['stop_rules'].hint}",
            )  # fmt: skip
        named, people = self.plan.safety_monitor, self.options.members
        person = meant(self.plan, people)
        gone = (
            f"Nobody: “{named}”, whom the plan names, cannot read alarms now" if named and not person else ""
        )
        self.fields["safety_monitor"] = forms.ChoiceField(
            choices=[("", gone or "Nobody"), *choices(people)], required=False, **words("safety_monitor")
        )
        self.initial["safety_monitor"] = str(person.pk) if person else ""

    def clean(self):
        cleaned = super().clean()
        if any(cleaned.get(f"limit_{line.key}") for line in self.watched) and not cleaned.get(
            "safety_monitor"
        ):
            self.add_error("safety_monitor", "Choose who is told when a stop rule fires.")
        return cleaned

    def warnings(self):
        """A sentence for each limit that chance alone would cross too often."""
        found = []
        for line in self.watched:
            limit, watch = self.cleaned_data.get(f"limit_{line.key}"), self.options.watches.get(line.key)
            if limit and is_too_often(watch, limit / 100):
                found.append(f"{line.title}, limit {limit:g} %: {alarm_words(watch, limit / 100)}")
        return found

    def changes(self):
        rules = []
        for line in self.watched:
            limit = self.cleaned_data.get(f"limit_{line.key}")
            if limit:
                way = "at most" if line.better == "higher" else "at least"
                text = f"{line.title}: {way} {limit:g} % of the cases followed so far."
                rules.append(
                    StopRule(
                        key=line.key.replace("_", "-"),
                        guardrail=line.key,
                        threshold=round(limit / 100, 8),
                        text=text,
                    )
                )
        return {
            "stop_rules": tuple(rules),
            **chosen(self.cleaned_data["safety_monitor"], self.options.members),
        }
