"""From a snapshot to a run's cells, and what a snapshot offers to a plan."""

from datetime import date
from itertools import product

from django.utils.timezone import localdate

from cjnudge.cases.counting.counts import MeasureRefused, count, count_together
from cjnudge.cases.counting.flow import flow
from cjnudge.cases.measures import measure
from cjnudge.cases.queries.snapshots import snapshots_for
from cjnudge.cases.withholding import BY_ENTRY, Withheld, check_open, without_held
from cjnudge.periods import period_end, period_label
from trials.cells import Cells, Period, Place
from trials.plan_building import Contents

__all__ = ["BASES", "FrameRefused", "contents_of", "read_cells", "read_contents", "snapshots_for"]

BASES = ("closed", "entry", "recorded")
BY = ("place", "territorial", "period", "grain_period")
# What a change in OoCR is taken apart into: measures whose numerators are the parts, over one denominator.
# Every other outcome is what remains of that denominator.
OF_OUTCOMES = {"oocr": "oocr_per_100_outcomes", "charge": "charge_per_100_outcomes"}
OF_ELIGIBLE = {"oocr": "oocr_of_eligible_within_w", "charge": "charge_within_w", "nfa": "nfa_within_w"}


class FrameRefused(Exception):
    """The snapshot cannot give what the plan needs; the words are for the person at the screen."""


def contents_of(trial):
    """What the trial's own snapshot holds of its measure on its basis."""
    return read_contents(trial.measure, trial.snapshot, trial.basis)


def read_contents(measure_key, snapshot, basis):
    """The Contents: places, periods and versions to choose from; FrameRefused where it cannot be counted."""
    asked, frame = measure(measure_key), counted(measure_key, snapshot, basis)
    return Contents(
        feed=snapshot.feed,
        snapshot_hash=snapshot.hash,
        measure=asked.key,
        measure_version=str(asked.version),
        basis=basis,
        grain=one_grain(frame),
        places=places_of(frame),
        periods=periods_of(frame),
        better=asked.better,
        follow_up_days=asked.follow_up_days or 0,
    )


def read_cells(data, snapshot):
    """The Cells of a plan's data part, on every basis on which the snapshot has the measure."""
    if snapshot.hash != data.snapshot_hash:
        raise FrameRefused("The plan was written for another snapshot: write a new version for this one.")
    check_version(data)
    check_not_held(data, snapshot)
    frames = {data.basis: counted(data.measure, snapshot, data.basis)}
    for basis in snapshot.contents["bases"]:
        if basis in measure(data.measure).basis and basis not in frames:
            frames[basis] = counted(data.measure, snapshot, basis)
    places, periods = places_of(frames[data.basis]), periods_of(frames[data.basis], planned(data))
    positions = position_of(places, periods)
    follow_up_days = measure(data.measure).follow_up_days
    measures = OF_ELIGIBLE if follow_up_days else OF_OUTCOMES
    parts, refused = parts_of(measures, snapshot, data.basis, positions)
    seen = followed(data.measure, snapshot) if follow_up_days else None
    return Cells(
        places=places,
        periods=periods,
        counts={basis: rows_of(frame, positions) for basis, frame in frames.items()},
        parts={data.basis: parts},
        part_keys=(*measures, "other"),
        parts_of="eligible cases" if follow_up_days else "outcomes",
        parts_refused=refused,
        flow={} if seen is None else flow_of(data, seen),
        entries={} if seen is None else {data.basis: entries_of(seen, positions)},
        follow_up_days=follow_up_days,
        synthetic=snapshot.synthetic,
    )


def check_not_held(data, snapshot):
    """Raise FrameRefused where the plan compares units and months that are kept back for a running trial."""
    days = [date.fromisoformat(day) for part in (data.primary, *data.sensitivity) for day in part.span]
    places = (*data.treated, *data.comparison)
    asked = {"basis": data.basis, "places": places, "periods": days, "grain": data.grain}
    try:
        check_open(snapshot, on=localdate(), **asked)
    except Withheld as refusal:
        raise FrameRefused(str(refusal)) from refusal


def check_version(data):
    """Raise FrameRefused where the measure no longer counts what it counted when the plan was written."""
    now = str(measure(data.measure).version)
    if now != data.measure_version:
        raise FrameRefused(
            f"The plan was written for version {data.measure_version} of its measure, which is now version "
            f"{now}: write a new version of the plan."
        )


def counted(measure_key, snapshot, basis):
    """Counts by place and period; FrameRefused, in words, where the measure cannot be counted."""
    return asked_of(snapshot, basis, lambda: count(measure(measure_key), snapshot, by=BY, basis=basis))


def asked_of(snapshot, basis, counts):
    """The frame that `counts` gives, of ended periods of one length; FrameRefused where there is none.

    What is kept back for a running trial is not in it.
    """
    try:
        frame = counts()
    except MeasureRefused as refusal:
        raise FrameRefused(str(refusal)) from refusal
    frame = only_ended(frame, snapshot)
    if "place" in frame:
        # One grain holds for all rows, or one_grain refuses below.
        grain = frame["grain_period"].iloc[0] if len(frame) else "month"
        frame = shown_now(snapshot, frame, basis, grain)
    if frame.empty:
        raise FrameRefused("The snapshot holds no outcome that this measure counts: choose other figures.")
    one_grain(frame)
    return frame


