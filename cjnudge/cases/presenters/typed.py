"""Grids of typed counts as their pages show them."""

import datetime

from cjnudge.cases.measures.value import BASES
from cjnudge.cases.typed.grid import BEGUN, COMPLETE, months_of, progress_of
from cjnudge.periods import period_end, period_label

DAY = "%-d %B %Y"


def grid_line(typed):
    """One row of the list of grids."""
    return {"typed": typed, "span": span(typed), "state": "Snapshot" if typed.snapshot_id else "Being typed"}


def span(typed):
    first, last = (period_label(day, "month") for day in (typed.first_month, typed.last_month))
    return first if first == last else f"{first} to {last}"


def settings_rows(typed):
    """[(name, value)] of what the counts are."""
    follow_up = f"{typed.follow_up_days} days for every case" if typed.follow_up_days else "unknown"
    return [
        ("Months", span(typed)),
        ("Counted", BASES[typed.basis]),
        ("Follow-up", follow_up),
        ("As at", typed.as_at.strftime(DAY)),
        ("How counted", typed.how_counted or "Not said yet"),
    ]


def unit_steps(typed):
    """[{"number", "unit", "state", "colour"}] of the units in order."""
    months = len(months_of(typed))
    return [
        {"number": number, "unit": unit, **_state(progress_of(typed, unit), months)}
        for number, unit in enumerate(typed.units, 1)
    ]


def _state(progress, months):
    if progress[COMPLETE] == months:
        return {"state": "Complete", "colour": "green"}
    if progress[BEGUN]:
        return {
            "state": f"{progress[COMPLETE]} of {months} months, {progress[BEGUN]} begun",
            "colour": "orange",
        }
    if progress[COMPLETE]:
        return {"state": f"{progress[COMPLETE]} of {months} months", "colour": "blue"}
    return {"state": "Empty", "colour": "grey"}


def warnings(typed):
    """What a person should know before the grid becomes a snapshot."""
    found = []
    empty = sum(len(months_of(typed)) - progress_of(typed, unit)[COMPLETE] for unit in typed.units)
    if empty:
        found.append(
            f"{empty} of {len(months_of(typed)) * len(typed.units)} months of the units are empty: they are left out, "
            "not taken for nought."
        )
    if typed.follow_up_days:
        found += _late_months(typed)
    else:
        found.append(
            "The counts are not by month of entry: they serve description, control charts and planning, and no "
            "comparison made from them gets a verdict."
        )
    return found


def _late_months(typed):
    last = typed.as_at - datetime.timedelta(days=typed.follow_up_days)
    late = [month for month in months_of(typed) if period_end(month, "month") > last]
    if not late:
        return []
    return [
        f"Cases that entered from {period_label(late[0], 'month')} on had not been followed for "
        f"{typed.follow_up_days} days on {typed.as_at.strftime(DAY)}: those months are kept, and left out of every "
        "measure until a later count."
    ]
