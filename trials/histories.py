"""A force's own past as planning values: what a snapshot says of the months before a trial."""

from dataclasses import dataclass
from datetime import date

from cjnudge.cases.counting.case_lines import count_line
from cjnudge.cases.counting.counts import MeasureRefused
from cjnudge.cases.counting.rows import holds_cases
from cjnudge.cases.withholding import BY_ENTRY, without_held
from cjnudge.periods import add_months
from trials.frames import OF_ELIGIBLE, FrameRefused, counted, parts_of, periods_of, places_of, position_of
from trials.planning.history_of import values_assumed, values_from

WAYS = (*OF_ELIGIBLE, "other")
TOO_FEW = (
    "No month of these figures lies before the start and is followed in full: choose another extract, or plan "
    "without a history."
)
ALL_ALIKE = (
    "In the months before the start no eligible case ended so, or every one did: nothing can be planned from that. "
    "Choose another extract, or plan without a history."
)


def past_of(plan, snapshot, *, on):
    """Counts of the plan's units by month before its first start, as a frame; FrameRefused where there are none.

    Months that are kept back for a running trial are left out. Where the snapshot knows none of the plan's units, all
    of its units stand in for them.
    """
    return before_start(plan, counted(plan.measure, snapshot, plan.basis), snapshot, on, plan.basis)


def before_start(plan, frame, snapshot, on, basis=BY_ENTRY):
    frame = without_held(snapshot, frame, on=on, basis=basis)
    if plan.first_period:
        frame = frame[frame["period"] < add_months(date.fromisoformat(plan.first_period), plan.start - 1)]
    own = frame["place"].isin(plan.unit_names)
    frame = frame[own] if own.any() else frame
    if frame.empty or not frame["denominator"].sum():
        raise FrameRefused(TOO_FEW)
    return frame


def values_of(plan, snapshot, *, on):
    """PlanningValues of the primary outcome from the snapshot."""
    frame = past_of(plan, snapshot, on=on)
    found = values_from(cells_in(frame), ways_of_ending(plan, snapshot, frame))
    if not varies(found):
        raise FrameRefused(ALL_ALIKE)
    return found


def varies(values):
    """Whether some cases ended so and some did not: of a level of 0 or 1 no power can be worked out."""
    return 0 < values.baseline < 1


def ways_of_ending(plan, snapshot, frame):
    """((way, share of eligible cases), …) over the same cells; () where the snapshot cannot tell them apart."""
    rows, refused = parts_of(
        OF_ELIGIBLE, snapshot, plan.basis, position_of(places_of(frame), periods_of(frame))
    )
    totals = [sum(row[2 + place] for row in rows) for place in range(len(WAYS))]
    if refused or not sum(totals):
        return ()
    return tuple((way, total / sum(totals)) for way, total in zip(WAYS, totals, strict=True))


def values_typed(plan, *, cases, level):
    """PlanningValues of a plan without a history."""
    return values_assumed(plan.unit_names, cases=cases, baseline=level)


def guardrail_values(plan, snapshot, *, on):
    """{key: PlanningValues} of the plan's guardrails that the snapshot can count as shares.

    One that never happened, or always, is left out: an extract may have its column and nothing in it.
    """
    found = {}
    for line in plan.guardrails if holds_cases(snapshot) else ():
        try:
            frame = count_line(snapshot, line.key, days=line.follow_up_days)
            if "numerator" in frame:
                values = values_from(cells_in(before_start(plan, frame, snapshot, on)))
                found |= {line.key: values} if varies(values) else {}
        except (MeasureRefused, FrameRefused):
            continue  # its power stays unknown, and the page says so
    return found


def cells_in(frame):
    """[(unit, month, events, cases)]."""
    rows = frame[["place", "period", "numerator", "denominator"]].itertuples(index=False, name=None)
    return list(rows)


@dataclass(frozen=True)
class SeenUnits:
    """Units of a snapshot by name with their mean cases a month and their level, the `first` month and how many."""

    names: tuple[str, ...]
    cases: tuple[float, ...]
    shares: tuple[float, ...]
    first: date
    months: int


def seen_units(snapshot, measure_key, *, on):
    """The SeenUnits of every month that is followed in full and not kept back; FrameRefused where there is none."""
    frame = counted(measure_key, snapshot, BY_ENTRY)
    frame = without_held(snapshot, frame, on=on, basis=BY_ENTRY)
    months = frame["period"].nunique()
    sums = frame.groupby("place")[["numerator", "denominator"]].sum().sort_index()
    sums = sums[sums["denominator"] > 0]
    if sums.empty:
        raise FrameRefused(TOO_FEW)
    return SeenUnits(
        names=tuple(sums.index),
        cases=tuple((sums["denominator"] / months).round(1)),
        shares=tuple((sums["numerator"] / sums["denominator"]).round(4)),
        first=min(frame["period"]),
        months=int(months),
    )
