"""Setting up a mapping: its name and the columns of the file."""

from django import forms

from cjnudge.cases import layout
from cjnudge.cases.operations.mappings import LONGEST_NAME
from cjnudge.cases.reading.header_lines import (
    FIRST_BYTES,
    MOST_COLUMNS,
    HeaderProblem,
    header_of,
    header_of_bytes,
)
from cjnudge.forms import GovukForm

FROM_FILE, FROM_LINE, FROM_LAYOUT = "file", "line", "layout"
# Characters of a pasted first line: the longest names of the most columns are fewer.
LONGEST_LINE = FIRST_BYTES
ASKED = {
    FROM_FILE: ("file", "Choose the file."),
    FROM_LINE: ("line", "Paste the first line of the file."),
}


class HeaderForm(GovukForm):
    """Where the names of the columns come from. `header` is what was found, a tuple of names."""

    mark_optional = False  # which of the two is needed follows from the answer above them
    submit_label = "Continue"
    source = forms.ChoiceField(label="Where are the names of the columns?", widget=forms.RadioSelect)
    file = forms.FileField(
        label="File",
        required=False,
        widget=forms.FileInput({"accept": ".csv,text/csv", "data-first-bytes": FIRST_BYTES}),
        help_text="A CSV file with a first line of column names. Nothing of it is stored.",
        error_messages={"empty": "The file is empty: choose another."},
    )
    line = forms.CharField(
        label="First line",
        required=False,
        max_length=LONGEST_LINE,
        strip=False,
        widget=forms.Textarea({"rows": 3, "spellcheck": "false"}),
        help_text=f"As it stands in the file, or copied out of a spreadsheet. At most {MOST_COLUMNS} columns.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.header = ()
        self.fields["source"].choices = self.sources()

    def sources(self):
        return [
            (FROM_FILE, "In a file: only its first line is read"),
            (FROM_LINE, "I paste the first line"),
        ]

    def clean(self):
        cleaned = super().clean()
        source = cleaned.get("source")
        if source in ASKED and not self.errors:
            self._read(*ASKED[source], cleaned)
        elif source == FROM_LAYOUT:
            self.header = tuple(layout.header())
        return cleaned

    def _read(self, name, request, cleaned):
        given = cleaned.get(name)
        if not given:
            self.add_error(name, request)
            return
        try:
            self.header = header_of(given) if name == "line" else header_of_bytes(given.read(FIRST_BYTES))
        except HeaderProblem as problem:
            self.add_error(name, str(problem))


class NewMappingForm(HeaderForm):
    """A name and the columns."""

    title = "Set up a mapping"
    intro = "A mapping says once how to read the columns and labels of the extract that your records system gives."
    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, help_text="For example: Athena crime and outcome extract"
    )
    field_order = ["name", "source", "file", "line"]

    def sources(self):
        return [*super().sources(), (FROM_LAYOUT, "The file follows the documented layout")]


class ChangedHeaderForm(HeaderForm):
    """The columns of a file that has changed; remembers which version was being read."""

    title = "Change which columns the file has"
    intro = "Columns of the same name keep what they are read as. New ones are to be set up on the next page."
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    field_order = ["source", "file", "line", "base"]
