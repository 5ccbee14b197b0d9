"""The counts one look of a trial is computed from, kept with its run as canonical JSON.

Rows are [place, period, …], each by its position in `places` and `periods`. `counts` go on with numerator and
denominator of the primary outcome, `parts` with one count for each of `part_keys`, `entries` with eligible cases that
entered, all decisions (None where not known) and those followed in full, `exposed` with 0 or 1. An observed cell
without a case has a row of noughts; a cell that was not observed has none.
"""

import json
from dataclasses import dataclass, field

from trials.cells import Period
from trials.stats.canonical import canonical_json

FORMAT = "trial-cells-1"
PROPORTION, MEAN, RATE, BANDS = "proportion", "mean", "rate", "bands"
COUNTED, NOT_MATURE, NOT_SUPPLIED = "counted", "not_mature", "not_supplied"


@dataclass(frozen=True)
class UnitArm:
    """A unit of the plan. `arm` is "" where whole units were allocated, else that of the unit's cases counted here."""

    unit: str
    arm: str = ""


@dataclass(frozen=True, kw_only=True)
class LineCells:
    """One outcome beside the primary: rows of [place, period, numerator, denominator], of a mean n, mean and sd, of a
    rate events and how many were to be expected. Of bands of officers rows are [name, arm, 1 with the nudge in force,
    1 or 2 for the earlier or later survey, answers, mean, sd], as the surveys let them out.

    state: counted; not_mature, until `mature_on` (ISO), with the cases `entered` and those `followed` for this
    outcome; or not_supplied, with the reason in `text`. Without "counted" there are no rows.
    """

    kind: str = PROPORTION
    state: str = COUNTED
    rows: tuple = ()
    follow_up_days: int = 0
    mature_on: str = ""
    entered: int = 0
    followed: int = 0
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class TrialCells:
    """Counts of a trial's periods 1 to `up_to_period` on one snapshot, every case of them followed in full.

    `windows` counts the primary outcome within other windows of days ({"60": rows}), `groups` by each subgroup
    column of the plan ([place, period, group, numerator, denominator]); `groups_refused` says why one has none.
    `timing` rows are [place, period, position in `causes`, [lag, count, lag, count …]], lags in steps of `lag_step`
    days rounded up. `absent` are units of the plan that the snapshot does not know. `later_hash` is that of the later
    snapshot from which outcomes came that had not been followed in `snapshot_hash`, "" without one. `not_found` counts
    enrolled cases of which the snapshot has no row, `enrolled` by arm those enrolled by the end of the last period.
    `surveys` says which two the bands are from and which were left out, {} without any.
    """

    places: tuple[UnitArm, ...]
    periods: tuple[Period, ...]
    up_to_period: int
    follow_up_days: int
    snapshot_hash: str
    as_at: str
    counts: tuple
    parts: tuple
    part_keys: tuple[str, ...]
    parts_refused: str
    entries: tuple
    outcomes: dict = field(default_factory=dict)
    windows: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    groups_refused: dict = field(default_factory=dict)
    exposed: tuple = ()
    timing: tuple = ()
    causes: tuple[str, ...] = ()
    lag_step: int = 1
    absent: tuple[str, ...] = ()
    synthetic: bool = False
    later_hash: str = ""
    not_found: int = 0
    enrolled: dict = field(default_factory=dict)
    surveys: dict = field(default_factory=dict)

    def to_json(self):
        """Canonical JSON: what a run keeps."""
        inside = {
            "places": [vars(one) for one in self.places],
            "periods": [vars(one) for one in self.periods],
            "outcomes": {key: vars(line) for key, line in self.outcomes.items()},
        }
        return canonical_json({"format": FORMAT, **vars(self), **inside})

    @classmethod
    def from_json(cls, text):
        """The cells that `to_json` wrote; ValueError for another format."""
        values = json.loads(text)
        if values.pop("format", None) != FORMAT:
            raise ValueError("These cells were written by another version of the software.")
        made = {
            "places": tuple(UnitArm(**one) for one in values["places"]),
            "periods": tuple(Period(**one) for one in values["periods"]),
            "outcomes": {
                key: LineCells(**{**one, "rows": _frozen(one["rows"])})
                for key, one in values["outcomes"].items()
            },
        }
        frozen = {name: _frozen(held) for name, held in values.items() if isinstance(held, list)}
        inside = {
            name: {key: _frozen(rows) for key, rows in values[name].items()} for name in ("windows", "groups")
        }
        return cls(**{**values, **frozen, **inside, **made})

    def named(self, rows):
        """(UnitArm, period's number from 1, what follows) of every row."""
        return [(self.places[row[0]], row[1] + 1, tuple(row[2:])) for row in rows]

    def lags(self):
        """(UnitArm, period's number, cause, lag in days, count) of every entry of the timing rows."""
        return [
            (place, period, self.causes[cause], lag, count)
            for place, period, (cause, pairs) in self.named(self.timing)
            for lag, count in zip(pairs[::2], pairs[1::2], strict=True)
        ]


def is_trial_cells(text):
    """Whether a run's stored cells are a trial's, and not those of a comparison."""
    return json.loads(text).get("format") == FORMAT


def _frozen(value):
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
