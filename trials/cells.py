"""A run's own cells: the counts its report was computed from, kept with it as canonical JSON.

Rows are [place, period, …], places and periods by their position in `places` and `periods`. `counts[basis]`
goes on with numerator and denominator, `parts[basis]` with one count for each of `part_keys` (they add up to
`parts_of`). Where follow-up is known, `flow` gives [entered, followed in full] by group and side, and `entries[basis]`
goes on with the eligible cases that entered and all decisions that were screened (None where the feed does not say).
"""

import json
from dataclasses import asdict, dataclass, field

from trials.stats.canonical import canonical_json


@dataclass(frozen=True)
class Place:
    """A force or unit; `territorial` is None where the feed does not say."""

    name: str
    territorial: bool | None


@dataclass(frozen=True)
class Period:
    """First day (ISO) and the label a page shows."""

    on: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Counts of one measure in one snapshot, on every basis the snapshot has."""

    places: tuple[Place, ...]
    periods: tuple[Period, ...]
    counts: dict
    parts: dict
    part_keys: tuple[str, ...]
    parts_of: str
    parts_refused: str
    flow: dict
    follow_up_days: int | None
    synthetic: bool
    entries: dict = field(default_factory=dict)  # runs of before it was kept have none

    def to_json(self):
        return canonical_json(asdict(self))

    @classmethod
    def from_json(cls, text):
        values = json.loads(text)
        places = tuple(Place(**item) for item in values["places"])
        periods = tuple(Period(**item) for item in values["periods"])
        lists = {"places": places, "periods": periods, "part_keys": tuple(values["part_keys"])}
        return cls(**{**values, **lists})

    def label(self, on):
        """The label of the period that begins on that day."""
        return next(period.label for period in self.periods if period.on == on)

    def shares(self, basis):
        """{place: {period: (numerator, denominator)}} of the measure, empty cells left out."""
        return {
            place: {on: (row[0], row[1]) for on, row in rows.items() if row[1] > 0}
            for place, rows in self._by_place(self.counts.get(basis, [])).items()
        }

    def disposals(self, basis):
        """{place: {period: one count for each of `part_keys`}}, cells without any case left out."""
        return {
            place: {on: tuple(row) for on, row in rows.items() if sum(row) > 0}
            for place, rows in self._by_place(self.parts.get(basis, [])).items()
        }

    def entered(self, basis):
        """{(place, period): (eligible cases that entered, all decisions or None)}; empty where it is not known."""
        return {
            (self.places[place].name, self.periods[period].on): (entered, screened)
            for place, period, entered, screened in self.entries.get(basis, [])
        }

    def _by_place(self, rows):
        found = {}
        for place, period, *values in rows:
            found.setdefault(self.places[place].name, {})[self.periods[period].on] = values
        return found
