"""Bringing files in: what kind they are, and what the files themselves do not say."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.cases.operations.importing import LONGEST_TITLE
from cjnudge.forms import DateField, GovukForm

MAPPING, FEED = "mapping", "feed"
ACCEPTED = {"cases": ".csv,.gz,.zip,text/csv", "counts": ".csv,.gz,.zip,.xlsx,text/csv"}
SYNTHETIC = "These files are made up: no real case is in them"


class KindForm(GovukForm):
    """What kind of file it is; the answer leads to the page that takes it."""

    title = "What kind of file is it?"
    form_method = "get"
    submit_label = "Continue"
    kind = forms.ChoiceField(
        label="Kind of file",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what kind of file it is.",
            "invalid_choice": "Choose one of these kinds.",
        },
    )

    def __init__(self, *args, versions, feeds, **options):
        super().__init__(*args, **options)
        mapped = [
            (f"{MAPPING}-{one.mapping_id}", f"An extract of cases, read with “{one.mapping.name}”")
            for one in versions
        ]
        others = [(f"{FEED}-{feed.key}", feed.heading) for feed in feeds]
        self.fields["kind"].choices = [*mapped, *others]
        self.fields["kind"].widget.hints = {f"{FEED}-{feed.key}": feed.source for feed in feeds}


class FilesInput(forms.FileInput):
    """A file input that takes several at once."""

    allow_multiple_selected = True


class UploadForm(GovukForm):
    """What is said of the files, and the files, which stand last: they are read while they arrive.

    A field that a kind of file has no use for is not there.
    """

    form_tag = False  # the page's own form element shows how much has been sent
    mark_optional = False  # what may be left empty says what happens then
    submit_label = "Upload"
    title_of = forms.CharField(
        label="Title",
        required=False,
        max_length=LONGEST_TITLE,
        help_text="What the snapshot is called on the pages. Left empty, it is named after what it counts.",
    )
    as_at = DateField(
        label="Which day does the extract show?",
        required=False,
        help_text="The day on which it was taken out of the records system. For example, 27 3 2026",
    )
    added_to = forms.ChoiceField(
        label="Add the files to an earlier snapshot?",
        required=False,
        help_text="The result is a new snapshot of both; the earlier one stays as it is. Both must show the same day.",
    )
    rehearsal_only = forms.BooleanField(
        label="Rehearsal only",
        required=False,
        help_text="For data that no complete safeguards record covers. Everything made from them carries this mark "
        "for good, and none of it can bear a verdict or a decision.",
    )
    is_synthetic = forms.BooleanField(label=SYNTHETIC)
    files = forms.FileField(
        label="Files",
        required=False,
        help_text="A file’s name is kept only where it can name nobody; else it is called “file 1”, and so on.",
    )

    def __init__(self, *args, feed, force, snapshots, today, **options):
        super().__init__(*args, **options)
        self.feed, self.today = feed, today
        self._ask_options()
        self._offer_snapshots(snapshots)
        self.fields["as_at"].required = feed.has_cases
        if not feed.has_cases:
            self.fields["as_at"].help_text = "Left empty, it is the last day that the files count."
        unused = ["rehearsal_only"] if force.is_practice or feed.published else []
        for name in (*unused, *(() if force.is_practice else ("is_synthetic",))):
            del self.fields[name]
        self.fields["files"].widget = FilesInput({"accept": ACCEPTED[feed.schema], "multiple": True})
        self.order_fields(
            ["title_of", "as_at", *feed.options, "added_to", "rehearsal_only", "is_synthetic", "files"]
        )

    def _ask_options(self):
        for key, option in self.feed.options.items():
            label = f"{option.help[0].upper()}{option.help[1:]}"
            self.fields[key] = forms.CharField(
                label=label, required=option.default is None, max_length=100, validators=[readable_by(option)]
            )

    def _offer_snapshots(self, snapshots):
        if not snapshots:
            del self.fields["added_to"]
            return
        choices = [(str(one.pk), f"{one.title}, as at {one.as_at:%-d %B %Y}") for one in snapshots]
        self.fields["added_to"].choices = [("", "No: a snapshot of these files alone"), *choices]

    def clean_as_at(self):
        as_at = self.cleaned_data["as_at"]
        if as_at and as_at > self.today:
            raise ValidationError(
                "The day that the extract shows cannot lie ahead: enter the day it was taken."
            )
        return as_at

    def values(self):
        """{"title", "as_at", "rehearsal_only", "options"} for begin_upload."""
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title_of"],
            "as_at": cleaned["as_at"],
            "rehearsal_only": cleaned.get("rehearsal_only", False),
            "options": {key: cleaned[key] for key in self.feed.options if cleaned[key]},
        }


def readable_by(option):
    """A validator: what an option is given must be what its layout can read."""

    def check(text):
        try:
            option.read(text)
        except ValueError as wrong:
            words = str(wrong)
            raise ValidationError(f"{words[0].upper()}{words[1:]}.") from wrong

    return check
