"""Counts that are kept back for a while, below force level: of the units and months of a running trial.

Apps above say what is kept back by registering a source; every page, file, alert and comparison that counts cases of
single units asks here first. Published figures are exempt.

By month of entry the months from the first one on are kept back. On any other basis a unit is kept back as a whole, in
every extract that reaches into them: a crime recorded before may have entered after, and two extracts, one subtracted
from the other, would show what became of it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from cjnudge.cases.counting.contents import places_in
from cjnudge.cases.counting.refusals import MeasureRefused
from cjnudge.cases.counting.rows import holds_cases
from cjnudge.cases.models import Snapshot
from cjnudge.periods import MONTHS_IN, add_months, period_label

BY_ENTRY = "entry"  # the only basis on which a month's cases are those that entered in it


class Withheld(MeasureRefused):
    """The counts are kept back now; the text says why and until when."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """Units (names in extracts) whose cases from the month `first` on are kept back, one by one and in part.

    All together they may be counted: `number` says how many of the names make the whole. `title` names what for,
    `until` is a phrase as in "until its analysis, due on 3 May 2027".
    """

    units: frozenset
    number: int
    first: date
    title: str
    until: str


_sources: dict = {}


def register(key, source):
    """Let `source(force, on)` name the Holds of a force on a day; the same key again replaces it."""
    _sources[key] = source


def unregister(key):
    """Take a source away."""
    _sources.pop(key, None)


def holds_of(force, on):
    """Every Hold of the force on that day; none for no force."""
    return [hold for source in _sources.values() for hold in source(force, on)] if force is not None else []


def holds_on(snapshot, on):
    """The Holds on the cases of a snapshot: published figures are exempt."""
    return [] if snapshot.published else holds_of(snapshot.force, on)


def check_open(snapshot, *, on, basis, places=None, periods=None, grain="month"):
    """Withheld, in words, where one of these places in one of these periods is kept back on that day.

    basis: how cases come into a period, or None for figures on several; places: names of units, each of which is looked
    at by itself; None for all of the snapshot's together, which are kept back only where they are some of the held
    units and not all. periods: first days; None for every one.
    """
    for hold in holds_on(snapshot, on):
        late = [snapshot.last_period] if periods is None else periods
        if any(is_late(hold, snapshot, day, grain, basis) for day in late) and _shows_a_part(
            hold, snapshot, places
        ):
            raise Withheld(words_of(hold, basis))


def _shows_a_part(hold, snapshot, places):
    if places is not None:
        return bool(hold.units & set(places))
    return 0 < len(hold.units & set(places_in(snapshot))) < hold.number


def words_of(hold, basis=BY_ENTRY):
    """Why the counts are kept back, and what is shown instead."""
    month = period_label(hold.first, "month")
    why = f"are kept back while “{hold.title}” runs, {hold.until}: seen by unit, they would show its arms."
    if basis == BY_ENTRY:
        return f"Counts of single units from {month} on {why} Earlier months, and counts of the whole force, are shown."
    return (
        f"Counts of single units that are not by month of entry {why} An earlier month would change with cases that "
        f"entered since. Extracts of before {month}, counts by month of entry, and of the whole force, are shown."
    )


def without_held(snapshot, frame, *, on, basis, grain="month"):
    """The frame (columns place and period) without the cells that are kept back on that day."""
    for hold in holds_on(snapshot, on):
        cells = zip(frame["place"], frame["period"], strict=True)
        frame = frame[
            [
                place not in hold.units or not is_late(hold, snapshot, day, grain, basis)
                for place, day in cells
            ]
        ]
    return frame


def open_rows(snapshot, frame, place, *, on, basis):
    """The rows (columns period and grain_period) of one place that may be shown on that day; "" is all together.

    Withheld where all together are only some of the held units, or where nothing of the place may be shown.
    """
    if not place:
        check_open(snapshot, on=on, basis=basis)
        return frame
    if basis != BY_ENTRY:
        check_open(snapshot, on=on, basis=basis, places=[place])
    holds = [hold for hold in holds_on(snapshot, on) if place in hold.units]
    late = [
        any(is_late(hold, snapshot, day, grain, basis) for hold in holds)
        for day, grain in zip(frame["period"], frame["grain_period"], strict=True)
    ]
    return frame[[not one for one in late]]


def words_for(snapshot, place, *, on, basis):
    """Sentences on what a table of one place does not show; [] where it shows all."""
    holds = [hold for hold in holds_on(snapshot, on) if place in hold.units]
    return [
        words_of(hold, basis) for hold in holds if basis == BY_ENTRY or shows_up_to(snapshot) >= hold.first
    ]


def kept_periods(source, place, periods, *, on, grain="month"):
    """{period: why, in words} of those of one place that are kept back in figures that are no snapshot yet.

    source: has a force, a basis and the day `as_at` on which it was counted, as a grid of typed counts.
    """
    return {
        day: words_of(hold, source.basis)
        for hold in holds_of(source.force, on)
        for day in periods
        if place in hold.units and is_late(hold, source, day, grain, source.basis)
    }


def shows_up_to(source):
    """The last day that figures may show. Rows of cases prove it; of counts alone it is a claim of who brought them.

    So of counts the day they came in stands where it is later: months of a trial are not read as those of another day.
    """
    if isinstance(source, Snapshot):
        return source.as_at if holds_cases(source) else max(source.as_at, localdate(source.imported_at))
    return max(source.as_at, localdate(source.changed_at))


def is_late(hold, snapshot, day, grain, basis):
    """Whether a period that begins on that day has, or may have, cases of the months kept back."""
    if basis != BY_ENTRY:
        return shows_up_to(snapshot) >= hold.first
    return add_months(day, MONTHS_IN[grain]) > hold.first
