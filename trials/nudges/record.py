"""What a record of a nudge holds: enough that somebody else could repeat it (the items of TIDieR)."""

import hashlib
import json
from dataclasses import asdict, dataclass

from trials.frozen_values import built, frozen
from trials.nudges.reference import CRITERIA
from trials.stats.canonical import canonical_json

FORMAT = "nudge-1"


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where the idea came from: `kind` is "survey", "floor", "training" or "finished".

    survey: the id of the wave, its title and the component; `suggestions` is ((function, (mapping in its edition, …)),
    …) as they stood when the draft was made. training: the id and title of the session. finished: the key of the entry.
    """

    kind: str = "floor"
    id: str = ""
    title: str = ""
    component: str = ""
    suggestions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    idea: str = ""
    synthetic: bool = False


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One APEASE criterion: a score from 0 to 3, None until it is given, and the sentence that goes with it."""

    key: str
    score: int | None = None
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What the officer sees, by the SHA-256 of its bytes, and what it shows in words."""

    sha256: str
    alt: str


@dataclass(frozen=True, kw_only=True)
class NudgeRecord:
    """One version of a nudge. Texts are empty until written; trials.nudges.approval says what is still lacking."""

    behaviour: str = ""
    why: str = ""
    components: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    tag: str = ""
    policy: str = ""
    wording: str = ""
    who: str = ""
    materials: str = ""
    where: str = ""
    when: str = ""
    dose: str = ""
    tailoring: str = ""
    fidelity: str = ""
    burden: str = ""
    reversal: str = ""
    apease: tuple[Criterion, ...] = tuple(Criterion(key=key) for key in CRITERIA)
    owner: str = ""
    impact_assessment: str = ""
    stop_rules: str = ""
    evidence_grade: str = ""
    evidence: str = ""
    officer_notice: str = ""
    notice_in_trial: bool = False
    origin: Origin = Origin()
    pictures: tuple[Picture, ...] = ()

    def to_json(self):
        """Canonical JSON: the text that is stored, and approved."""
        return canonical_json({"format": FORMAT, **asdict(self)})

    @classmethod
    def from_json(cls, text):
        """The record that `to_json` wrote; ValueError for another format."""
        values = json.loads(text)
        if values.pop("format", None) != FORMAT:
            raise ValueError("This nudge was written by another version of the software: write it again.")
        return cls(**{name: _value(name, held) for name, held in values.items()})


LISTS = {"apease": Criterion, "pictures": Picture}


def digest_of(text):
    """SHA-256 of a record's text: names exactly what was read before it was approved."""
    return hashlib.sha256(text.encode()).hexdigest()


def _value(name, held):
    if name in LISTS:
        return tuple(built(LISTS[name], one) for one in held)
    return built(Origin, held) if name == "origin" else frozen(held)
