"""How many decisions were looked at, how many were eligible, and how many were followed for the whole window."""

from dataclasses import replace

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import AS_USUAL, MeasureRefused, Reading, check_can_count, fields_of
from cjnudge.cases.counting.rows import holds_cases, parts_item
from cjnudge.cases.outcomes import PENDING
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.duck import connection

GROUPINGS = ("place", "period")


def flow(snapshot, measure, *, by=GROUPINGS, places=None, periods=None, per="decision", also=()):
    """DataFrame: `by`, then screened (all decisions), entered (those the measure is about), followed for its W days.

    also: other windows in days, each of which adds a column `followed_<days>`. Immature periods are in it: it says why
    they are not counted. For cases `followed` goes by each case's own day of entry; for counts by the last day of the
    month, and `screened` is not known: missing throughout. MeasureRefused where the measure asks for no follow-up or
    the snapshot knows none.
    """
    if not measure.follow_up_days:
        raise MeasureRefused(f"“{measure.title}” asks for no follow-up: its follow-up is unknown.")
    if not set(by) <= set(GROUPINGS):
        raise MeasureRefused(f"Cases that entered are grouped by {' and '.join(GROUPINGS)} alone.")
    reading = Reading(per=per) if holds_cases(snapshot) else AS_USUAL
    windows = {"followed": measure.follow_up_days, **{f"followed_{days}": days for days in also}}
    for days in windows.values():
        check_can_count(replace(measure, follow_up_days=days), snapshot, reading=reading)
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in ("screened", "entered", *windows))
    columns, conditions, values = "".join(f"{name}, " for name in by), ["true"], []
    for column, kind, wanted in (("place", "VARCHAR", places), ("period", "DATE", periods)):
        if wanted is not None:
            conditions.append(f"list_contains(?::{kind}[], {column})")
            values.append(list(wanted))
    with connection() as duck:
        frame = duck.execute(
            f"""SELECT {columns}{sums} FROM {_each(snapshot, measure, per, windows)} WHERE {" AND ".join(conditions)}
                GROUP BY ALL HAVING count(*) > 0 ORDER BY ALL""",  # noqa: S608 - own names
            values,
        ).df()
    if "period" in by:
        frame["period"] = frame["period"].dt.date
    frame["screened"] = frame["screened"].astype("Int64")
    return frame.astype(dict.fromkeys(("entered", *windows), "int64"))


def _each(snapshot, measure, per, windows):
    """FROM item: place, period, screened, entered and the columns of `windows` {name: days}, still to be added up."""
    limits = {name: snapshots.last_mature_day(snapshot, days) for name, days in windows.items()}
    if not holds_cases(snapshot):
        late = f"CASE WHEN outcomes = '{PENDING}' OR last_day(period) > DATE '{{}}' THEN 0 ELSE n END AS {{}}"
        followed = ", ".join(late.format(limit, name) for name, limit in limits.items())
        return f"""(SELECT place, period, NULL::BIGINT AS screened, n AS entered, {followed}
            FROM {parts_item(snapshot)})"""  # noqa: S608 - own names
    fields, reading = fields_of(snapshot), Reading(per=per)
    eligible = " AND ".join(case_rows.conditions(measure, fields, reading)) or "true"
    screened = "first_of_decision" if per == "decision" else "true"
    followed = ", ".join(
        f"count(*) FILTER ({eligible} AND entry_on <= DATE '{limit}') AS {name}"
        for name, limit in limits.items()
    )
    return f"""(SELECT place, {case_rows.period_of("month")} AS period, screened, entered, {", ".join(windows)} FROM (
        SELECT unit AS place, {case_rows.month_number("entry_on")} AS month, count(*) AS screened,
        count(*) FILTER ({eligible}) AS entered, {followed}
        FROM {parts_item(snapshot)} WHERE {screened} GROUP BY ALL))"""  # noqa: S608 - own names
