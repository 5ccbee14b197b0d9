"""Which months stand for before and after an intervention. Months by first day (ISO), pure functions."""

from dataclasses import dataclass
from datetime import date, timedelta

from cjnudge.periods import add_months, period_end, period_label

# Three years hold three of every season; what lies further back says little of how the units decide now.
LONGEST_SIDE = 36


class NoMonths(ValueError):
    """One side has no month; the words are for the person at the screen."""


@dataclass(frozen=True)
class Sides:
    """The months of each side, and the reason for each choice in words. `washout`: 1 for a start within a month."""

    before: tuple[str, ...]
    washout: int
    after: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def compared(self):
        return {*self.before, *self.after}


def month_of(day):
    """First day (ISO) of the month of a date."""
    return day.replace(day=1).isoformat()


def first_whole_month(went_live_on):
    """The first month (a date) in which the intervention was in force from its first day on."""
    return went_live_on if went_live_on.day == 1 else add_months(went_live_on, 1)


def last_whole_month(ended_on):
    """First day of the last month in which it was in force to the end; None while it is in force."""
    if ended_on is None:
        return None
    return add_months(ended_on, 0 if period_end(ended_on.replace(day=1), "month") == ended_on else -1)


def mature_on(month, follow_up_days):
    """The day on which every case that entered in the month has its follow-up."""
    return period_end(month, "month") + timedelta(days=follow_up_days)


def next_month(went_live_on, ended_on, last_compared=None):
    """First day of the next month that a comparison can take in; None where the last one already has."""
    first = first_whole_month(went_live_on)
    following = first if last_compared is None else max(first, add_months(last_compared, 1))
    last = last_whole_month(ended_on)
    return None if last is not None and following > last else following


def sides_of(days, went_live_on, ended_on, *, follow_up_days):
    """The Sides among the months whose cases have been followed in full; NoMonths where one side has none."""
    start, first = month_of(went_live_on), first_whole_month(went_live_on).isoformat()
    last = last_whole_month(ended_on)
    before = tuple(day for day in days if day < start)[-LONGEST_SIDE:]
    after = tuple(day for day in days if day >= first and (last is None or day <= last.isoformat()))
    if not before:
        raise NoMonths(
            f"These figures hold no month before {label(start)}, so there is nothing to set the months after "
            "against. Bring in an extract that begins earlier: a year before is the least that shows the seasons."
        )
    if not after:
        raise NoMonths(_no_month_after(went_live_on, ended_on, follow_up_days))
    after = after[:LONGEST_SIDE]
    washout = int(first != start and start in days)
    return Sides(before, washout, after, _reasons(before, start, first, after, ended_on, follow_up_days))


def _no_month_after(went_live_on, ended_on, follow_up_days):
    following = next_month(went_live_on, ended_on)
    if following is None:
        return "It ended before it had been in force for one whole month, so no month can stand for “after”."
    return (
        f"No month after it went live has been followed for {follow_up_days} days yet. The first is "
        f"{label(following.isoformat())}: mature on {mature_on(following, follow_up_days):%-d %B %Y}."
    )


def _reasons(before, start, first, after, ended_on, follow_up_days):
    capped = f", the last {LONGEST_SIDE} of them" if len(before) == LONGEST_SIDE else ""
    found = [f"Before: every month the figures hold before {label(start)}{capped} ({len(before)})."]
    if first != start:
        found.append(f"{label(start)} counts for neither side: it began within that month.")
    ending = f" until it ended on {ended_on:%-d %B %Y}" if ended_on else ""
    found.append(
        f"After: every whole month since it went live{ending} in which all cases have been followed for "
        f"{follow_up_days} days, {len(after)} so far. Cases that entered shortly before it went live may have been "
        "decided after, and count as before."
    )
    return tuple(found)


def label(on):
    """ "March 2026" of an ISO first day."""
    return period_label(date.fromisoformat(on), "month")
