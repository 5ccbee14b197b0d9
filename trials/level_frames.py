"""Outcomes held against the months before the start: how many crimes came in, and what harm suspects did after.

These months stand at 1, so that 1.1 is ten per cent more than they were. Sizes of units differ far more than what
happens in them, so that for crimes each unit is its own measure; harm is a mean of cases, and all units together are.
"""

from cjnudge.cases.counting.counts import MeasureRefused
from cjnudge.cases.counting.harm import check_harm, count_harm
from cjnudge.cases.counting.levels import count_crimes
from trials.means import mean_and_sd
from trials.planning.scales import CRIMES, HARM
from trials.stats.canonical import round_number
from trials.trial_cells import MEAN, RATE, LineCells

NO_BASELINE = (
    "It is held against the months before the start, and the plan has none: begin the figures earlier."
)
NO_HARM = "No further crime followed the cases from before the start, so that nothing can be held against it."
ENROLLED = (
    "Cases were enrolled one by one, and how heavy their suspects’ further crimes were is not among what is read of "
    "them. Watch “Suspects named again” in its place, which is counted for enrolled cases too; or allocate units."
)
BY_CASE = (
    "Cases were allocated one by one, so that both arms are in every unit and no unit has a level of crime that is its "
    "arm’s own. Allocate units where the level of crime has to be watched."
)


def check_indexed(reader, line):
    """MeasureRefused where `indexed_line` would say so, as far as that is known without reading the rows."""
    check_baseline(reader.plan)
    in_turn = any(place.arm for place in reader.places)
    if line.key == CRIMES and in_turn:
        raise MeasureRefused(BY_CASE)
    if line.key == HARM and in_turn:
        raise MeasureRefused(ENROLLED)
    if line.key == HARM:
        check_weights(reader.plan)
        check_harm(reader.snapshot, reader.plan.harm.by)


def check_weights(plan):
    if plan.harm is None:
        raise MeasureRefused("The plan does not say how heavy an offence counts: amend it.")


def indexed_line(reader, line):
    """LineCells of an outcome that is held against the months before the start; MeasureRefused in words."""
    check_indexed(reader, line)
    return crime_line(reader, line) if line.key == CRIMES else harm_line(reader, line)


def harm_line(reader, line):
    """LineCells of MEAN: harm of a case's suspect after the decision, as a multiple of the mean before the start."""
    harm, only = reader.plan.harm, {"places": reader.names, "periods": list(reader.days)}
    frame = count_harm(reader.snapshot, harm.by, dict(harm.weights), days=line.follow_up_days, **only)
    rows = reader.counted(frame, "n", "total", "squares")
    before = [row for row in rows if row[1] + 1 < reader.plan.start]
    total = sum(row[3] for row in before)
    if not total:
        raise MeasureRefused(NO_HARM)
    usual = total / sum(row[2] for row in before)
    held = tuple(
        (*where, int(n), round_number(mean / usual), round_number(sd / usual))
        for *where, n, total, squares in rows
        for mean, sd in [mean_and_sd(n, total, squares)]
    )
    return LineCells(kind=MEAN, rows=held, follow_up_days=line.follow_up_days)


def crime_line(reader, line):
    """LineCells of RATE: crimes that came in, and as many as the unit had in a mean month before the first start."""
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
