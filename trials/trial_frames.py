"""From a snapshot to the counts of one look of a trial, or the reason in words why they cannot be had yet."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cached_property

from cjnudge.cases.counting.case_lines import LINES, check_line, count_line, count_lines, within
from cjnudge.cases.counting.chosen_cases import BETWEEN, chosen_cases
from cjnudge.cases.counting.counts import MeasureRefused, count, count_together
from cjnudge.cases.counting.flow import flow
from cjnudge.cases.counting.rows import holds_cases
from cjnudge.cases.counting.timing import lags_by_cell
from cjnudge.cases.measures import measure
from cjnudge.periods import period_end, period_label
from trials.cells import Period
from trials.frames import OF_ELIGIBLE, FrameRefused
from trials.level_frames import check_indexed, indexed_line
from trials.look_source import CAUSE_KEYS, look_source, windows_of, within_window
from trials.means import mean_and_sd, sums_of
from trials.planning.allocated import arm_keys, is_in_turn
from trials.planning.periods import label_of, mature_on, months_of
from trials.planning.scales import INDEXED
from trials.stats.canonical import round_number
from trials.trial_cells import MEAN, NOT_MATURE, NOT_SUPPLIED, LineCells, TrialCells, UnitArm

ENDS_A_UNIT = ("unit_closed", "unit_merged")
RENAMES_A_UNIT = "unit_renamed"


def silent(stage):
    """Nobody is told how far it is."""


def read_trial_frames(
    plan, draw, snapshot, *, up_to_period=None, changes=(), exposures=(), enrolled=None, stage=silent
):
    """TrialCells of periods 1 to `up_to_period` (all, unless given); FrameRefused, in words, where it cannot be had.

    draw: the published draw (JSON) of the trial, or None where nothing was drawn. changes, exposures: what was
    recorded of the trial, as trials.models.Change and Exposure have it. enrolled: where cases were enrolled one by
    one, {pseudonym of the crime under the snapshot's keys: key of its arm}; only these are counted then. stage: told
    "frame" and, before each of them, "further outcomes"; what it raises ends the reading.
    """
    last = up_to_period or plan.periods
    check_mature(plan, snapshot, last)
    if not is_in_turn(plan):
        return _read(plan, snapshot, last, tuple(changes), exposures, stage)
    try:
        with chosen_cases(snapshot, enrolled or {}) as (chosen, found):
            cells = _read(plan, chosen, last, tuple(changes), (), stage, arm_keys(plan))
    except MeasureRefused as refusal:
        raise FrameRefused(str(refusal)) from refusal
    return replace(cells, not_found=len(enrolled or {}) - found)


def _read(plan, snapshot, last, changes, exposures, stage, arms=("",)):
    stage("frame")
    with look_source(plan, snapshot, last) as source:
        return _cells(Reader(plan, source, last, changes, arms), exposures, stage)


def _cells(reader, exposures, stage):
    plan, snapshot = reader.plan, reader.snapshot
    parts, refused = reader.parts()
    entries = reader.entries()
    lags, step = reader.lags()
    groups, groups_refused = reader.groups()
    return TrialCells(
        places=reader.places,
        periods=tuple(Period(day.isoformat(), period_label(day, "month")) for day in reader.days),
        up_to_period=reader.last,
        follow_up_days=plan.follow_up_days,
        snapshot_hash=snapshot.hash,
        as_at=snapshot.as_at.isoformat(),
        counts=reader.primary(entries),
        parts=parts,
        part_keys=(*OF_ELIGIBLE, "other"),
        parts_refused=refused,
        entries=entries,
        outcomes=reader.outcomes(stage),
        windows=reader.windows(),
        groups=groups,
        groups_refused=groups_refused,
        exposed=reader.exposed(exposures),
        timing=lags,
        causes=CAUSE_KEYS,
        lag_step=step,
        absent=reader.absent(entries),
        synthetic=snapshot.synthetic,
    )


def check_mature(plan, snapshot, period):
    """FrameRefused, with the day, unless every case entered up to the period's end has had its follow-up."""
    day = mature_on(plan, period)
    if snapshot.as_at < day:
        raise FrameRefused(
            f"Cases entered up to {label_of(plan, period)} are mature on {day:%-d %B %Y}, and this extract shows "
            f"{snapshot.as_at:%-d %B %Y}: wait for a later one."
        )


class Reader:
    """One snapshot read as one plan asks: its units, its months up to the look, its windows."""

    def __init__(self, plan, source, last, changes, arms):
        self.plan, self.source, self.snapshot = plan, source, source.snapshot
        self.days = tuple(date.fromisoformat(day) for day in months_of(plan)[:last])
        self.last = last
        self.arms = arms
        self.places = tuple(UnitArm(name, arm) for name in plan.unit_names for arm in arms)
        self.place_of = {(place.unit, place.arm): at for at, place in enumerate(self.places)}
        self.period_of = {day: at for at, day in enumerate(self.days)}
        self.ended = {
            change.unit: change.on.replace(day=1) for change in changes if change.kind in ENDS_A_UNIT
        }
        self.unit_of = unit_names_now(plan, changes)
        self.lines_within, self.known = {}, {}
        self.asked = asked_of(plan, self.snapshot)

    @property
    def names(self):
        """The places as the snapshot may write them: units, each with its arms where cases have arms of their own."""
        return [f"{name}{BETWEEN}{arm}" if arm else name for name in self.unit_of for arm in self.arms]

    def where(self, name, day):
        """[place, period], or None for a cell outside the plan, and for a unit's months after it was closed."""
        unit, _, arm = name.partition(BETWEEN)
        unit = self.unit_of.get(unit, unit)
        if (unit, arm) not in self.place_of or day not in self.period_of or self.is_closed(unit, day):
            return None
        return [self.place_of[unit, arm], self.period_of[day]]

    def is_closed(self, unit, day):
        """Whether the unit was closed or merged by that month."""
        return unit in self.ended and day >= self.ended[unit]

    def counted(self, frame, *columns):
        """Rows [place, period, the columns] in order, cells that meet in one place added up where they are counts."""
        found = {}
        for row in frame.to_dict("records"):
            if where := self.where(row["place"], row["period"]):
                values = [row[name] for name in columns]
                texts = tuple(value for value in values if isinstance(value, str))
                found.setdefault((*where, *texts), []).append([v for v in values if not isinstance(v, str)])
        return tuple((*key, *map(sum, zip(*each, strict=True))) for key, each in sorted(found.items()))

    def asking(self, ask):
        """What `ask` counts in the plan's units and months; FrameRefused for what a measure refuses."""
        try:
            return ask(places=self.names, periods=list(self.days))
        except MeasureRefused as refusal:
            raise FrameRefused(str(refusal)) from refusal

    @cached_property
    def seen(self):
        """Who entered and who was followed, for the primary outcome and for each that is not mature yet; read once."""
        also = {
            line.follow_up_days
            for line in self.plan.outcomes
            if mature_on(self.plan, self.last, line.follow_up_days) > self.snapshot.as_at
        }
        also = sorted(also) if holds_cases(self.snapshot) else ()
        return self.asking(lambda **only: flow(self.snapshot, self.asked, **only, also=also))

    def entries(self):
        """[place, period, entered, screened or None, followed] of every cell that was observed."""
        seen = self.seen
        known = seen.screened.notna().all()
        seen = seen.assign(screened=seen.screened.fillna(0).astype(int))
        rows = self.counted(seen, "entered", "screened", "followed")
        rows = [
            (place, period, entered, screened if known else None, followed)
            for place, period, entered, screened, followed in rows
        ]
        return self.filled(rows, (0, 0 if known else None, 0), {row[0] for row in rows})

    def filled(self, rows, nought, units):
        """The rows, and one of noughts for each month in which a unit that the snapshot knows had nothing."""
        there = {tuple(row[:2]) for row in rows}
        empty = [
            (place, period, *nought)
            for place in sorted(units)
            for period, day in enumerate(self.days)
            if (place, period) not in there and not self.is_closed(self.places[place].unit, day)
        ]
        return tuple(sorted([*map(tuple, rows), *empty], key=lambda row: row[:2]))

    def primary(self, entries):
        """[place, period, numerator, denominator] of the primary outcome."""
        frame = self.measured(self.asked)
        rows = self.counted(frame, "numerator", "denominator")
        if not rows:
            raise FrameRefused(
                "The snapshot holds no case of the plan's units and months: check that the units are named in it as "
                "they are in the plan."
            )
        return self.filled(rows, (0, 0), {row[0] for row in entries})

    def measured(self, *asked):
        """What `count_together` gives of measures with one denominator; its `numerator` that of a measure alone."""
        if len(asked) == 1 and (key := (asked[0].key, asked[0].follow_up_days)) in self.known:
            return self.known[key]
        source = self.source.of(asked[0])
        frame = self.asking(lambda **only: count_together(asked, source, basis=self.plan.basis, **only))
        for one in asked:
            columns = ["place", "period", one.key, "denominator"]
            self.known[one.key, one.follow_up_days] = frame[columns].rename(columns={one.key: "numerator"})
        return self.known[asked[0].key, asked[0].follow_up_days] if len(asked) == 1 else frame

    def parts(self):
        """(rows, refused): OoCR, charge, no further action and the rest over one denominator, or why there are none."""
        every = [within_window(key, self.plan, self.snapshot) for key in OF_ELIGIBLE.values()]
        try:
            frame = self.measured(*every)
        except FrameRefused as refusal:
            return (), str(refusal)
        keys = [one.key for one in every]
        frame["other"] = frame["denominator"] - frame[keys].sum(axis=1)
        return self.counted(frame, *keys, "other"), ""

    def outcomes(self, stage):
        """{key: LineCells} of every outcome beside the primary. Some take seconds, so that each is a stage."""
        found = {}
        for line in self.plan.outcomes:
            stage("further outcomes")
            found[line.key] = self.line(line)
        return found

    def line(self, line):
        """LineCells of one outcome beside the primary."""
        if not holds_cases(self.snapshot) and line.key not in OF_ELIGIBLE.values():
            return LineCells(state=NOT_SUPPLIED, text="Not supplied: this snapshot holds counts, not cases.")
        ready = mature_on(self.plan, self.last, line.follow_up_days)
        try:
            if self.snapshot.as_at < ready:
                return self.waiting(line, ready)
            return self.ready(line)
        except (MeasureRefused, FrameRefused) as refusal:
            return LineCells(
                state=NOT_SUPPLIED, follow_up_days=line.follow_up_days, text=f"Not supplied. {refusal}"
            )

    def waiting(self, line, ready):
        """How far the follow-up is, without any outcome. MeasureRefused where it would not be counted then either."""
        if line.key in INDEXED:
            check_indexed(self, line)
        else:
            check_line(self.snapshot, line.key, days=line.follow_up_days)
        return LineCells(
            state=NOT_MATURE,
            follow_up_days=line.follow_up_days,
            mature_on=ready.isoformat(),
            entered=int(self.seen.entered.sum()),
            followed=int(self.seen[f"followed_{line.follow_up_days}"].sum()),
        )

    def ready(self, line):
        """Its counts, or of a mean: n, mean and standard deviation."""
        if line.key in INDEXED:
            return indexed_line(self, line)
        only = {"places": self.names, "periods": list(self.days)}
        if line.key in OF_ELIGIBLE.values() and self.plan.basis == "entry":
            frame = self.measured(within(line.key, line.follow_up_days))
        elif line.key in LINES:
            check_line(self.snapshot, line.key, days=line.follow_up_days)
            frame = self.lines_of(line.follow_up_days)[line.key]
        else:
            frame = count_line(self.snapshot, line.key, days=line.follow_up_days, **only)
        entered = {"follow_up_days": line.follow_up_days}
        if "mean" not in frame:
            return LineCells(rows=self.counted(frame, "numerator", "denominator"), **entered)
        rows = [
            (*where, round_number(mean), round_number(sd))
            for *where, n, total, squares in self.counted(sums_of(frame), "n", "total", "squares")
            for where, mean, sd in [((*where, n), *mean_and_sd(n, total, squares))]
        ]
        return LineCells(kind=MEAN, rows=tuple(rows), **entered)

    def lines_of(self, days):
        """{key: its counts} of all the plan's lines that were followed for so long and are in the rows; read once."""
        if days not in self.lines_within:
            keys = [
                line.key for line in self.plan.outcomes if line.key in LINES and line.follow_up_days == days
            ]
            only = {"places": self.names, "periods": list(self.days)}
            self.lines_within[days] = count_lines(self.snapshot, keys, days=days, **only)
        return self.lines_within[days]

    def windows(self):
        """{"60": rows of the primary outcome within 60 days …}: those windows for which the cases were followed."""
        days = windows_of(self.plan, self.snapshot, self.last)
        return {str(one): self.window(one) for one in days}

    def window(self, days):
        frame = self.measured(within(self.plan.measure, days))
        return self.counted(frame, "numerator", "denominator")

    def groups(self):
        """({column: its rows}, {column: why the snapshot has none}) of the plan's subgroups."""
        found, refused = {}, {}
        for name in self.plan.subgroups:
            try:
                found[name] = self.group(name)
            except FrameRefused as refusal:
                refused[name] = str(refusal)
        return found, refused

    def group(self, name):
        """[place, period, group, numerator, denominator]; FrameRefused where the extract does not hold the column."""
        by = ("place", "period", name)
        frame = self.asking(
            lambda **only: count(self.asked, self.snapshot, by=by, basis=self.plan.basis, **only)
        )
        return self.counted(frame, name, "numerator", "denominator")

    def exposed(self, exposures):
        """[place, period, 0 or 1] of every cell: whether it was recorded as delivered on any day of the month."""
        if not exposures:
            return ()
        spans = [
            (one.unit, one.from_on, one.until_on or date.max) for one in exposures if not one.is_contamination
        ]
        return tuple(
            (place, period, int(any(at == unit and reaches(day, first, last) for at, first, last in spans)))
            for (unit, _), place in self.place_of.items()
            for period, day in enumerate(self.days)
        )

    def lags(self):
        """(rows, step in days) of when outcomes came; none where the snapshot holds counts."""
        if not holds_cases(self.snapshot):
            return (), 1
        given = {"follow_up_days": self.plan.follow_up_days, "step": self.source.step}
        found = self.asking(lambda **only: lags_by_cell(self.source.fewer, **given, **only))
        cells = {}
        for place, period, cause, lags, counts in found:
            if where := self.where(place, period):
                cell = cells.setdefault((*where, CAUSE_KEYS.index(cause)), Counter())
                cell.update(dict(zip(lags, counts, strict=True)))
        return tuple(
            (*key, tuple(value for pair in sorted(cell.items()) for value in pair))
            for key, cell in sorted(cells.items())
        ), self.source.step

    def absent(self, entries):
        """Units of the plan of which the snapshot knows nothing."""
        there = {self.places[row[0]].unit for row in entries}
        return tuple(name for name in self.plan.unit_names if name not in there)


def unit_names_now(plan, changes):
    """{name in an extract: unit of the plan}: each unit under its own name and under the one it was given since."""
    renamed = {
        change.details["to"]: change.unit
        for change in changes
        if change.kind == RENAMES_A_UNIT and change.details.get("to")
    }
    return {**{name: name for name in plan.unit_names}, **renamed}


def reaches(month, first, last):
    """Whether any day of the month lies between two days."""
    return first <= period_end(month, "month") and last >= month


def asked_of(plan, snapshot):
    """The plan's measure, within the plan's window; FrameRefused where it counts otherwise than when it was sealed."""
    now = str(measure(plan.measure).version)
    if now != plan.measure_version:
        raise FrameRefused(
            f"The plan was written for version {plan.measure_version} of its measure, which is now version {now}: "
            "amend the plan."
        )
    return within_window(plan.measure, plan, snapshot)
