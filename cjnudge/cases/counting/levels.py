"""How many crimes came in, by unit and month, whatever became of them and whether or not they were eligible.

A crime counts once in each unit and month in which a suspect of it entered; without a crime identifier each row does.
Crimes of which nobody is suspected are in no extract of cases, so this is no recorded crime as published.
"""

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import MeasureRefused, check_rows_kept, fields_of
from cjnudge.cases.counting.rows import holds_cases, parts_item
from cjnudge.cases.storage.duck import connection


def count_crimes(snapshot, *, places, periods):
    """DataFrame: place, period, events, of those units and months (first days); cells without any have no row.

    MeasureRefused where the snapshot holds counts.
    """
    check_rows_kept(snapshot)
    if not holds_cases(snapshot):
        raise MeasureRefused("This snapshot holds counts, not cases.")
    once = "count(DISTINCT crime) + count(*) FILTER (crime IS NULL)"
    events = once if "crime" in fields_of(snapshot) else "count(*)"
    with connection() as duck:
        frame = duck.execute(
            f"""SELECT unit AS place, {case_rows.period_of("month")} AS period, sum(events)::BIGINT AS events
                FROM (SELECT unit, {case_rows.month_number("entry_on")} AS month, {events} AS events
                      FROM {parts_item(snapshot)} GROUP BY ALL)
                WHERE list_contains(?::VARCHAR[], place) AND list_contains(?::DATE[], period)
                GROUP BY ALL ORDER BY ALL""",  # noqa: S608 - own names
            [list(places), list(periods)],
        ).df()
    frame["period"] = frame["period"].dt.date
    return frame.astype({"events": "int64"})
