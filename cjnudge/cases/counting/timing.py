"""When outcomes came: counts of cases by cause and by days since entry, as cumulative incidence is computed from."""

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import (
    OF_CASES,
    MeasureRefused,
    Reading,
    check_groupings,
    fields_of,
    held,
)
from cjnudge.cases.counting.rows import holds_cases, is_condensed, number_of, parts_item
from cjnudge.cases.outcomes import CHARGE, NO_FURTHER_ACTION, NONE, OOCR, in_words, split_types
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.duck import connection

# The outcomes that compete; every other outcome type is "other", a case without one in the window "censored".
CAUSES = {"oocr": OOCR, "charge": CHARGE, "nfa": NO_FURTHER_ACTION}
OTHER, CENSORED = "other", "censored"
LONGEST = 3660  # ten years: longer than any extract


def timing(
    snapshot, *, follow_up_days, by=("unit", "period"), eligible_only=True, per="decision", kept="latest"
):
    """DataFrame: `by`, cause (oocr, charge, nfa, other, censored), lag_days, count, in this order.

    Every case is in it, whenever it entered: one without an outcome by the snapshot's day or by day W, whichever
    comes first, is censored there. `period` is the first day of the month of entry; lags run from 0, which an outcome
    dated before entry has too, to W. The outcome is the one that the measures within W count (see case_rows), so that
    mature cases give their shares again. MeasureRefused for snapshots of counts, which have no dates.
    """
    _check(snapshot, follow_up_days, by, eligible_only)
    reading = Reading(per=per, kept=kept)
    with connection() as duck:
        _lay(duck, _by_outcome(snapshot, follow_up_days, by, eligible_only, reading))
        found = duck.execute("SELECT * FROM timed ORDER BY ALL").df()
    if "period" in by:
        found["period"] = found["period"].dt.date
    return found


def lags_by_cell(snapshot, *, follow_up_days, places, periods, step=1):
    """[(unit, period, cause, lags, counts)] in order: the figures of `timing` in these places and periods.

    Lags and counts are lists of the same length, lags rising, in steps of `step` days rounded up and W at most.
    """
    _check(snapshot, follow_up_days, ("unit", "period"), eligible_only=True)
    with connection() as duck:
        _lay(
            duck, _by_outcome(snapshot, follow_up_days, ("unit", "period"), True, Reading()), places, periods
        )
        return duck.execute(
            f"""SELECT unit, period, cause, list(lag ORDER BY lag), list(n ORDER BY lag) FROM (
                SELECT unit, period, cause, least({in_steps("lag_days", step)}, {follow_up_days}) AS lag,
                    sum(count)::BIGINT AS n FROM timed GROUP BY ALL)
            GROUP BY ALL ORDER BY ALL"""  # noqa: S608 - own names
        ).fetchall()


def in_steps(lag, step):
    """SQL of a number of days rounded up to a multiple of `step`."""
    return f"(({lag} + {step - 1}) // {step} * {step})" if step > 1 else lag


def _lay(duck, query, places=None, periods=None):
    """Lay the view `timed`: the groups of a query with the cause of their outcome, in these places and periods."""
    chosen = {"unit": ("VARCHAR", places), "period": ("DATE", periods)}
    asked = {name: pair for name, pair in chosen.items() if pair[1] is not None}
    wanted = "".join(f" AND list_contains(?::{kind}[], {name})" for name, (kind, _) in asked.items())
    values = [list(names) for _, names in asked.values()]
    duck.execute(f"CREATE TEMP TABLE led AS SELECT * FROM ({query}) WHERE true{wanted}", values)  # noqa: S608
    texts = [row[0] for row in duck.execute("SELECT DISTINCT known FROM led").fetchall()]
    duck.execute("CREATE TEMP TABLE causes (known VARCHAR, cause VARCHAR)")
    for text in texts:
        duck.execute("INSERT INTO causes VALUES (?, ?)", [text, _cause(text)])
    duck.execute(
        """CREATE TEMP VIEW timed AS SELECT * EXCLUDE (known, lag_days, count), lag_days,
            sum(count)::BIGINT AS count FROM led JOIN causes USING (known) GROUP BY ALL"""
    )


def _check(snapshot, days, by, eligible_only):
    if not holds_cases(snapshot):
        raise MeasureRefused("This snapshot holds counts, not cases: when each outcome came is not known.")
    if type(days) is not int or not 0 < days <= LONGEST:
        raise ValueError(f"follow_up_days is a whole number from 1 to {LONGEST}.")
    check_groupings([name for name in by if name not in ("unit", "period")], snapshot)
    if eligible_only and "eligible_cases" not in held(snapshot):
        raise MeasureRefused(
            "Which cases are eligible is not known here: no rules were approved when the extract was imported."
        )


def _by_outcome(snapshot, days, by, eligible_only, reading):
    """Query: `by`, the outcome in the window ("" for none), its lag, and the number of cases."""
    fields, as_at = fields_of(snapshot), f"DATE '{snapshots.last_mature_day(snapshot, 0)}'"
    known, on = (part(fields, days, reading.kept) for part in (case_rows.outcome, case_rows.decided_on))
    named = [name for name in by if name in ("unit", "offence_group", *OF_CASES)]
    wanted = [f"entry_on <= {as_at}", "first_of_decision" if reading.per == "decision" else "true"]
    wanted += [case_rows.eligible()] if eligible_only else []
    columns = "".join(f"{name}, " for name in named)
    month = f"{case_rows.month_number('entry_on')} AS month, " if "period" in by else ""
    number = "n, " if is_condensed(snapshot) else ""
    shown = "".join(
        f"{case_rows.period_of('month')} AS period, "
        if name == "period"
        else f"coalesce({name}, '{case_rows.NOT_RECORDED}') AS {name}, "
        for name in by
    )
    return f"""SELECT {shown}known, lag_days, {number_of(snapshot)} AS count FROM (
        SELECT {columns}{month}{number}known, CASE WHEN known = '{NONE}' THEN least({as_at} - entry_on, {days})
            ELSE greatest(on_day - entry_on, 0) END AS lag_days
        FROM (SELECT {columns}{number}entry_on, {case_rows.settled(known)} AS known, {on} AS on_day
              FROM {parts_item(snapshot)} WHERE {" AND ".join(wanted)})) GROUP BY ALL"""  # noqa: S608 - own names


def _cause(text):
    types = split_types(text)
    if not types:
        return CENSORED
    found = [cause for cause, inside in CAUSES.items() if types & inside]
    if not found:
        return OTHER
    if not types <= CAUSES[found[0]]:
        raise MeasureRefused(
            f"This snapshot has {in_words(types)} only as one outcome, so that what they are cannot be told apart."
        )
    return found[0]
