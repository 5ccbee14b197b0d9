"""The part of a plan that says what outcomes beside the cases are made from: weights of harm, and two surveys."""

import re

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.extract.offences import groups, normalised
from trials.forms.planning import PartForm, words
from trials.planning.scales import HARM, OF_SURVEYS
from trials.planning.trial_plan import HarmWeights, SurveyPair

WAYS = {
    "gravity": "The gravity score of the extract, as it stands",
    "offence": "A table of the force’s own, by offence code or group",
}
LARGEST = 1_000_000  # a weight above is a slip of a digit, whatever the scale


class SourcesForm(PartForm):
    """Only what the plan's outcomes ask for is asked."""

    part, title_of_part, names = "sources", "Weights of harm, and surveys", ("harm", "survey")

    @staticmethod
    def is_needed(plan):
        """Whether the plan has an outcome that needs one of them."""
        return asks_for_harm(plan) or asks_for_surveys(plan)

    def initial_from(self, plan):
        harm, pair = plan.harm, plan.survey
        found = {"survey_after": plan.start + 2} if plan.start + 2 <= plan.periods else {}
        if harm:
            lines = "\n".join(f"{key}; {weight:g}" for key, weight in harm.weights)
            found |= {"harm_by": harm.by, "harm_named": harm.named, "harm_weights": lines}
        if pair:
            found |= {"survey_before": pair.before, "survey_after": pair.after_month}
        return found

    def offer(self):
        self.sections = []
        if asks_for_harm(self.plan):
            self.offer_harm()
        if asks_for_surveys(self.plan):
            self.offer_surveys()

    def offer_harm(self):
        self.fields["harm_by"] = forms.ChoiceField(
            choices=list(WAYS.items()), widget=forms.RadioSelect, **words("harm")
        )
        self.fields["harm_named"] = forms.CharField(
            label="Where the weights come from", max_length=300,
            help_text="Source, edition and date, such as the title of the table. It is printed with the plan.",
        )  # fmt: skip
        self.fields["harm_weights"] = forms.CharField(
            label="The table", required=False, widget=forms.Textarea({"rows": 10}),
            help_text="For a table alone: one a line, an offence code or the name of an offence group, a semicolon "
            "and its weight, such as 46; 2. A code goes before its group.",
        )  # fmt: skip
        self.sections.append(("How heavy an offence counts", ("harm_by", "harm_named", "harm_weights")))

    def offer_surveys(self):
        self.fields["survey_before"] = forms.ChoiceField(
            choices=[("", "None yet"), *((one.key, one.label) for one in self.options.surveys)],
            required=False, **{**words("survey"), "label": "Survey before the start"},
        )  # fmt: skip
        self.fields["survey_after"] = forms.IntegerField(
            label="The later survey opens in this month of the trial, or later",
            min_value=1, required=False,
            help_text="By its number. The first survey with the same questionnaire that opens then is compared, "
            "whichever it is.",
        )  # fmt: skip
        self.sections.append(("Surveys before and after", ("survey_before", "survey_after")))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "amendment_reason" in self.fields:
            self.sections = [*self.sections, ("Amendment", ("amendment_reason",))]

    def clean_harm_weights(self):
        lines = [line.strip() for line in self.cleaned_data["harm_weights"].splitlines() if line.strip()]
        pairs = tuple(weight_in(line) for line in lines)
        if len({key for key, _ in pairs}) < len(pairs):
            raise ValidationError("An offence stands there twice: give each its weight once.")
        return pairs

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("harm_by") == "offence" and not cleaned.get("harm_weights"):
            self.add_error("harm_weights", "Give the weight of every offence code or group.")
        if cleaned.get("survey_before") and not cleaned.get("survey_after"):
            self.add_error("survey_after", "Enter the month from which on the later survey counts.")
        return cleaned

    def changes(self):
        found = {}
        if asks_for_harm(self.plan):
            by = self.cleaned_data["harm_by"]
            weights = self.cleaned_data["harm_weights"] if by == "offence" else ()
            found["harm"] = HarmWeights(by=by, named=self.cleaned_data["harm_named"].strip(), weights=weights)
        if asks_for_surveys(self.plan):
            found["survey"] = self.pair()
        return found

    def pair(self):
        """The SurveyPair chosen, or None."""
        key = self.cleaned_data["survey_before"]
        chosen = next((one for one in self.options.surveys if one.key == key), None)
        if chosen is None:
            return None
        return SurveyPair(
            before=chosen.key,
            before_title=chosen.title,
            instrument=chosen.instrument,
            instrument_version=chosen.instrument_version,
            after_month=self.cleaned_data["survey_after"],
        )


def asks_for_harm(plan):
    return any(line.key == HARM for line in plan.outcomes)


def asks_for_surveys(plan):
    return any(line.key.startswith(OF_SURVEYS) for line in plan.outcomes)


def weight_in(line):
    """(offence code or group, weight) of a line; ValidationError that quotes it."""
    key, separator, weight = (part.strip() for part in line.rpartition(";"))
    if (
        not key
        or not separator
        or not re.fullmatch(r"\d{1,9}(\.\d{1,6})?", weight)
        or float(weight) > LARGEST
    ):
        raise ValidationError(f"“{line[:60]}”: write an offence code or group, a semicolon and a number.")
    return offence_in(key), float(weight)


def offence_in(text):
    """One spelling of an offence code, or the name of an offence group as extracts have it."""
    by_name = {name.casefold(): name for name in groups().values()}
    found = normalised(text) or by_name.get(text.casefold())
    if not found:
        raise ValidationError(f"“{text[:60]}” is no Home Office offence code and no offence group: check it.")
    return found
