"""Typing counts: what they are, the months of one unit, a pasted or uploaded table, and the last question."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.operations.typed import ENDING
from cjnudge.cases.sources.unit_counts import FOLLOW_UP
from cjnudge.cases.typed.grid import (
    BY_ENTRY,
    COUNTS,
    MOST_MONTHS,
    MOST_UNITS,
    NotACount,
    key_of,
    read_count,
    sum_fault,
)
from cjnudge.cases.typed.tables import LARGEST, read_month
from cjnudge.forms import DateField, GovukForm, uncapitalised
from cjnudge.periods import period_end, period_label, periods_between

BASIS_CHOICES = [
    (BY_ENTRY, "By the month a case entered"),
    ("recorded", "By the month the crime was recorded"),
    ("closed", "By the month the investigation was closed"),
]
BASIS_HINTS = {
    BY_ENTRY: "The month the suspect was identified, with what had happened to each case after the same number of "
    "days. The only way that can bear a verdict on whether something worked.",
    "recorded": "What has become, so far, of the crimes recorded in the month. Late months look unfinished.",
    "closed": "What was decided in the month, whenever the case began. The easiest to count, for description only.",
}
HOW_HINT = (
    "In your own words: from which system, which cases are eligible, what is left out. It is printed with the counts, "
    "and is needed before they become a snapshot"
)
LONGEST_UNIT = 120
LONGEST_TITLE = 200 - len(ENDING)


class MonthField(forms.CharField):
    """A month typed like 2025-03; gives its first day."""

    def clean(self, value):
        text = super().clean(value)
        try:
            return read_month(text)
        except (ValueError, OverflowError):
            raise ValidationError("Write the month like 2025-03.", code="month") from None


class BasisSelect(forms.RadioSelect):
    hints = BASIS_HINTS


class SettingsForm(GovukForm):
    """What the counts are. `values()` is what an operation takes."""

    mark_optional = False  # each hint says when it is needed
    title_field = forms.CharField(
        label="Title",
        max_length=LONGEST_TITLE,
        help_text="For example: Eligible cases of Watford and Stevenage, 2024 and 2025",
    )
    units = forms.MultipleChoiceField(
        label="Units",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="From the register of units",
    )
    more_units = forms.CharField(
        label="Units that are not in the register",
        required=False,
        max_length=MOST_UNITS * (LONGEST_UNIT + 2),
        widget=forms.Textarea({"rows": 3}),
        help_text="One a line. Leave it empty if there are none",
    )
    first_month = MonthField(label="First month", help_text="For example, 2024-04")
    last_month = MonthField(label="Last month", help_text=f"At most {MOST_MONTHS} months in all")
    basis = forms.ChoiceField(
        label="Which month does a case count in?", choices=BASIS_CHOICES, widget=BasisSelect
    )
    follow_up_days = forms.CharField(
        label="Days of follow-up",
        required=False,
        max_length=5,
        widget=forms.TextInput({"inputmode": "numeric"}),
        help_text="By month of entry only: after how many days you looked at each case. Usually 120",
    )
    as_at = DateField(
        label="As at", help_text="The day on which the counts were made. For example, 27 3 2026"
    )
    how_counted = forms.CharField(
        label="How were they counted?",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=HOW_HINT,
    )
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, units, today, **options):
        super().__init__(*args, **options)
        self.today = today
        if units:
            self.fields["units"].choices = [(name, name) for name in units]
        else:
            del self.fields["units"]
            self.fields["more_units"].label = "Units"
            self.fields["more_units"].help_text = "One a line: the places or teams that you count"

    def clean(self):
        cleaned = super().clean()
        cleaned["unit_names"] = self._unit_names(cleaned)
        if not self.errors.keys() & {"first_month", "last_month", "as_at"}:
            self._check_months(cleaned)
        if "basis" in cleaned:
            self._check_follow_up(cleaned)
        return cleaned

    def _unit_names(self, cleaned):
        typed = [line.strip() for line in (cleaned.get("more_units") or "").splitlines() if line.strip()]
        names = [*cleaned.get("units", []), *typed]
        if not names:
            self.add_error("units" if "units" in self.fields else "more_units", "Name at least one unit.")
        if len(names) > MOST_UNITS:
            self.add_error("more_units", f"At most {MOST_UNITS} units can be typed: leave some out.")
        if any(len(name) > LONGEST_UNIT or "\t" in name for name in typed):
            self.add_error("more_units", f"A unit's name has at most {LONGEST_UNIT} characters and no tab.")
        if len(set(names)) < len(names):
            self.add_error("more_units", "A unit is named twice: leave one out.")
        return names

    def _check_months(self, cleaned):
        first, last = cleaned["first_month"], cleaned["last_month"]
        if last < first:
            self.add_error("last_month", "The last month must not come before the first.")
        elif first.year < 2000 or len(periods_between(first, last, "month")) > MOST_MONTHS:
            self.add_error("last_month", f"At most {MOST_MONTHS} months, the first of them after 1999.")
        if cleaned["as_at"] > self.today:
            self.add_error("as_at", "The day the counts were made cannot lie ahead.")
        elif period_end(last, "month") > cleaned["as_at"]:
            self.add_error(
                "last_month", "The last month was not over on the day of “As at”: end with one that was."
            )

    def _check_follow_up(self, cleaned):
        text = cleaned.get("follow_up_days") or ""
        cleaned["days"] = None
        if cleaned["basis"] != BY_ENTRY:
            if text:
                self.add_error(
                    "follow_up_days", "Only counts by month of entry have a follow-up: leave it empty."
                )
            return
        try:
            cleaned["days"] = FOLLOW_UP.read(text)
        except ValueError as problem:
            self.add_error("follow_up_days", f"By month of entry a follow-up is needed: {problem}.")

    def values(self):
        given = self.cleaned_data
        same = {name: given[name] for name in ("first_month", "last_month", "basis", "as_at")}
        return same | {
            "title": given["title_field"],
            "units": given["unit_names"],
            "follow_up_days": given["days"],
            "how_counted": given["how_counted"].replace("\r\n", "\n").strip(),
        }


class UnitForm(GovukForm):
    """The months of one unit, four boxes each. `table()` is what the page lays out, `rows()` what is kept.

    hidden: first days of months whose stored counts are not shown. Left empty, they stay as they are.
    """

    base = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, months, cells, base, hidden=(), **options):
        self.months = months
        self.hidden = {month for month in hidden if cells.get(key_of(month))}
        initial = {"base": base}
        for number, month in enumerate(months):
            if month in self.hidden:
                continue
            initial |= {f"{key}_{number}": cells.get(key_of(month), {}).get(key) for key in COUNTS}
        super().__init__(*args, initial=initial, **options)
        for number, month in enumerate(months):
            for key, label in COUNTS.items():
                self.fields[f"{key}_{number}"] = _box(f"{label}, {period_label(month, 'month')}")

    def clean(self):
        cleaned = super().clean()
        for number in range(len(self.months)):
            for key in COUNTS:
                self._read(f"{key}_{number}")
            fault = sum_fault(self._cell(number))
            if fault:
                self.add_error(
                    f"eligible_{number}",
                    f"{period_label(self.months[number], 'month')}: {uncapitalised(fault)}",
                )
        return cleaned

    def _read(self, name):
        try:
            self.cleaned_data[name] = read_count(self.cleaned_data.get(name) or "")
        except NotACount as problem:
            self.add_error(name, f"{self.fields[name].label}: {uncapitalised(str(problem))}")

    def _cell(self, number):
        return {key: self.cleaned_data.get(f"{key}_{number}") for key in COUNTS}

    def rows(self):
        """{month: counts}"""
        return {key_of(month): self._cell(number) for number, month in enumerate(self.months)}

    def untouched(self):
        """The hidden months for which nothing was typed, as `rows` names them."""
        rows, hidden = self.rows(), map(key_of, self.hidden)
        return [month for month in hidden if all(count is None for count in rows[month].values())]

    def table(self):
        """[{"month" in words, whether it is "hidden", its bound "boxes", those of them that are "faulty"}]"""
        return [self._row(number, month) for number, month in enumerate(self.months)]

    def _row(self, number, month):
        boxes = [self[f"{key}_{number}"] for key in COUNTS]
        return {
            "month": period_label(month, "month"),
            "hidden": month in self.hidden,
            "boxes": boxes,
            "faulty": [box for box in boxes if box.errors],
        }


def _box(label):
    attributes = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "aria-label": label,
        "class": "govuk-input--width-4",
    }
    return forms.CharField(label=label, required=False, max_length=20, widget=forms.TextInput(attributes))


class TableForm(GovukForm):
    """Rows copied out of a spreadsheet, or the template filled in."""

    mark_optional = False
    submit_label = "Put them in"
    pasted = forms.CharField(
        label="Rows from a spreadsheet",
        required=False,
        max_length=LARGEST,
        strip=False,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
        help_text="Copy the cells there and paste them here",
    )
    file = forms.FileField(
        label="Or the template, filled in",
        required=False,
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        help_text="A CSV file in UTF-8",
        error_messages={"empty": "The file is empty: choose another."},
    )

    def clean(self):
        cleaned = super().clean()
        if self.errors:
            return cleaned
        pasted, file = cleaned.get("pasted", "").strip("\r\n"), cleaned.get("file")
        if bool(pasted) == bool(file):
            self.add_error("pasted", "Paste rows or choose a file, one of the two.")
        cleaned["given"] = (
            (pasted, "\t", "") if pasted else (self._text(file), ",", "the file") if file else None
        )
        return cleaned

    def _text(self, file):
        try:
            return file.read(4 * LARGEST + 1).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error(
                "file", "The file is not text in UTF-8: save it as “CSV UTF-8” and choose it again."
            )
            return ""


class SnapshotForm(GovukForm):
    """The last question before the counts become a snapshot."""

    submit_label = "Make a snapshot"
    base = forms.CharField(widget=forms.HiddenInput)
    rehearsal_only = forms.BooleanField(
        label="Rehearsal only: everything made from these counts says so",
        required=False,
        help_text="Real counts need a complete safeguards record unless this is ticked",
    )

    def __init__(self, *args, practice, **options):
        super().__init__(*args, **options)
        if practice:
            del self.fields["rehearsal_only"]
