"""The optional part of setting a survey up: everything on this page is off until a lead asks for it."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from cjnudge.forms import DateField
from surveys.forms.step import StepForm
from surveys.queries import options
from surveys.queries.instruments import instrument_of
from surveys.rules import ANSWERS_FOR_EXTRACT, OFFICERS_FOR_VIGNETTES

LATER = "More than one survey"


class MoreForm(StepForm):
    """Short cases, languages, results before the close, an extract, a survey to compare with, a training session."""

    intro = "None of this is needed. Leave the page as it is for a plain survey."
    mark_optional = False  # everything is
    modules = forms.MultipleChoiceField(
        label="Which short cases are asked too?", widget=forms.CheckboxSelectMultiple, required=False
    )
    ethics_reference = forms.CharField(
        label="Reference of the ethics review",
        max_length=120,
        required=False,
        help_text="Needed for the cases with details that vary, and for nothing else. These need at least "
        f"{OFFICERS_FOR_VIGNETTES} people who are asked, too.",
    )
    languages = forms.MultipleChoiceField(
        label="In which languages beside English?",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Translations that your force has completed and published.",
    )
    first_batch_on = DateField(
        label="First results before the close",
        required=False,
        help_text="For a long survey. The notice names the day; a random part of the answers is let out on it, and at "
        "least 20 stay behind.",
    )
    second_batch_on = DateField(label="Second results before the close", required=False)
    promises_extract = forms.BooleanField(
        label="Promise that researchers may get single answers",
        required=False,
        help_text="The notice says so. Scaled answers alone, without area, role or service, from "
        f"{ANSWERS_FOR_EXTRACT} answers on.",
    )
    follows = forms.ChoiceField(
        label="With which earlier survey is it compared?",
        required=False,
        help_text="A closed one of the same instrument.",
    )
    session = forms.ChoiceField(label="Which training session is it about?", required=False)

    def __init__(self, *args, wave, **given):
        super().__init__(*args, wave=wave, **given)
        self.earlier = {str(one.pk): one for one in options.earlier_waves(wave)}
        self.sessions = {str(one.pk): one for one in options.sessions_of(wave.force)} if wave.occasion else {}
        self._offer(wave)
        self.sections = [
            (legend, [name for name in names if name in self.fields]) for legend, names in SECTIONS
        ]
        self.sections = [section for section in self.sections if section[1]]

    def _offer(self, wave):
        """The choices that there are; a question without any is not asked."""
        offered = {
            "modules": [(key_of(one), module_label(one)) for one in options.modules_for(instrument_of(wave))],
            "languages": [(tag, words.get("page.language_name", tag)) for tag, words in languages(wave)],
            "follows": [
                (key, f"{one.title}, closed {day(one.ended_at)}") for key, one in self.earlier.items()
            ],
            "session": [(key, f"{one.title}, {day(one.held_on)}") for key, one in self.sessions.items()],
        }
        for name, choices in offered.items():
            if not choices:
                del self.fields[name]
                continue
            none = [("", "None")] if name in ("follows", "session") else []
            self.fields[name].choices = [*none, *choices]

    def initial_of(self, wave):
        first, second, *_ = [*map(date.fromisoformat, wave.batch_days), None, None]
        return {
            "modules": [f"{key}.{version}" for key, version in wave.modules],
            "ethics_reference": wave.ethics_reference,
            "languages": wave.languages,
            "first_batch_on": first,
            "second_batch_on": second,
            "promises_extract": wave.promises_extract,
            "follows": str(wave.follows_id or ""),
            "session": str(wave.session_id or ""),
        }

    def clean(self):
        found = super().clean()
        first, second = found.get("first_batch_on"), found.get("second_batch_on")
        if second and not (first and first < second):
            raise ValidationError({"second_batch_on": "The second day must come after the first."})
        return found

    def values(self):
        found = self.cleaned_data
        batches = (found["first_batch_on"], found["second_batch_on"])
        chosen = [value.rpartition(".") for value in found.get("modules", [])]
        return {
            "modules": [[key, int(version)] for key, _, version in chosen],
            "ethics_reference": found["ethics_reference"],
            "languages": found.get("languages", []),
            "batch_days": [str(day) for day in batches if day],
            "promises_extract": found["promises_extract"],
            "follows": self.earlier.get(found.get("follows")),
            "session": self.sessions.get(found.get("session")),
        }


SECTIONS = (
    ("Training", ("session",)),
    ("Short cases", ("modules", "ethics_reference")),
    ("Languages", ("languages",)),
    ("Results before the close", ("first_batch_on", "second_batch_on")),
    ("Researchers", ("promises_extract",)),
    (LATER, ("follows",)),
)


def languages(wave):
    return options.languages_for(wave).items()


def key_of(module):
    return f"{module.key}.{module.version}"


def module_label(module):
    """Its name with the minutes that it adds."""
    minutes = module.extra_minutes
    return f"{module.title}: {minutes} minute{'' if minutes == 1 else 's'} more"


def day(moment):
    return f"{moment:%-d %B %Y}" if moment else "–"
