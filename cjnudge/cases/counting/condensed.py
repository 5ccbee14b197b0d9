"""Cases added up once before many things are asked of them: an extract of millions is then read once, not each time."""

from contextlib import contextmanager
from copy import copy

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import MeasureRefused, fields_of, held
from cjnudge.cases.counting.rows import holds_cases, parts_item
from cjnudge.cases.counting.timing import in_steps
from cjnudge.cases.storage import snapshots, store
from cjnudge.cases.storage.duck import connection
from cjnudge.cases.storage.schema import quoted

DAYS = {"outcome": "outcome_on", "first_outcome": "first_outcome_on"}


def can_condense(measure, snapshot, basis):
    """Whether a measure can be counted from condensed cases: of eligible ones, followed from the day they entered."""
    known = holds_cases(snapshot) and "eligible_cases" in held(snapshot)
    return known and basis == "entry" and bool(measure.follow_up_days) and measure.needs == {"eligible_cases"}


@contextmanager
def condensed(snapshot, *, first, last, windows, step=1):
    """A snapshot that gives the counts and timings of eligible decisions of whole months within some windows of days.

    first, last: first and last day of the months; windows: days from entry. A row stands for `n` cases of a unit that
    entered in one month and had the same outcomes after as many days, which are rounded up to steps of `step` days but
    never past a window. Its dates are those of a case that entered on the first of the month. So count, count_together
    and lags_by_cell (in these steps) give what they give for the snapshot itself within these windows, by unit and by
    month of entry alone. ValueError unless every case was followed for the longest; MeasureRefused where it is not
    known which cases are eligible. The rows lie in a temporary part that is gone at the end.
    """
    if not holds_cases(snapshot) or "eligible_cases" not in held(snapshot):
        raise MeasureRefused("Which cases are eligible is not known here: approve rules and import it again.")
    if last > snapshots.last_mature_day(snapshot, max(windows)):
        raise ValueError(f"Cases that entered up to {last} were not followed for {max(windows)} days.")
    with store.writing() as path, connection() as duck:
        duck.execute("SET preserve_insertion_order = false")
        query = _query(snapshot, first, last, sorted(windows), step)
        duck.execute(f"COPY ({query}) TO {quoted(path)} (FORMAT parquet)")
        fewer = copy(snapshot)
        fewer.read_instead, fewer.is_condensed = [path], True
        yield fewer


def _query(snapshot, first, last, windows, step):
    """Query: unit, the first of the month as entry_on, outcomes with the days they would then have, and `n`."""
    known = {key: day for key, day in DAYS.items() if key == "outcome" or key in fields_of(snapshot)}
    lags = ", ".join(f"{_lag(day, windows, step)} AS {key}_lag" for key, day in known.items())
    dated = ", ".join(f"{key}, entry_on + {key}_lag AS {day}" for key, day in known.items())
    outcomes = ", ".join(known)
    return f"""SELECT unit, entry_on, {dated}, '{case_rows.ELIGIBLE[0]}' AS eligibility, true AS first_of_decision, n
        FROM (SELECT *, {case_rows.period_of("month")} AS entry_on
            FROM (SELECT unit, {case_rows.month_number("entry_on")} AS month, {outcomes}, {lags}, count(*) AS n
                FROM {parts_item(snapshot)} WHERE entry_on BETWEEN DATE '{first}' AND DATE '{last}'
                    AND first_of_decision AND {case_rows.eligible()} GROUP BY ALL))"""  # noqa: S608 - own names


def _lag(day, windows, step):
    """SQL of the days from entry to an outcome in steps, none below 0, one past the last window for all later ones."""
    lag = f"greatest({day} - entry_on, 0)"
    ends = " ".join(f"WHEN {lag} <= {window} THEN {window}" for window in windows)
    last = windows[-1] + 1
    # greatest and least pass over NULL: a case without an outcome would have had one on its first day.
    return f"""CASE WHEN {day} IS NOT NULL THEN CASE WHEN {lag} >= {last} THEN {last}
        ELSE least({in_steps(lag, step)}, CASE {ends} END) END END::INTEGER"""