def shown_now(snapshot, frame, basis, grain):
    """Without what is kept back today; FrameRefused, with the reason, where that is all there was."""
    shown = without_held(snapshot, frame, on=localdate(), basis=basis, grain=grain)
    if shown.empty and not frame.empty:
        places, periods = sorted(set(frame["place"])), sorted(set(frame["period"]))
        try:
            check_open(snapshot, on=localdate(), basis=basis, places=places, periods=periods, grain=grain)
        except Withheld as refusal:
            raise FrameRefused(str(refusal)) from refusal
    return shown


def only_ended(frame, snapshot):
    """Without the periods that were not over on the day the extract shows: they would be half counted."""
    ends = [period_end(day, grain) for day, grain in zip(frame.period, frame.grain_period, strict=True)]
    return frame[[end <= snapshot.as_at for end in ends]]


def one_grain(frame):
    """Month, quarter or year; FrameRefused where periods of several lengths are mixed."""
    grains = sorted(set(frame["grain_period"]))
    if len(grains) > 1:
        words = ", ".join(grains)
        raise FrameRefused(
            f"The snapshot counts periods of different length ({words}): choose one of its own."
        )
    return grains[0]


def places_of(frame):
    """Places by name; whether a place is a territorial force is None where the feed does not say."""
    known = {
        place: None if territorial in ("", None) else territorial == "True"
        for place, territorial in zip(
            frame["place"], frame["territorial"].astype("string").fillna(""), strict=True
        )
    }
    return tuple(Place(name, known[name]) for name in sorted(known))


def periods_of(frame, planned=()):
    """Periods in time order: those counted, and those of a plan, of which none may be counted yet."""
    grain = one_grain(frame)
    days = sorted({*frame["period"], *planned})
    return tuple(Period(day.isoformat(), period_label(day, grain)) for day in days)


def planned(data):
    """First days of the periods that the plan compares."""
    return {date.fromisoformat(on) for side in ("before", "after") for on in getattr(data.primary, side)}


def position_of(places, periods):
    """(place, period's first day) → their positions, or None for a cell outside both lists."""
    place = {item.name: index for index, item in enumerate(places)}
    period = {item.on: index for index, item in enumerate(periods)}

    def positions(name, day):
        on = day.isoformat()
        return [place[name], period[on]] if name in place and on in period else None

    return positions


def rows_of(frame, positions):
    """[place, period, numerator, denominator] of every cell that the plan's own basis has too."""
    found = [(positions(r.place, r.period), int(r.numerator), int(r.denominator)) for r in frame.itertuples()]
    return [[*where, top, bottom] for where, top, bottom in found if where]


def parts_of(measures, snapshot, basis, positions):
    """(rows, refused): the counts a change is taken apart into, or the reason in words why there are none."""
    every = [measure(key) for key in measures.values()]
    try:
        frame = asked_of(snapshot, basis, lambda: count_together(every, snapshot, by=BY, basis=basis))
    except FrameRefused as refusal:
        return [], str(refusal)
    return joined(frame, [one.key for one in every], positions), ""


def joined(frame, keys, positions):
    """[place, period, each numerator …, what remains of the denominator]."""
    rows = []
    for row in frame.to_dict("records"):
        where = positions(row["place"], row["period"])
        tops = [int(row[key]) for key in keys]
        if where:
            rows.append([*where, *tops, int(row["denominator"]) - sum(tops)])
    return rows


def followed(measure_key, snapshot):
    """Decisions, eligible cases and those followed in full, by place and month, immature months too."""
    try:
        seen = flow(snapshot, measure(measure_key))
        return without_held(snapshot, seen, on=localdate(), basis=BY_ENTRY)
    except MeasureRefused as refusal:
        raise FrameRefused(str(refusal)) from refusal


def entries_of(seen, positions):
    """[place, period, eligible cases that entered, all decisions or None] of every cell of the plan's basis."""
    screened = [
        None if missing else int(n) for n, missing in zip(seen.screened, seen.screened.isna(), strict=True)
    ]
    found = [
        (positions(place, day), int(entered), decisions)
        for place, day, entered, decisions in zip(
            seen.place, seen.period, seen.entered, screened, strict=True
        )
    ]
    return [[*where, entered, decisions] for where, entered, decisions in found if where]


def flow_of(data, seen):
    """{"places looked at, before": [cases that entered, followed in full], …} by group and side of the plan."""
    groups = {"places looked at": data.treated, "comparison": data.comparison}
    found = {}
    for (group, places), side in product(groups.items(), ("before", "after")):
        if places:
            days = {date.fromisoformat(on) for on in getattr(data.primary, side)}
            chosen = seen[seen.place.isin(places) & seen.period.isin(days)]
            found[f"{group}, {side}"] = [int(chosen.entered.sum()), int(chosen.followed.sum())]
    return found
