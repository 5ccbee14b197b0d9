"""The other forms of a wave: a new one, its people and codes, and what may be done after the launch."""

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.accounts.addresses import normalise_email
from cjnudge.forms import DateField, GovukForm
from surveys.models.waves import station_kinds
from surveys.rules import PEOPLE_OF_A_CODE

LARGEST_LIST = 1_500_000  # bytes; the rest of a body of 2 MB is the form around it
MOST_HEADCOUNT = 100_000


class NewWaveForm(GovukForm):
    """A title, an instrument, and the occasion where the instrument knows several."""

    submit_label = "Go on"
    wave_title = forms.CharField(
        label="Title of the survey",
        max_length=120,
        help_text="Officers see it, in mails too. For example, “Out-of-court resolutions, autumn 2026”",
    )
    instrument = forms.ChoiceField(label="Which instrument?", widget=forms.RadioSelect)

    def __init__(self, *args, instruments, **options):
        super().__init__(*args, **options)
        self.found = {}
        for one in instruments:
            for occasion in one.occasions or ("",):
                self.found[f"{one.key}.v{one.version}.{occasion}"] = (one, occasion)
        self.fields["instrument"].choices = [
            (value, f"{one.title}{f', {occasion}' if occasion else ''} (version {one.version})")
            for value, (one, occasion) in self.found.items()
        ]

    def values(self):
        instrument, occasion = self.found[self.cleaned_data["instrument"]]
        title = " ".join(self.cleaned_data["wave_title"].split())
        return {"title": title, "instrument": instrument, "occasion": occasion}


class PeopleForm(GovukForm):
    submit_label = "Upload the list"
    file = forms.FileField(
        label="The list", help_text="CSV in UTF-8, or a workbook (.xlsx, .ods); at most 1.5 MB"
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_LIST:
            raise ValidationError("The list is larger than 1.5 MB: upload it in parts.")
        return file


class CodeForm(GovukForm):
    submit_label = "Make a code"
    submit_style = "secondary"
    area = forms.CharField(
        label="For which area?", max_length=120, help_text="The first page says that the code stands for it"
    )
    kind = forms.ChoiceField(label="How is it used?", choices=station_kinds, widget=forms.RadioSelect)
    headcount = forms.IntegerField(
        label="How many people may use it?",
        min_value=PEOPLE_OF_A_CODE,
        max_value=MOST_HEADCOUNT,
        help_text=f"At least {PEOPLE_OF_A_CODE}",
        error_messages={
            "min_value": f"A code stands for an area of at least {PEOPLE_OF_A_CODE} people: join this area to another."
        },
    )


class ExtendForm(GovukForm):
    title = "Move the closing date"
    submit_label = "Move it"
    closes_on = DateField(label="New last day")


class ReplaceLinkForm(GovukForm):
    """Asks for the address alone, and gives nothing away."""

    title = "Send a new link"
    intro = (
        "For somebody who has lost theirs: the lost link opens nothing from then on. This page does not say whether "
        "the address is on the list, or whether its link was used: that is nobody's to know."
    )
    submit_label = "Send a new link"
    address = forms.EmailField(label="E-mail address", max_length=254)

    def clean_address(self):
        return normalise_email(self.cleaned_data["address"])
