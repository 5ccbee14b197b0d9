"""The whole of a plan as one value: the engine's plan, the data it reads, and why the dates were chosen.

Its canonical JSON is what a seal is taken over, so nothing that could move a figure is left out of it: places
and periods are listed by name, never by a rule that a later snapshot could answer differently.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from trials.stats.canonical import canonical_json

FORMAT = 1


@dataclass(frozen=True)
class Contrast:
    """Which periods stand for before and after, by first day (ISO).

    `washout`, from the start on, and `excluded` count for neither side.
    """

    key: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    washout: tuple[str, ...] = ()

    @property
    def span(self):
        """Every period of the contrast in time order: the engine's periods 1, 2, 3 …"""
        return tuple(sorted({*self.before, *self.after, *self.excluded, *self.washout}))

    @property
    def start(self):
        """The first period after the change, washed out or not."""
        return min((*self.washout, *self.after))


@dataclass(frozen=True, kw_only=True)
class DataPart:
    """Which counts the analysis reads. `comparison_rule` says in a word how `comparison` was listed."""

    feed: str
    snapshot_hash: str
    measure: str
    measure_version: str
    basis: str
    grain: str
    grouping: str
    treated: tuple[str, ...]
    comparison: tuple[str, ...]
    comparison_rule: str
    primary: Contrast
    sensitivity: tuple[Contrast, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanBody:
    """Everything a plan says. `analysis` holds the fields of the engine's Plan."""

    kind: str
    written_after_data_seen: bool
    analysis: dict
    data: DataPart
    reason_for_dates: str
    known_when_written: str

    def to_json(self):
        """Canonical JSON: the text that is stored and sealed."""
        return canonical_json({"format": FORMAT, **asdict(self)})

    @classmethod
    def from_json(cls, text):
        """The plan that `to_json` wrote."""
        values = json.loads(text)
        if values.pop("format") != FORMAT:
            raise ValueError("This plan was written by another version of the software: write a new version.")
        return cls(**{**values, "data": _data_part(values["data"])})


def seal_of(text):
    """SHA-256 over the canonical JSON in UTF-8: 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _data_part(values):
    lists = {name: tuple(values[name]) for name in ("treated", "comparison")}
    contrasts = {
        "primary": _contrast(values["primary"]),
        "sensitivity": tuple(_contrast(item) for item in values["sensitivity"]),
    }
    return DataPart(**{**values, **lists, **contrasts})


def _contrast(values):
    lists = {name: tuple(values[name]) for name in ("before", "after", "excluded", "washout")}
    return Contrast(**{**values, **lists})
