"""The forms of translations: which language, and the words of one part beside the English."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import GovukForm
from surveys.instruments.languages import OFFERED, tag_of
from surveys.scales.language_tags import direction
from surveys.scales.translation import LONGEST

OTHER = "other"
LONG = 60  # characters; longer English gets a box of several lines


class LanguageForm(GovukForm):
    submit_label = "Begin"
    mark_optional = False
    language = forms.ChoiceField(
        label="Which language?",
        widget=forms.RadioSelect,
        choices=[*OFFERED.items(), (OTHER, "Another language")],
    )
    tag = forms.CharField(
        label="Tag of another language",
        required=False,
        max_length=12,
        help_text="As in BCP 47, such as pl for Polish or pt-BR for Portuguese in Brazil",
    )

    def clean(self):
        found = super().clean()
        if found.get("language") == OTHER and not tag_of(found.get("tag") or ""):
            raise ValidationError(
                {"tag": "Enter the tag of a language other than English, such as pl or pt-BR."}
            )
        return found

    def values(self):
        chosen = self.cleaned_data["language"]
        return tag_of(self.cleaned_data["tag"]) if chosen == OTHER else chosen


class WordsForm(GovukForm):
    """One box for each text. english: {address: text}; said: {address: words}."""

    mark_optional = False
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, english, said, seen, language, **options):
        super().__init__(*args, initial={"seen": seen}, **options)
        self.names = {address: f"text_{place}" for place, address in enumerate(english, 1)}
        for address, name in self.names.items():
            self.fields[name] = _box(english[address], said.get(address, ""), language)

    def values(self):
        return {address: self.cleaned_data[name] for address, name in self.names.items()}

    def show(self, problems):
        for address, words in problems:
            self.add_error(self.names.get(address), words)


def _box(english, said, language):
    """A box whose label is the English; a screen reader speaks what is typed in the other language."""
    if len(english) > LONG:
        widget = forms.Textarea(attrs={"lang": language, "dir": direction(language), "rows": 3})
    else:
        widget = forms.TextInput(attrs={"lang": language})
    hint = "Keep what stands in braces as it is" if "{" in english else ""
    return forms.CharField(
        label=english, required=False, max_length=LONGEST, initial=said, widget=widget, help_text=hint
    )
