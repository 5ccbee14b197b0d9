"""How much harm the suspects of eligible cases did after the decision: weights of their further crimes, added up.

No weight comes with the software: they are the gravity score of the extract, or a table that the force supplies, with
its source. What counts as a further crime is as in repeats.py: one entered from 14 days after the decision to the end
of the window from entry; a case without a decision in the window has none.
"""

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.refusals import AS_USUAL, MeasureRefused, fields_of
from cjnudge.cases.counting.repeats import AFTER_DAYS
from cjnudge.cases.counting.rows import check_eligible_cases, parts_item
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.duck import connection

GRAVITY, OFFENCE = "gravity", "offence"
MOST_WITHOUT = 0.10  # of further crimes; the share over which STATISTICS calls missing outcomes a finding
MOST_NAMED = 5  # offences named in a sentence
AT_ONCE = 1_000_000  # rows of suspects who are looked at together: some 200 MB
NEEDS = {GRAVITY: "a gravity score", OFFENCE: "an offence code"}


def check_harm(snapshot, by):
    """MeasureRefused, in words, where the snapshot cannot say how much harm came after. by: GRAVITY or OFFENCE."""
    check_eligible_cases(snapshot)
    lacking = [words for field, words in (("suspect", "a suspect identifier"), (by, NEEDS[by])) if field not in
               fields_of(snapshot)]  # fmt: skip
    if lacking:
        raise MeasureRefused(
            f"The extract does not hold {' and '.join(lacking)}: map it and import the extract again."
        )


def count_harm(snapshot, by, weights, *, days, places, periods):
    """DataFrame: place, period, n (eligible cases), total and squares of their harm, months followed for `days` alone.

    by: GRAVITY takes the score as it stands; OFFENCE takes `weights`, {offence code or group: weight}. MeasureRefused
    where more than MOST_WITHOUT of the further crimes have no weight; of the rest those without count nothing.
    """
    check_harm(snapshot, by)
    with connection() as duck:
        _lay_offences(duck, parts_item(snapshot), weights)
        _add_up(duck, snapshot, by, days)
        check_weighed(duck, by)
        frame = duck.execute(
            f"""SELECT unit AS place, {case_rows.period_of("month")} AS period, sum(n)::BIGINT AS n,
                sum(total) AS total, sum(squares) AS squares FROM sums
                WHERE list_contains(?::VARCHAR[], unit) GROUP BY unit, month
                HAVING list_contains(?::DATE[], period) ORDER BY ALL""",  # noqa: S608 - own names
            [list(places), list(periods)],
        ).df()
    frame["period"] = frame["period"].dt.date
    return frame


def _lay_offences(duck, rows, weights):
    """The table `named`: every offence code of the rows with its weight, NULL without one."""
    duck.execute("CREATE TEMP TABLE named (offence VARCHAR, weight DOUBLE)")
    found = duck.execute(
        f"SELECT offence, min(offence_group) FROM {rows} WHERE offence IS NOT NULL GROUP BY offence"  # noqa: S608
    ).fetchall()
    if found:
        named = [(code, weight_of(code, group, weights)) for code, group in found]
        duck.executemany("INSERT INTO named VALUES (?, ?)", named)


def _add_up(duck, snapshot, by, days):
    """The table `sums`: by unit and month cases, their harm, its squares, further crimes and those without a weight.

    Some suspects at a time, so that millions of rows fit into the memory that a connection has.
    """
    rows = parts_item(snapshot)
    times = duck.execute(f"SELECT count(*) FROM {rows}").fetchone()[0] // AT_ONCE + 1  # noqa: S608 - own names
    duck.execute(
        "CREATE TEMP TABLE sums (unit VARCHAR, month BIGINT, n BIGINT, total DOUBLE, squares DOUBLE, crimes BIGINT, "
        "unweighed BIGINT)"
    )
    for turn in range(times):
        chosen = f"suspect IS NOT NULL AND hash(suspect) % {times} = {turn}"
        duck.execute(f"CREATE OR REPLACE TEMP TABLE weighed AS {_weighed(rows, by, chosen)}")
        duck.execute(
            f"""INSERT INTO sums SELECT unit, month, count(*), sum(harm), sum(harm * harm), sum(crimes), sum(unweighed)
                FROM ({_cases(snapshot, days, chosen)}) GROUP BY unit, month"""  # noqa: S608 - own names
        )


def _weighed(rows, by, chosen):
    """SQL: suspect, day and weight of every entry, once for each crime that is known."""
    weight = "max(gravity)::DOUBLE" if by == GRAVITY else "max(weight)"
    join = "LEFT JOIN named USING (offence)" if by == OFFENCE else ""
    return f"""SELECT suspect AS person, min(entry_on) AS later_on, {weight} AS weight
        FROM (SELECT suspect, crime, entry_on, offence, gravity,
                CASE WHEN crime IS NULL THEN row_number() OVER () END AS alone FROM {rows} WHERE {chosen}) {join}
        GROUP BY suspect, crime, alone"""  # noqa: S608 - own names


def weight_of(code, group, weights):
    """The weight of an offence: of its own code, of that without a subcode, of its group; None without any."""
    return next((weights[key] for key in (code, code.partition("/")[0], group) if key in weights), None)


def _cases(snapshot, days, chosen):
    """SQL: unit, month and harm of each eligible case, with how many further crimes it had and how many unweighed."""
    fields = fields_of(snapshot)
    limit = case_rows.last_whole_day(snapshots.last_mature_day(snapshot, days), "month")
    decided = case_rows.decided_on(fields, days, AS_USUAL.kept)
    rows = f"""SELECT row_number() OVER () AS number, unit, suspect, entry_on,
        {case_rows.month_number("entry_on")} AS month, {decided} + {AFTER_DAYS} AS start_on
        FROM {parts_item(snapshot)} WHERE entry_on <= DATE '{limit}' AND first_of_decision
        AND {chosen} AND {case_rows.eligible()}"""  # noqa: S608 - own names
    return f"""SELECT number, any_value(unit) AS unit, any_value(month) AS month, coalesce(sum(weight), 0) AS harm,
        count(later_on) AS crimes, count(later_on) - count(weight) AS unweighed
        FROM ({rows}) LEFT JOIN weighed ON suspect = person AND later_on BETWEEN start_on AND entry_on + {days}
        GROUP BY number"""  # noqa: S608 - own names


def check_weighed(duck, by):
    """MeasureRefused where too many of the further crimes have no weight, naming offences that lack one."""
    crimes, without = duck.execute(
        "SELECT coalesce(sum(crimes), 0), coalesce(sum(unweighed), 0) FROM sums"
    ).fetchone()
    if without <= MOST_WITHOUT * crimes:
        return
    lacking = duck.execute("SELECT offence FROM named WHERE weight IS NULL ORDER BY offence").fetchall()
    codes = [code for (code,) in lacking[:MOST_NAMED]] if by == OFFENCE else []
    which = f", among them offence {', '.join(codes)}" if codes else ""
    raise MeasureRefused(
        f"{without / crimes:.0%} of the further crimes have no weight{which}: give every offence or group its weight."
    )
