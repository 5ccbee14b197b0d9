"""The form of a question outside the scales: what it measures, and one block for each thing to answer."""

import re

from django import forms

from surveys.forms.authoring import CONDITION, LISTED, Lines, PartForm, number, wording

MOST_PARTS = 8  # more on one page is no longer a short stack
KINDS = {
    "count": "A number, such as how many of ten",
    "choice": "One of several answers",
    "scale": "A mark on a scale",
    "text": "A few words of their own",
}
PART = {"text": "", "hint": "", "kind": "", "choices": [], "low": 0, "high": 0, "longest": 0}
NUMBERS = ("count", "scale")
NAME = re.compile(r"part_(\d+)_(\w+)")
_NARROW = {"class": "govuk-input--width-4"}


class QuestionForm(PartForm):
    """`part_2_text` is the text of the second thing to answer. A block left without a text is no part."""

    about = wording(
        "What does it measure?", help_text="For whoever reads the results: officers do not see it"
    )
    relevant = wording("Asked only if", help_text=CONDITION)
    occasions = forms.MultipleChoiceField(
        label="When is it asked? (every time, where none is ticked)",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, held, **options):
        super().__init__(*args, held=held, **options)
        self.parts = held.get("parts", [])
        self.places = range(1, min(len(self.parts) + 1, MOST_PARTS) + 1)
        for place in self.places:
            part = self.parts[place - 1] if place <= len(self.parts) else PART
            self.fields |= {f"part_{place}_{name}": field for name, field in fields_of(part).items()}

    @property
    def sections(self):
        whole = [name for name in ("about", "relevant", "occasions") if name in self.fields]
        blocks = [(self._legend(n), [f"part_{n}_{name}" for name in PART]) for n in self.places]
        return (("The question", whole), *blocks)

    def _legend(self, place):
        return f"Part {place}" if place <= len(self.parts) else "One part more (leave it empty for none)"

    def values(self):
        found = {name: value for name, value in super().values().items() if not NAME.fullmatch(name)}
        parts = [self._part(place) for place in self.places]
        return {**found, "parts": [part for part in parts if part["text"].strip()]}

    def _part(self, place):
        typed = {name: self.cleaned_data.get(f"part_{place}_{name}") for name in PART}
        return {name: PART[name] if value is None else value for name, value in typed.items()}

    def show(self, problems):
        """A problem of the n-th part that was kept belongs to the n-th block with a text."""
        filled = [n for n in self.places if self.cleaned_data.get(f"part_{n}_text", "").strip()]
        super().show([(self._field(field, filled), words) for field, words in problems])

    def _field(self, field, filled):
        part, _, name = field.partition(".")
        if not name:
            return field
        return f"part_{filled[int(part.removeprefix('part_')) - 1]}_{name}"


def fields_of(part):
    """The fields of one block, filled from a part."""
    return {
        "text": wording("Question", 2, initial=part["text"]),
        "hint": wording("Hint (if needed)", 2, initial=part["hint"]),
        "kind": forms.ChoiceField(
            label="How is it answered?",
            choices=[("", "Choose"), *KINDS.items()],
            required=False,
            initial=part["kind"],
        ),
        "choices": Lines(
            label="Answers to choose from",
            initial=part["choices"],
            help_text=f"Beside a number or a scale: answers outside it, such as “I have seen none”. {LISTED}",
        ),
        "low": number(
            "Lowest number", initial=_of(part, "low", NUMBERS), widget=forms.NumberInput(attrs=_NARROW)
        ),
        "high": number(
            "Highest number", initial=_of(part, "high", NUMBERS), widget=forms.NumberInput(attrs=_NARROW)
        ),
        "longest": number(
            "Most characters, of an answer in words",
            initial=_of(part, "longest", ("text",)),
            widget=forms.NumberInput(attrs=_NARROW),
        ),
    }


def _of(part, name, kinds):
    """The number as the box shows it: nothing where a part of this kind has none."""
    return part[name] if part["kind"] in kinds else None
