"""What was delivered against what was planned: which unit had the nudge in which month, and how late it came. Pure.

An exposure is anything with `unit`, `arm`, `from_on`, `until_on` (None while it goes on) and `is_contamination`.
"""

from dataclasses import dataclass
from datetime import date

from trials.planning.allocated import arms_by_unit, start_by_unit
from trials.planning.periods import end_of_period, first_day_of


@dataclass(frozen=True)
class UnitDelivery:
    """One unit: its arm, planned and actual first day, months due so far, of these delivered, months reached elsewhere.

    `first_on` is None where nothing was recorded; `late_days` counts from the planned first day; `off_on` is the last
    day where everything recorded has ended.
    """

    unit: str
    arm: str
    planned_on: date | None
    first_on: date | None
    late_days: int | None
    due: int
    delivered: int
    elsewhere: int
    off_on: date | None


@dataclass(frozen=True)
class Fidelity:
    """All units together: the share of due unit-months delivered, None where none is due yet."""

    units: tuple[UnitDelivery, ...]
    due: int
    delivered: int
    elsewhere: int

    @property
    def share(self):
        return self.delivered / self.due if self.due else None


def exposed_by_unit(plan, exposures):
    """{unit: set of periods} in which its nudge was there on any day, contamination left out."""
    own = [one for one in exposures if not one.is_contamination]
    return {name: _months(plan, [one for one in own if one.unit == name]) for name in plan.unit_names}


def _months(plan, exposures):
    """Numbers of all periods that any of the exposures reaches."""
    return set().union(*(periods_reached(plan, one.from_on, one.until_on) for one in exposures))


def periods_reached(plan, first, last):
    """Numbers of the plan's periods that a span of days reaches; `last` None: to the end."""
    until = last or date.max
    return {
        number
        for number in range(1, plan.periods + 1)
        if first <= end_of_period(plan, number) and first_day_of(plan, number) <= until
    }


def fidelity(plan, draw_json, exposures, *, on):
    """The Fidelity up to the last month that ended before the day `on`."""
    past = [number for number in range(1, plan.periods + 1) if end_of_period(plan, number) < on]
    arms, starts = arms_by_unit(plan, draw_json), start_by_unit(plan, draw_json)
    units = tuple(
        _unit(
            plan,
            name,
            arms.get(name, ""),
            starts.get(name),
            [one for one in exposures if one.unit == name],
            past,
        )
        for name in plan.unit_names
    )
    sums = (sum(getattr(one, name) for one in units) for name in ("due", "delivered", "elsewhere"))
    return Fidelity(units, *sums)


def _unit(plan, name, arm, start, exposures, past):
    own = [one for one in exposures if not one.is_contamination]
    strayed = _months(plan, [one for one in exposures if one.is_contamination and one.arm != arm])
    own_strayed = _months(plan, [one for one in exposures if one.is_contamination and one.arm == arm])
    reached = _months(plan, own)
    due = {number for number in past if start is not None and number >= start}
    planned = first_day_of(plan, start) if start is not None else None
    first = min((one.from_on for one in own), default=None)
    ended = own and all(one.until_on for one in own)
    return UnitDelivery(
        unit=name,
        arm=arm,
        planned_on=planned,
        first_on=first,
        late_days=(first - planned).days if first and planned else None,
        due=len(due),
        delivered=len(due & reached),
        # What nobody had planned here: another arm's nudge at any time, its own in months in which it was not due.
        elsewhere=len((strayed | (own_strayed | reached) - due) & set(past)),
        off_on=max(one.until_on for one in own) if ended else None,
    )
