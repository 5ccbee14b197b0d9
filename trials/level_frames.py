"""Outcomes held against a unit's own months before the start: how many crimes came in.

Sizes of units differ far more than what happens in them, so that each is its own measure: the months before the first
start are 1, and a figure of 1.1 is ten per cent more than they were.
"""

from cjnudge.cases.counting.counts import MeasureRefused
from cjnudge.cases.counting.levels import count_crimes
from trials.stats.canonical import round_number
from trials.trial_cells import RATE, LineCells

NO_BASELINE = (
    "It is held against the months before the start, and the plan has none: begin the figures earlier."
)
BY_CASE = "Cases were allocated one by one: no unit has a level of crime that is its arm’s own."


def crime_line(reader, line):
    """LineCells of RATE: crimes that came in, and as many as the unit had in a mean month before the first start.

    MeasureRefused where there are no such months, and where arms are not in different units.
    """
    check_baseline(reader.plan)
    if any(place.arm for place in reader.places):
        raise MeasureRefused(BY_CASE)
    frame = count_crimes(reader.snapshot, places=reader.names, periods=list(reader.days))
    rows = reader.counted(frame, "events")
    rows = reader.filled(rows, (0,), {row[0] for row in rows})
    usual = usual_months(reader, rows)
    with_usual = tuple((*row, usual[row[0]]) for row in rows)
    return LineCells(kind=RATE, rows=with_usual, follow_up_days=line.follow_up_days)


def check_baseline(plan):
    """MeasureRefused for a plan without months before the first start."""
    if plan.start < 2:
        raise MeasureRefused(NO_BASELINE)


def usual_months(reader, rows):
    """{place: crimes in a mean month before the first start}; MeasureRefused, by name, where a unit had none."""
    found = {}
    for place in sorted({row[0] for row in rows}):
        before = [events for at, period, events in rows if at == place and period + 1 < reader.plan.start]
        if not sum(before):
            raise MeasureRefused(
                f"{reader.places[place].unit} had no case before the start, so that nothing can be held against it."
            )
        found[place] = round_number(sum(before) / len(before))
    return found
