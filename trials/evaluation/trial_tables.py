"""A trial's cells as the tables its engine reads: each unit in the arm it was allocated to, whatever was delivered."""

from dataclasses import dataclass, field

import pandas as pd

from trials.evaluation.trial_guardrails import Seen
from trials.evaluation.trial_limits import silent_words, unseen_words
from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.trial_plan import CONTROL
from trials.stats.strategy import all_designs
from trials.trial_cells import BANDS, COUNTED, MEAN, PROPORTION, RATE

COUNTS = ("events", "cases")
MEANS = ("n", "mean", "sd")
RATES = ("events", "exposure")
KEYS = ("unit", "period", "treated")
ENGINE_KINDS = {MEAN: "continuous", RATE: "rate", PROPORTION: "proportion"}
UNREAD = Seen(refused="Not supplied: this design compares shares of cases alone.")


@dataclass(frozen=True, kw_only=True)
class Material:
    """Tables of one look. `primary` and each of `outcomes` have unit, period, treated, their figures and, where the
    design compares several, arm; `parts` split the same cases, `groups` have a column group, `windows` other follow-up
    in days. `seen` says of every other outcome whether it was counted, `refused` why a table is not there, `unseen` in
    sentences which cases, units and columns the snapshot did not have. `bands` are the outcomes from surveys, as the
    cells hold them, and `surveys` which two they are from.
    """

    primary: pd.DataFrame
    entered: int
    followed: int
    last_period: int
    outcomes: dict = field(default_factory=dict)
    seen: dict = field(default_factory=dict)
    parts: dict = field(default_factory=dict)
    parts_of: str = "eligible cases"
    groups: dict = field(default_factory=dict)
    windows: dict = field(default_factory=dict)
    timing: pd.DataFrame | None = None
    refused: dict = field(default_factory=dict)
    unseen: tuple = ()
    bands: dict = field(default_factory=dict)
    surveys: dict = field(default_factory=dict)
    synthetic: bool = False


def read_material(plan, draw, cells):
    """The Material of TrialCells under a plan and its published draw (JSON, or None where nothing was drawn)."""
    setting = Setting(plan, draw, cells)
    entered, followed = (sum(row[place] for row in cells.entries) for place in (2, 4))
    lines = cells.outcomes
    return Material(
        primary=setting.primary(),
        entered=entered,
        followed=followed,
        last_period=cells.up_to_period,
        outcomes={
            key: setting.line(line)
            for key, line in lines.items()
            if line.state == COUNTED and line.rows and line.kind != BANDS and setting.reads(line)
        },
        bands={key: line.rows for key, line in lines.items() if line.kind == BANDS and line.rows},
        surveys=cells.surveys,
        seen={key: seen_of(line) if setting.reads(line) else UNREAD for key, line in lines.items()},
        parts=setting.parts(),
        groups={name: setting.grouped(rows) for name, rows in cells.groups.items() if rows},
        windows={int(days): setting.counted(rows) for days, rows in cells.windows.items() if rows},
        timing=setting.timing(),
        refused={**cells.groups_refused, **({"parts": cells.parts_refused} if cells.parts_refused else {})},
        unseen=(*unseen_words(cells.not_found, cells.absent, cells.groups_refused), *silent_words(cells)),
        synthetic=cells.synthetic,
    )


def seen_of(line):
    """What the cells hold of an outcome, as a guardrail is judged by it."""
    if line.state == COUNTED and not line.rows:
        return Seen(refused="Not counted: no case of it was seen.")
    if line.state == COUNTED:
        return Seen()
    if line.mature_on:
        return Seen(mature_on=line.mature_on, entered=line.entered, followed=line.followed)
    return Seen(refused=line.text or "Not counted.")


