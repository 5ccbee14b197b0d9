"""Adding and changing units."""

from django import forms

from cjnudge.accounts.models.force import unit_levels
from cjnudge.accounts.unit_file import LARGEST
from cjnudge.forms import DateField, GovukForm

KEY_HELP = "Used in files. Lower-case letters, digits, hyphens and underscores, such as watford-north."
DIRECTLY = "Directly under the force"


class UnitField(forms.TypedChoiceField):
    """A select of units, indented as in the tree, that gives a Unit (None for the force itself)."""

    def __init__(self, *, rows, empty_label, **options):
        units = {str(unit.id): unit for _, unit in rows}
        choices = [(str(unit.id), f"{'– ' * depth}{unit.name}") for depth, unit in rows]
        super().__init__(choices=[("", empty_label), *choices], coerce=units.get, empty_value=None, **options)


class NamedUnitForm(GovukForm):
    """What every unit has that may be corrected later."""

    name = forms.CharField(label="Name", max_length=120, help_text="As officers know it")
    level = forms.ChoiceField(label="Level", choices=unit_levels, widget=forms.RadioSelect)
    starts_on = DateField(
        label="First day", help_text="The day from which decisions are made there. For example, 1 4 2024"
    )


class AddUnitForm(NamedUnitForm):
    title = "Add a unit"
    mark_optional = False  # the empty choice says what it means
    submit_label = "Add the unit"
    key = forms.RegexField(
        r"^[a-z0-9][a-z0-9_-]*$",
        label="Key",
        max_length=60,
        help_text=KEY_HELP,
        error_messages={"invalid": "Write the key in lower-case letters, digits, hyphens and underscores."},
    )
    field_order = ["name", "key", "level", "parent", "starts_on"]

    def __init__(self, *args, rows, **options):
        super().__init__(*args, **options)
        self.fields["parent"] = UnitField(
            rows=rows,
            empty_label=DIRECTLY,
            label="Part of",
            required=False,
            help_text="Areas hold stations and teams, stations hold teams.",
        )
        self.order_fields(self.field_order)


class EditUnitForm(NamedUnitForm):
    title = "Correct the unit"
    intro = "For what was typed wrongly. If the unit really changed, move, merge or close it instead."
    submit_label = "Save"


class MoveUnitForm(GovukForm):
    mark_optional = False  # the empty choice says what it means
    submit_label = "Move the unit"
    from_on = DateField(
        label="From which day?", help_text="The first day under the new parent. For example, 1 4 2026"
    )
    field_order = ["parent", "from_on"]

    def __init__(self, *args, rows, **options):
        super().__init__(*args, **options)
        self.fields["parent"] = UnitField(rows=rows, empty_label=DIRECTLY, label="New parent", required=False)
        self.order_fields(self.field_order)


class MergeUnitForm(GovukForm):
    submit_label = "Merge the unit"
    submit_style = "warning"
    from_on = DateField(
        label="From which day?", help_text="The first day on which the unit is part of the other."
    )
    field_order = ["into", "from_on"]

    def __init__(self, *args, rows, **options):
        super().__init__(*args, **options)
        self.fields["into"] = UnitField(
            rows=rows,
            empty_label="Choose a unit",
            label="Becomes part of",
            error_messages={"required": "Choose the unit that it becomes part of."},
        )
        self.order_fields(self.field_order)


class CloseUnitForm(GovukForm):
    submit_label = "Close the unit"
    submit_style = "warning"
    last_on = DateField(label="Last day", help_text="The unit exists up to and including this day.")


class UploadForm(GovukForm):
    submit_label = "Upload the units"
    file = forms.FileField(
        label="CSV file",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"empty": "The file is empty: write one line for each unit below the header."},
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB: send the units in several files.")
        return file
