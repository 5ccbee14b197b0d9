"""Beginning a draft of eligibility rules, writing one rule, and choosing cases to try a draft on."""

import re

from django import forms

from cjnudge.accounts.unit_file import read_date
from cjnudge.cases.eligibility import (
    FIELDS_OF_RULES,
    OPERATORS,
    RESULTS,
    Condition,
    Rule,
    RuleSet,
    RulesUnreadable,
    read_rules,
)
from cjnudge.cases.eligibility.conditions import OF_LISTS, WITHOUT_VALUE, condition_faults
from cjnudge.cases.eligibility.reading import LARGEST
from cjnudge.cases.eligibility.rules import LONGEST_REASON, MOST_CONDITIONS, body_faults, rule_faults
from cjnudge.forms import GovukForm

FROM_CURRENT, FROM_NOTHING, FROM_FILE = "current", "nothing", "file"
SPARE = 2  # empty conditions offered below those a rule has
MOST_FAULTS = 20  # of a file; enough to mend it from


class StartForm(GovukForm):
    """Where a draft begins. `rules` is the RuleSet to begin with."""

    title = "Begin a draft of the rules"
    intro = "Nothing is judged by a draft until a second person has approved it."
    submit_label = "Begin"
    mark_optional = False  # whether a file is needed follows from the answer above it
    source = forms.ChoiceField(label="What does it begin with?", widget=forms.RadioSelect)
    file = forms.FileField(
        label="File",
        required=False,
        widget=forms.FileInput({"accept": ".json,application/json"}),
        help_text="Rules downloaded here and edited, or the example filled in",
        error_messages={"empty": "The file is empty: choose another."},
    )
    reason = forms.CharField(
        label="Why are the rules written or changed?",
        max_length=300,
        help_text="Kept with the version. For example: the policy of 1 April was agreed",
    )

    def __init__(self, *args, current=None, **options):
        super().__init__(*args, **options)
        self.current, self.rules = current, RuleSet()
        carry = [(FROM_CURRENT, f"Version {current.number}, which is in force")] if current else []
        self.fields["source"].choices = [
            *carry,
            (FROM_NOTHING, "No rule: I write them here one by one"),
            (FROM_FILE, "A file of rules"),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("source") == FROM_CURRENT:
            self.rules = read_rules(self.current.body)
        elif cleaned.get("source") == FROM_FILE and not self.errors:
            self._read(cleaned.get("file"))
        return cleaned

    def _read(self, file):
        if file is None:
            self.add_error("file", "Choose the file.")
            return
        try:
            # Four bytes a character at most: what is longer is not even read.
            self.rules = read_rules(file.read(4 * LARGEST + 1).decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", "The file is not text in UTF-8: save it so and try again.")
        except RulesUnreadable as problem:
            self.add_error("file", str(problem))
        for fault in body_faults(self.rules)[:MOST_FAULTS]:
            self.add_error("file", fault)


class RuleForm(GovukForm):
    """One rule; `rule` is what was typed. A condition without a field is left out."""

    submit_label = "Save the rule"
    mark_optional = False
    base = forms.CharField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label="What is a case to which the rule applies?",
        choices=[(key, key.capitalize()) for key in RESULTS],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        help_text="A sentence that is kept with each case. For example, which paragraph of your policy says so",
    )
    if_missing = forms.ChoiceField(
        label="What if a value that the rule asks for is not recorded?",
        choices=[
            ("unknown", "The case is unknown: it is not known whether the rule applies"),
            ("skip", "Pass the rule over and try the next one"),
        ],
        initial="unknown",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, rule=None, base="", **options):
        shown = rule.conditions if rule else ()
        initial = _initial(rule) if rule else {}
        super().__init__(*args, initial={**initial, "base": base}, **options)
        self.rule = None
        self.rows = min(len(shown) + SPARE if rule else SPARE + 1, MOST_CONDITIONS)
        for number in range(1, self.rows + 1):
            self._add_row(number)
        rows = [(f"Condition {n}", [f"{name}_{n}" for name in PARTS]) for n in range(1, self.rows + 1)]
        self.sections = (("Result", ("result", "reason")), *rows, ("Missing values", ("if_missing",)))

    def _add_row(self, number):
        fields = [(key, field.title) for key, field in FIELDS_OF_RULES.items()]
        self.fields[f"field_{number}"] = forms.ChoiceField(
            label="What is asked", required=False, choices=[("", "No condition here"), *fields]
        )
        self.fields[f"operator_{number}"] = forms.ChoiceField(
            label="How", required=False, choices=list(OPERATORS.items())
        )
        self.fields[f"value_{number}"] = forms.CharField(
            label="Value or values",
            required=False,
            max_length=40_000,
            widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
        )

    def clean(self):
        cleaned = super().clean()
        found = [
            self._condition(number) for number in range(1, self.rows + 1) if cleaned.get(f"field_{number}")
        ]
        if self.errors:
            return cleaned
        self.rule = Rule(cleaned["result"], cleaned["reason"], tuple(found), cleaned["if_missing"])
        for fault in rule_faults(self.rule):
            self.add_error("reason", fault)
        return cleaned

    def _condition(self, number):
        field, operator, typed = (self.cleaned_data.get(f"{name}_{number}", "") for name in PARTS)
        if operator not in OPERATORS:
            self.add_error(f"operator_{number}", "Choose how the value is compared.")
            return None
        condition = condition_of(FIELDS_OF_RULES[field], operator, typed)
        for fault in condition_faults(condition)[:1]:
            self.add_error(f"value_{number}", fault)
        return condition


PARTS = ("field", "operator", "value")


def _initial(rule):
    """The rule as the form shows it; a list has one value a line."""
    found = {"result": rule.result, "reason": rule.reason, "if_missing": rule.if_missing}
    for number, condition in enumerate(rule.conditions, 1):
        value = condition.value
        lines = (
            "\n".join(map(str, value)) if isinstance(value, tuple) else "" if value is None else str(value)
        )
        found |= {f"field_{number}": condition.field, f"operator_{number}": condition.operator}
        found[f"value_{number}"] = lines
    return found


def condition_of(field, operator, typed):
    """The Condition that somebody typed; what cannot be read stays as it is, for its fault to be named."""
    if operator in WITHOUT_VALUE:
        return Condition(field.key, operator, typed.strip() or None)
    if operator in OF_LISTS:
        pieces = [piece.strip() for piece in re.split(r"[,\n]", typed) if piece.strip()]
        return Condition(field.key, operator, tuple(_value(field, piece) for piece in pieces))
    return Condition(field.key, operator, _value(field, typed.strip()))


def _value(field, text):
    if field.kind == "whole":
        return int(text) if re.fullmatch("[0-9]{1,9}", text) else text
    if field.kind == "choice":
        return text.casefold() if text.casefold() in field.choices else text
    if field.kind == "day":
        day = read_date(text)
        return day.isoformat() if day else text
    return text


class DraftForm(GovukForm):
    """What every small change of a draft sends: the draft that was on the screen."""

    base = forms.CharField(widget=forms.HiddenInput)


class MoveForm(DraftForm):
    way = forms.ChoiceField(choices=[("up", "up"), ("down", "down")])


class TryForm(GovukForm):
    """Which snapshot's cases a draft is tried on."""

    form_method = "get"
    submit_label = "Count"
    submit_style = "secondary"
    mark_optional = False
    snapshot = forms.ChoiceField(label="Cases")

    def __init__(self, *args, snapshots, **options):
        super().__init__(*args, **options)
        self.fields["snapshot"].choices = [
            (str(one.pk), f"{one.title}, as at {one.as_at:%-d %B %Y}") for one in snapshots
        ]