class Setting:
    """Which arm each unit is in and since when, for every table alike."""

    def __init__(self, plan, draw, cells):
        self.plan, self.cells = plan, cells
        self.design = all_designs()[plan.design]
        self.arms, self.starts = arms_by_unit(plan, draw), start_by_unit(plan, draw)

    def arm(self, place):
        return place.arm or self.arms[place.unit]

    def treated(self, place, period):
        """1 where the allocation has the nudge in force."""
        start = self.starts.get(place.unit, self.plan.start)
        if place.arm:
            start = None if place.arm == CONTROL else self.plan.start
        return int(start is not None and period >= start)

    def row(self, place, period):
        """unit, period, treated and, where the design compares several, arm."""
        head = (place.unit, period, self.treated(place, period))
        return (*head, self.arm(place)) if self.design.several_arms else head

    @property
    def head(self):
        return [*KEYS, "arm"] if self.design.several_arms else [*KEYS]

    def table(self, rows, columns):
        """DataFrame of [place, period, figures …]."""
        found = [(*self.row(place, period), *values) for place, period, values in self.cells.named(rows)]
        return pd.DataFrame(found, columns=[*self.head, *columns])

    def reads(self, line):
        """Whether the design can estimate what the line is measured in."""
        return line.kind == BANDS or ENGINE_KINDS[line.kind] in self.design.kinds

    def counted(self, rows):
        return self.table(rows, COUNTS)

    def line(self, line):
        """The table of one outcome beside the primary: counts, means, or rates.

        A rate is held against the unit's own months before the start already, so that where units were drawn into arms
        these months are left out: all of them stand at 1, and a design that adjusts for them would adjust for nothing.
        """
        table = self.table(line.rows, {MEAN: MEANS, RATE: RATES}.get(line.kind, COUNTS))
        if line.kind == RATE and "clusters" in self.design.offers:
            return table[table["period"] >= self.plan.start].reset_index(drop=True)
        return table

    def primary(self):
        """Counts with the plan's covariates, who entered and was screened, and what was delivered, where known."""
        table = self.counted(self.cells.counts)
        names = {unit.name: dict(unit.covariates) for unit in self.plan.units}
        for name in self.plan.covariates:
            if all(name in values for values in names.values()):
                table[name] = [names[unit][name] for unit in table["unit"]]
        return self.with_delivery(self.with_flow(table))

    def with_flow(self, table):
        """The table with entered and screened, each only where every row has one."""
        known = {row[:2]: row[2] for row in self.cells.named(self.cells.entries)}
        for place, name in enumerate(("entered", "screened")):
            values = [known.get(where, (None, None))[place] for where in self.where()]
            if values and None not in values:
                table[name] = self.with_lost(values)
        return table

    def with_lost(self, values):
        """The counts with the enrolled cases that cannot be counted, in their arm's first row that is compared.

        A case that the snapshot does not have, or not as an eligible one, was allocated all the same. Where cases have
        arms of their own only totals by arm are compared, so that it does not matter in which row it stands.
        """
        found, first = list(values), self.plan.start + self.plan.washout
        for arm, number in self.cells.enrolled.items():
            rows = [
                at for at, (place, period) in enumerate(self.where()) if place.arm == arm and period >= first
            ]
            entered = sum(row[2][0] for row in self.cells.named(self.cells.entries) if row[0].arm == arm)
            if rows:
                found[rows[0]] += max(number - entered, 0)
        return found

    def with_delivery(self, table):
        known = {row[:2]: row[2][0] for row in self.cells.named(self.cells.exposed)}
        values = [known.get(where) for where in self.where()]
        if known and None not in values:
            table["exposed"] = values
        return table

    def where(self):
        """(UnitArm, period) of the primary table's rows: a unit whose cases have arms of their own has several."""
        return [row[:2] for row in self.cells.named(self.cells.counts)]

    def parts(self):
        """{part: its table}: one numerator each over the same cases."""
        found = {}
        for place, key in enumerate(self.cells.part_keys):
            rows = [(*row[:2], row[2 + place], sum(row[2:])) for row in self.cells.parts]
            if rows:
                found[key] = self.counted(rows)
        return found

    def grouped(self, rows):
        return self.table(rows, ("group", *COUNTS))

    def timing(self):
        """When outcomes came, by unit, period and whether the nudge was in force; None where it is not known."""
        found = self.cells.lags()
        # By the hundred thousand: what is the same for every lag of a cell is asked once.
        head = {cell: self.timing_head(*cell) for cell in {one[:2] for one in found}}
        rows = [(*head[place, period], cause, lag, count) for place, period, cause, lag, count in found]
        columns = ["unit", "period", "treated", "post", "cause", "lag_days", "count"]
        return pd.DataFrame(rows, columns=columns) if rows else None

    def timing_head(self, place, period):
        """unit, period, whether the nudge was in force in it, and whether any unit's could have been."""
        return place.unit, period, self.treated(place, period), int(period >= self.plan.start)
