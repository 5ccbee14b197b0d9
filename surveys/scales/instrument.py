"""What an instrument is: frozen values, as read from its file."""

from dataclasses import dataclass

POLARITIES = ("enabler", "need")  # agreement means it helps, or agreement means it is lacking
ORDERS = ("as written", "random within component")
PART_KINDS = ("count", "choice", "scale", "text")


@dataclass(frozen=True)
class Behaviour:
    """One behaviour, as actor, action, context, target and time; `statement` heads every page."""

    statement: str
    actor: str
    action: str
    context: str
    target: str
    time: str


@dataclass(frozen=True)
class Scale:
    """How the scaled items are answered; `outside` are answers that carry no score."""

    low: int
    high: int
    low_label: str
    high_label: str
    outside: tuple[str, ...]
    order: str


@dataclass(frozen=True)
class Item:
    """One scored statement. `reversed` means that agreeing speaks against the component.

    `relevant` is the condition on which it is asked (surveys.scales.conditions); "" where it always is.
    """

    id: str
    component: str
    domain: str
    text: str
    definition: str
    reversed: bool
    polarity: str
    occasions: tuple[str, ...]
    relevant: str = ""

    @property
    def keys(self):
        """The name of its answer, as a tuple of one."""
        return (self.id,)


@dataclass(frozen=True)
class Part:
    """One thing to fill in: a count, a choice, a mark on a scale from 0 to 10, or a text."""

    kind: str
    text: str
    hint: str
    choices: tuple[str, ...]
    low: int
    high: int
    longest: int


@dataclass(frozen=True)
class Question:
    """A question outside the scales, in one part or several; `relevant` as in an Item."""

    id: str
    about: str
    parts: tuple[Part, ...]
    occasions: tuple[str, ...]
    relevant: str = ""

    @property
    def keys(self):
        """The names of its answers: its id, or `id.1`, `id.2` … where it has several parts."""
        if len(self.parts) == 1:
            return (self.id,)
        return tuple(f"{self.id}.{number}" for number in range(1, len(self.parts) + 1))


@dataclass(frozen=True)
class Scenario:
    """A short case to judge. Scenarios of one `form` are shown together; forms are parallel."""

    id: str
    form: str
    text: str
    choices: tuple[str, ...]
    occasions: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """What an officer reads before the first question, part by part."""

    agreement: str
    purpose: str
    who_sees: str
    limits: str
    kept: str
    withdrawal: str
    contact: str


@dataclass(frozen=True)
class Instrument:
    """A questionnaire in one version. A change of any word is a new version in a new file."""

    key: str
    version: int
    title: str
    about: str
    standing: str
    adapted: str
    behaviour: Behaviour
    scale: Scale
    notice: Notice
    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]
    occasions: tuple[str, ...]

    def asked_on(self, entries, occasion):
        """Those of `entries` that are asked on an occasion; all of them where there is only one fielding."""
        return tuple(entry for entry in entries if not entry.occasions or occasion in entry.occasions)

    @property
    def components(self):
        """The component codes that are asked about, in the order of the file."""
        return tuple(dict.fromkeys(item.component for item in self.items))
