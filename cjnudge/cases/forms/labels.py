"""What the labels of one field mean: a row for each label, and empty rows for further ones."""

from dataclasses import dataclass
from hashlib import sha256

from crispy_forms.layout import Layout
from django import forms
from django.template.loader import render_to_string

from cjnudge.cases.extract.labels import AS_WRITTEN_KINDS, LONGEST_LABEL, is_value
from cjnudge.cases.operations.mappings import LONGEST_REASON
from cjnudge.cases.outcome_titles import TITLES
from cjnudge.disclosure import CASE_THRESHOLD
from cjnudge.forms import GovukForm, Section

EMPTY_ROWS = 5
# Twice what one file may list as not known; more would be a page that no one reads to its end.
MOST_ROWS = 400
NOT_MAPPED = ("", "Not mapped yet")
CHANGED = "The labels have changed since you opened this page: open it again, then make your change."
EMPTY_CELL = "(empty)"  # on the page; in a mapping it is "", which on a page says that nothing was chosen


@dataclass(frozen=True)
class LabelRow:
    """A label, what it means so far (None: nothing yet), and how many rows of a file had it (None: unknown).

    is_fresh: a file had it and the mapping does not say what it means; `means` is then a guess.
    """

    label: str
    means: str | None
    count: int | None = None
    is_fresh: bool = False


class Folded(Section):
    """Fields that are folded away until somebody wants them, or one of them is wrong."""

    def render(self, form, context, template_pack="govuk", **options):
        fields = self.get_rendered_fields(form, context, template_pack, **options)
        is_open = any(form.errors.get(name) for name in self.fields)
        values = {"legend": self.legend, "number": len(self.fields), "fields": fields, "is_open": is_open}
        return render_to_string("cases/_folded.html", values)


def meanings(field, units):
    """What a label of the field can mean, to choose from: [(value, words)]; [] where it is typed."""
    if field.kind == "unit":
        return [(name, name) for name in units]
    if field.kind == "offence":
        return []
    own = TITLES.items() if field.kind == "outcome" else ()
    outcomes = [(str(code), f"{code} {title}") for code, title in own]
    choices = [(value, value.capitalize()) for value in field.choices]
    return [*outcomes, *choices, (EMPTY_CELL, "Nothing: as if the cell were empty")]


class LabelsForm(GovukForm):
    """`values()` gives {label: value}; `takes_as_written` whether the labels need no table."""

    mark_optional = False
    submit_label = "Save the labels"
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    shown = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, field, rows, units, base, as_written, **options):
        super().__init__(*args, initial={"base": base, "shown": mark_of(rows)}, **options)
        self.field, self.choices = field, meanings(field, units)
        self.rows, self.beyond = rows[:MOST_ROWS], rows[MOST_ROWS:]
        if field.kind in AS_WRITTEN_KINDS:
            self.fields["as_written"] = self._as_written(as_written)
        for number, row in enumerate(self.rows):
            self.fields[f"means_{number}"] = self._meaning(row.label, row.means, hint_of(row))
        for number in range(EMPTY_ROWS):
            self._add_empty_row(number)
        self.fields["reason"] = forms.CharField(
            label="Why is it changed? (optional)", required=False, max_length=LONGEST_REASON
        )

    def _as_written(self, initial):
        return forms.BooleanField(
            label=f"Take the {self.field.title.lower()} as the file writes it",
            help_text="Then a label that is not in the list below stands for itself.",
            required=False,
            initial=initial,
        )

    def _add_empty_row(self, number):
        self.fields[f"new_label_{number}"] = forms.CharField(
            label=f"Further label {number + 1}", required=False, max_length=LONGEST_LABEL
        )
        self.fields[f"new_means_{number}"] = self._meaning(f"What further label {number + 1} means", None, "")

    def _meaning(self, label, means, hint):
        initial = EMPTY_CELL if means == "" else means or ""
        options = {"label": label, "required": False, "initial": initial, "help_text": hint}
        if not self.choices:
            return forms.CharField(max_length=LONGEST_LABEL, **options)
        known = [value for value, _ in self.choices]
        kept = [(initial, initial)] if initial and initial not in known else []
        return forms.ChoiceField(choices=[NOT_MAPPED, *kept, *self.choices], **options)

    @property
    def helper(self):
        """The labels that the file had and nobody has said yet stand first; the others are folded away."""
        helper = super().helper
        new = [f"new_{part}_{number}" for number in range(EMPTY_ROWS) for part in ("label", "means")]
        pieces = [Section("How they are read", "as_written")] if "as_written" in self.fields else []
        pieces += [Section("Labels of your file", *self._rows(fresh=True))] if self._rows(fresh=True) else []
        pieces += (
            [Folded("Labels that are known already", *self._rows(fresh=False))]
            if self._rows(fresh=False)
            else []
        )
        helper.layout = Layout(*pieces, Section("Further labels", *new), Section("Why", "reason"))
        helper.render_hidden_fields = True
        return helper

    def _rows(self, *, fresh):
        """Names of the fields of the rows that are fresh, or of the others."""
        return [f"means_{number}" for number, row in enumerate(self.rows) if row.is_fresh == fresh]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("shown") != mark_of((*self.rows, *self.beyond)):
            self.add_error(None, CHANGED)
        known = {row.label for row in (*self.rows, *self.beyond)}
        for number in range(len(self.rows)):
            self._check_value(f"means_{number}")
        for number in range(EMPTY_ROWS):
            self._check_value(f"new_means_{number}")
            self._check_empty_row(number, known)
        return cleaned

    def _check_value(self, name):
        means = self.cleaned_data.get(name)
        if means and not is_value(self.field.key, value_of(means)):
            self.add_error(name, "This is no Home Office offence code: write it such as 46 or 8N.")

    def _check_empty_row(self, number, known):
        name, means_name = f"new_label_{number}", f"new_means_{number}"
        label, means = self.cleaned_data.get(name), self.cleaned_data.get(means_name)
        if label and label in known:
            self.add_error(name, "This label is in the list already: choose there what it means.")
        if label and not means and means_name not in self.errors:
            self.add_error(means_name, "Say what the label before it means, or leave both empty.")
        if means and not label and name not in self.errors:
            self.add_error(name, "Enter the label as the file writes it, or leave both empty.")
        known.add(label)

    @property
    def takes_as_written(self):
        return bool(self.cleaned_data.get("as_written"))

    def values(self):
        """{label: value} of every label that means something, those that the page had no room for among them."""
        typed = [(row.label, self.cleaned_data[f"means_{number}"]) for number, row in enumerate(self.rows)]
        new = [
            (self.cleaned_data[f"new_label_{n}"], self.cleaned_data[f"new_means_{n}"])
            for n in range(EMPTY_ROWS)
        ]
        kept = {row.label: row.means for row in self.beyond if row.means is not None}
        return kept | {label: value_of(means) for label, means in (*typed, *new) if label and means}


def mark_of(rows):
    """Tells one list of labels from another: what is chosen belongs to a row by its place in the list."""
    return sha256("\0".join(row.label for row in rows).encode()).hexdigest()[:16]


def value_of(means):
    """What is chosen on the page as a mapping writes it."""
    return "" if means == EMPTY_CELL else means


def hint_of(row):
    if row.count is None:
        return ""
    few = row.count < CASE_THRESHOLD
    return f"fewer than {CASE_THRESHOLD} rows in the file" if few else f"{row.count:,} rows in the file"
