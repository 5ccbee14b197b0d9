"""What each column of a file is read as."""

from django import forms

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.mapping import DAY_FORMATS, DROP, looks_personal
from cjnudge.cases.extract.personal import looks_identifying
from cjnudge.cases.operations.mappings import LONGEST_REASON
from cjnudge.forms import GovukForm

DROP_WORDS = "Drop, never store"


def field_choices(column):
    """What a column can be read as, the fields no extract can do without first; an identifier only as one."""
    if looks_identifying(column):
        return [(DROP, DROP_WORDS), *((one.key, one.title) for one in FIELDS.values() if one.is_person)]
    needed = [(one.key, one.title) for one in FIELDS.values() if one.needed]
    others = [(one.key, one.title) for one in FIELDS.values() if not one.needed]
    return [(DROP, DROP_WORDS), ("Needed", needed), ("Where the extract has them", others)]


class ColumnsForm(GovukForm):
    """One select for each column, one for the way each date is written. `values()` is what changes in a body."""

    mark_optional = False
    submit_label = "Save the columns"
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, body, base, **options):
        super().__init__(*args, initial={"base": base}, **options)
        self.body = body
        self.columns = {f"column_{number}": name for number, name in enumerate(body.names)}
        for key, name in self.columns.items():
            self.fields[key] = self._column(name)
        for key in days_of_fields():
            self.fields[f"day_{key}"] = self._day(key)
        self.fields["ages_in_years"] = forms.BooleanField(
            label="Ages are whole years: put them into bands while the file is read",
            required=False,
            initial=body.ages_in_years,
        )
        self.fields["reason"] = forms.CharField(
            label="Why is it changed? (optional)",
            required=False,
            max_length=LONGEST_REASON,
            help_text="Kept with the version, for whoever reads it later",
        )

    def _column(self, name):
        reason = looks_personal(name)
        if reason:
            return forms.BooleanField(
                label=f"Drop “{name}”, never store it",
                help_text=f"This looks like {reason}. It can only be dropped.",
                initial=name in self.body.confirmed_drops,
            )
        hint = (
            "An identifier: it becomes a keyed pseudonym, or is dropped." if looks_identifying(name) else ""
        )
        initial = self.body.columns[name]
        return forms.ChoiceField(label=name, choices=field_choices(name), initial=initial, help_text=hint)

    def _day(self, key):
        choices = [(one.key, f"{one.example} ({one.title.lower()})") for one in DAY_FORMATS.values()]
        initial = self.body.days.get(key, choices[0][0])
        return forms.ChoiceField(label=FIELDS[key].title, choices=choices, initial=initial)

    @property
    def sections(self):
        ordinary = [key for key in self.columns if not self._is_drop(key)]
        personal = [key for key in self.columns if self._is_drop(key)]
        found = [("Columns that are about a person", personal)] if personal else []
        days = [f"day_{key}" for key in days_of_fields()]
        return (
            *found,
            ("What each column is", ordinary),
            ("How dates are written, where the file has them", days),
            ("Ages", ["ages_in_years"]),
            ("Why", ["reason"]),
        )

    def _is_drop(self, key):
        return isinstance(self.fields[key], forms.BooleanField)

    def clean(self):
        cleaned = super().clean()
        seen = {}
        for key, name in self.columns.items():
            chosen = cleaned.get(key)
            if chosen in seen and chosen in FIELDS:
                words = f"“{name}” and “{seen[chosen]}” cannot both be the {FIELDS[chosen].title.lower()}."
                self.add_error(key, f"{words} Drop one of them.")
            seen.setdefault(chosen, name)
        return cleaned

    def values(self):
        """{"columns", "confirmed_drops", "days", "ages_in_years"} of the body that was typed."""
        chosen = {
            name: DROP if self._is_drop(key) else self.cleaned_data[key] for key, name in self.columns.items()
        }
        mapped = [key for key in days_of_fields() if key in chosen.values()]
        return {
            "columns": chosen,
            "confirmed_drops": tuple(name for key, name in self.columns.items() if self._is_drop(key)),
            "days": {key: self.cleaned_data[f"day_{key}"] for key in mapped},
            "ages_in_years": self.cleaned_data["ages_in_years"],
        }


def days_of_fields():
    """Keys of the fields that are dates."""
    return [one.key for one in FIELDS.values() if one.kind == "day"]
