"""What a page shows of its questions: every answer with its id, the words a screen reader says, and what was given."""

from dataclasses import dataclass

from surveys.answering.words import ENGLISH


@dataclass(frozen=True)
class Mark:
    """One radio button. `spoken` is read out after the label and not seen."""

    id: str
    value: str
    label: str
    spoken: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One question on a page. Its ids come from its place: what an author called it may be no id."""

    id: str
    name: str
    kind: str
    legend: str
    hint: str
    numbers: tuple[Mark, ...]
    choices: tuple[Mark, ...]
    low_end: str
    high_end: str
    text: str
    longest: int
    fault: str

    @property
    def first_id(self):
        """Where the error summary leads: the first thing to put the cursor in."""
        marks = self.numbers + self.choices
        return marks[0].id if marks else self.id

    @property
    def described_by(self):
        parts = (self.hint and f"{self.id}-hint", self.fault and f"{self.id}-error")
        return " ".join(part for part in parts if part)


def fields_of(page, contents, faults=()):
    """The Fields of a page with the answers given so far."""
    said = {fault.key: fault.words for fault in faults}
    return [
        _field(f"q{number}", asked, contents, said.get(asked.key, ""))
        for number, asked in enumerate(page.asked, 1)
    ]


def choice_field(id, name, legend, choices, chosen):
    """A Field of one choice out of {value: label}."""
    marks = tuple(
        Mark(f"{id}-{number}", value, label, "", value == chosen)
        for number, (value, label) in enumerate(choices.items(), 1)
    )
    return Field(id, name, "choice", legend, "", (), marks, "", "", "", 0, "")


def line_field(id, name, legend, hint, text, fault):
    """A Field of a few characters to type."""
    return Field(id, name, "line", legend, hint, (), (), "", "", text, 0, fault)


def given(asked, contents, words=ENGLISH):
    """The answer as the page words it."""
    if asked.kind == "text":
        return contents.texts.get(asked.key) or words.say("not_answered")
    answer = contents.answers.get(asked.key)
    return words.say("not_answered") if answer is None else str(dict(asked.labelled).get(answer, answer))


def _field(id, asked, contents, fault):
    answer = contents.answers.get(asked.key)
    ends = {asked.low: asked.low_label, asked.high: asked.high_label}
    numbers = tuple(
        Mark(f"{id}-{number}", str(number), str(number), ends.get(number, ""), answer == number)
        for number in asked.numbers
    )
    choices = tuple(
        Mark(f"{id}-choice-{number}", choice, label, "", answer == choice)
        for number, (choice, label) in enumerate(asked.labelled, 1)
    )
    return Field(
        id, asked.key, asked.kind, asked.text, asked.hint, numbers, choices,
        f"{asked.low} {asked.low_label}" if asked.low_label else "",
        f"{asked.high} {asked.high_label}" if asked.high_label else "",
        contents.texts.get(asked.key, ""), asked.longest, fault,
    )  # fmt: skip
