"""A force's own past as planning values: what a snapshot says of the months before a trial."""

from dataclasses import dataclass
from datetime import date

from cjnudge.cases.measures import all_measures
from cjnudge.cases.withholding import without_held
from cjnudge.periods import add_months
from trials.frames import OF_ELIGIBLE, FrameRefused, counted, parts_of, periods_of, places_of, position_of
from trials.planning.history_of import values_assumed, values_from

WAYS = (*OF_ELIGIBLE, "other")
TOO_FEW = (
    "No month of these figures lies before the start and is followed in full: choose another extract, or plan "
    "without a history."
)


def past_of(plan, snapshot, measure_key, *, on):
    """Counts of the plan's units by month before its first start, as a frame; FrameRefused where there are none.

    Months that are kept back for a running trial are left out. Where the snapshot knows none of the plan's units, all
    of its units stand in for them.
    """
    return before_start(plan, counted(measure_key, snapshot, plan.basis), snapshot, on)


def before_start(plan, frame, snapshot, on):
    frame = without_held(snapshot, frame, on=on)
    if plan.first_period:
        frame = frame[frame["period"] < add_months(date.fromisoformat(plan.first_period), plan.start - 1)]
    own = frame["place"].isin(plan.unit_names)
    frame = frame[own] if own.any() else frame
    if frame.empty or not frame["denominator"].sum():
        raise FrameRefused(TOO_FEW)
    return frame


def values_of(plan, snapshot, *, on, measure_key=None):
    """PlanningValues of the primary outcome, or of another measure, from the snapshot."""
    key = measure_key or plan.measure
    frame = past_of(plan, snapshot, key, on=on)
    rows = frame[["place", "period", "numerator", "denominator"]].itertuples(index=False, name=None)
    shares = ways_of_ending(plan, snapshot, frame) if key == plan.measure else ()
    return values_from(list(rows), shares)


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
    """{key: PlanningValues} of the plan's guardrails that the snapshot can count."""
    found = {}
    for line in plan.guardrails:
        if line.key not in all_measures():
            continue
        try:
            found[line.key] = values_of(plan, snapshot, on=on, measure_key=line.key)
        except FrameRefused:
            continue  # its power stays unknown, and the page says so
    return found


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
    frame = counted(measure_key, snapshot, "entry")
    frame = without_held(snapshot, frame, on=on)
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
