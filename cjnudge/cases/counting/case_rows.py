"""Case rows as the counting schema: which rows count, in which period, with which outcome.

An outcome counts on the day it is dated. Within a window of W days from entry a case stands as it stood on day W:
with its latest outcome where that came in time, else with the first one where that did. So a case reopened after the
window keeps what it had in it, and old cases, which had longer to be reopened, are not treated otherwise than new ones.
A transferred case stays where it entered, with the outcome it was given (20 where another body took it): what happens
after entry takes no case out of the denominator.
"""

from datetime import timedelta

from cjnudge.cases.counting import repeats
from cjnudge.cases.counting.refusals import OF_CASES, OF_SUSPECTS, fields_of
from cjnudge.cases.outcomes import NONE, PENDING
from cjnudge.cases.storage import snapshots
from cjnudge.periods import FIRST_MONTH_OF_YEAR, add_months

ELIGIBLE = ("eligible", "conditional")  # a resolution is allowed, outright or on a condition
NOT_RECORDED = "not recorded"
DAY_OF = {"entry": "entry_on", "recorded": "recorded_on"}


def text(value):
    """A text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"


def relation(parts, snapshot, measure, *, number, entries, bases, columns, reading, suspects):
    """As rows.relation, over part files of cases; number: SQL of how many cases a group of their rows stands for.

    entries: FROM item of all rows of the extract, among which a later entry of a suspect is looked for.
    """
    given = {
        "number": number,
        "columns": columns,
        "reading": reading,
        "suspects": suspects,
        "entries": entries,
    }
    each = [_on_basis(parts, snapshot, measure, basis, **given) for basis in bases]
    return f"({' UNION ALL '.join(each)})"


def _on_basis(parts, snapshot, measure, basis, *, columns, reading, **given):
    """Cases are grouped as they are read; names, dates and constants are put to the few groups afterwards."""
    told = [name for name in ("offence_group", *OF_CASES) if name in columns]
    inner = _grouped(parts, snapshot, measure, basis, told, reading, **given)
    others = ", ".join(
        f"coalesce({name}, '{NOT_RECORDED}') AS {name}" if name in told else f"NULL::VARCHAR AS {name}"
        for name in ("offence_group", *OF_CASES)
    )
    return f"""SELECT place, NULL::BOOLEAN AS territorial, '{basis}' AS basis, {period_of(reading.grain)} AS period,
        '{reading.grain}' AS grain_period, {settled("known")} AS outcomes, {others},
        NULL::VARCHAR AS "case", again, n FROM ({inner})"""  # noqa: S608 - own names


def _grouped(parts, snapshot, measure, basis, told, reading, *, number, suspects, entries):
    fields, days = fields_of(snapshot), measure.follow_up_days
    day = DAY_OF.get(basis) or decided_on(fields, None, reading.kept)
    wanted = [f"{day} IS NOT NULL", *conditions(measure, fields, reading)]
    if days:
        limit = snapshots.last_mature_day(snapshot, days)
        wanted.append(f"entry_on <= DATE '{last_whole_day(limit, reading.grain)}'")
    again, chosen = "false", f"{parts} WHERE {' AND '.join(wanted)}"
    if "repeat_suspects" in measure.needs:
        decided = decided_on(fields, days, reading.kept)
        condition = " AND ".join((*wanted, suspects))
        later = {"suspects": suspects, "entries": entries}
        again, chosen = "again", repeats.with_again(parts, condition, fields, decided, days, **later)
    named = "".join(f", {name}" for name in told)
    asks_outcomes = measure.numerator or measure.denominator
    known = outcome(fields, days, reading.kept) if asks_outcomes else "NULL::VARCHAR"
    return f"""SELECT unit AS place{named}, {month_number(day)} AS month, {known} AS known, {again} AS again,
        {number} AS n FROM {chosen} GROUP BY ALL"""  # noqa: S608


def conditions(measure, fields, reading):
    """Which rows a measure is about: eligible ones where it says so; one for each decision or each crime."""
    wanted = []
    if measure.needs & {"eligible_cases", *OF_SUSPECTS}:
        wanted.append(eligible())
    if reading.per == "decision":
        wanted.append("first_of_decision")
    if measure.needs & OF_SUSPECTS and "reoffended_on" not in fields:
        wanted.append("suspect IS NOT NULL")
    return wanted


def eligible():
    """Condition: a resolution was allowed."""
    return f"eligibility IN ({', '.join(map(text, ELIGIBLE))})"


def outcome(fields, days, kept):
    """SQL of the outcome a case counts with: within `days` of entry, or of all time where that is None."""
    return _kept("outcome", "first_outcome", fields, days, kept)


def decided_on(fields, days, kept):
    """SQL of the day of that outcome."""
    return _kept("outcome_on", "first_outcome_on", fields, days, kept)


def _kept(latest, first, fields, days, kept):
    if "first_outcome" not in fields:
        return f"CASE WHEN {in_time('outcome_on', days)} THEN {latest} END" if days else latest
    changed = f"nullif(first_outcome, '{PENDING}') IS NOT NULL"
    # A first outcome without a day was given by the day of the latest one.
    first = f"CASE WHEN {changed} THEN coalesce({first}, {latest}) ELSE {latest} END"
    first_on = f"CASE WHEN {changed} THEN coalesce(first_outcome_on, outcome_on) ELSE outcome_on END"
    standing = f"nullif(outcome, '{PENDING}') IS NOT NULL"
    branches = [] if kept == "first" else [f"WHEN {standing} AND {in_time('outcome_on', days)} THEN {latest}"]
    return f"CASE {' '.join(branches)} WHEN {in_time(first_on, days)} THEN {first} END"


def settled(known):
    """SQL of an outcome as counts name it: "" for none and for not yet assigned."""
    return f"CASE WHEN {known} = '{PENDING}' THEN '{NONE}' ELSE coalesce({known}, '{NONE}') END"


def in_time(day, days):
    """Condition: a day lies within so many days of entry; of every dated one where that is None."""
    return f"{day} <= entry_on + {days}" if days else f"{day} IS NOT NULL"


def month_number(day):
    """SQL of the month a day lies in, counted from year 0: a whole number groups faster than a date."""
    return f"year({day}) * 12 + month({day}) - 1"


def period_of(grain):
    """SQL of the first day of the period that has the month `month`; financial years begin in April."""
    into = {"month": "0", "quarter": "month % 3", "year": f"(month - {FIRST_MONTH_OF_YEAR - 1}) % 12"}[grain]
    first = f"(month - {into})"
    return f"make_date({first} // 12, {first} % 12 + 1, 1)"


def last_whole_day(limit, grain):
    """The last day of the last period that lies wholly on or before a day."""
    after = limit + timedelta(days=1)
    month = after.month - 1
    into = {"month": 0, "quarter": month % 3, "year": (month - FIRST_MONTH_OF_YEAR + 1) % 12}[grain]
    return add_months(after, -into) - timedelta(days=1)
