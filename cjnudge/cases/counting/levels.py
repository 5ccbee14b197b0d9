"""How many crimes came in, by unit and month, whatever became of them and whether or not they were eligible.

A crime counts once in each unit and month in which a suspect of it entered; without a crime identifier each row does.
Crimes of which nobody is suspected are in no extract of cases, so this is no recorded crime as published.
"""

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import MeasureRefused, check_rows_kept, fields_of
from cjnudge.cases.counting.rows import holds_cases, parts_item
from cjnudge.cases.storage.duck import connection

AT_ONCE = 2_000_000  # rows of crimes that are told apart together: some 200 MB


def count_crimes(snapshot, *, places, periods):
    """DataFrame: place, period, events, of those units and months (first days); cells without any have no row.

    MeasureRefused where the snapshot holds counts.
    """
    check_rows_kept(snapshot)
    if not holds_cases(snapshot):
        raise MeasureRefused("This snapshot holds counts, not cases.")
    with connection() as duck:
        duck.execute("CREATE TEMP TABLE crimes (unit VARCHAR, month BIGINT, events BIGINT)")
        for query in queries(duck, snapshot):
            duck.execute(f"INSERT INTO crimes {query}")
        frame = duck.execute(
            f"""SELECT unit AS place, {case_rows.period_of("month")} AS period, sum(events)::BIGINT AS events
                FROM crimes WHERE list_contains(?::VARCHAR[], place) AND list_contains(?::DATE[], period)
                GROUP BY ALL ORDER BY ALL""",  # noqa: S608 - own names
            [list(places), list(periods)],
        ).df()
    frame["period"] = frame["period"].dt.date
    return frame.astype({"events": "int64"})


def queries(duck, snapshot):
    """SQL of counts by unit and month that add up: of rows without a crime, and of so many crimes at a time."""
    rows = parts_item(snapshot)
    by = f"SELECT unit, {case_rows.month_number('entry_on')} AS month"
    known = "crime" in fields_of(snapshot)
    yield f"{by}, count(*) FROM {rows} WHERE {'crime IS NULL' if known else 'true'} GROUP BY ALL"
    times = duck.execute(f"SELECT count(*) FROM {rows}").fetchone()[0] // AT_ONCE + 1  # noqa: S608 - own names
    for turn in range(times) if known else ():
        chosen = f"crime IS NOT NULL AND hash(crime) % {times} = {turn}"
        yield f"{by}, count(DISTINCT crime) FROM {rows} WHERE {chosen} GROUP BY ALL"
