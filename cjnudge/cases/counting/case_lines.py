"""What else a case extract can say of eligible cases: the counts behind a trial's guardrails, one line each.

Each is counted over eligible decisions of whole months that were followed long enough, as the measures are, and with
the outcome that a case had within its window.
"""

from dataclasses import dataclass, replace

from cjnudge.cases.counting import case_rows
from cjnudge.cases.counting.counts import count
from cjnudge.cases.counting.refusals import (
    AS_USUAL,
    MeasureRefused,
    check_can_count,
    fields_of,
)
from cjnudge.cases.counting.rows import check_eligible_cases, parts_item
from cjnudge.cases.measures import all_measures, measure
from cjnudge.cases.outcomes import OOCR
from cjnudge.cases.storage import snapshots
from cjnudge.cases.storage.duck import connection

RESOLVED, EVERY = "resolved", "every"
# Gravity 4 and the groups below are those that guardrail G3 names; a flag counts where the extract has one.
GRAVE = 4
SERIOUS_GROUPS = ("Sexual offences", "Possession of weapons offences")


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One outcome of eligible cases. `above` and `below` are conditions on a row; `value` is averaged instead.

    of: "resolved" for those resolved out of court within the window, "every" for all eligible ones. needs: fields of
    which at least one must have been mapped.
    """

    key: str
    title: str
    above: str = ""
    below: str = "true"
    value: str = ""
    of: str = EVERY
    needs: tuple
    missing: str


def _serious(fields):
    """Condition: any sign of a serious offence that the extract holds."""
    signs = {
        "gravity": f"coalesce(gravity >= {GRAVE}, false)",
        "offence": f"coalesce(offence_group IN ({', '.join(map(case_rows.text, SERIOUS_GROUPS))}), false)",
        "domestic_abuse": "coalesce(domestic_abuse = 'yes', false)",
        "hate": "coalesce(hate = 'yes', false)",
    }
    return " OR ".join(sign for field, sign in signs.items() if field in fields)


LINES = {
    line.key: line
    for line in (
        CaseLine(
            key="serious_share",
            title="Serious offences among out-of-court resolutions",
            of=RESOLVED,
            needs=("gravity", "offence", "domestic_abuse", "hate"),
            missing="a gravity score, an offence code, or a flag for domestic abuse or hate crime",
        ),
        CaseLine(
            key="victim_consulted",
            title="Victim consulted, among out-of-court resolutions",
            above="victim_consulted = 'yes'",
            below="victim_consulted IS NOT NULL",
            of=RESOLVED,
            needs=("victim_consulted",),
            missing="whether the victim was consulted",
        ),
        CaseLine(
            key="conditions_breached",
            title="Conditions breached, among resolutions with conditions",
            above="conditions = 'breached' AND coalesce(conditions_on <= entry_on + {days}, true)",
            below="conditions IN ('open', 'completed', 'breached')",
            of=RESOLVED,
            needs=("conditions",),
            missing="how far the conditions are",
        ),
        CaseLine(
            key="officer_minutes",
            title="Officer minutes a case",
            value="minutes",
            below="minutes IS NOT NULL",
            needs=("minutes",),
            missing="the minutes officers spent",
        ),
        CaseLine(
            key="days_to_outcome",
            title="Days from entry to the outcome",
            value="greatest(decided_on - entry_on, 0)",
            below="decided_on IS NOT NULL",
            needs=("outcome_on",),
            missing="the day of the outcome",
        ),
        CaseLine(
            key="ethnicity_missing",
            title="Ethnicity not recorded",
            above="ethnicity IS NULL OR ethnicity = 'not stated'",
            needs=("ethnicity",),
            missing="ethnicity",
        ),
    )
}
NOT_HELD = "This extract does not hold it, and no other source of it is connected."
REPEAT = "repeat_suspect_"  # repeat_suspect_6m and repeat_suspect_12m differ in their window alone


def line_keys():
    """Every outcome of eligible cases that can be asked for beside the primary one: {key: title}."""
    followed = {key: one.title for key, one in all_measures().items() if one.follow_up_days}
    again = {f"{REPEAT}6m": "Suspects named again within 6 months"}
    return {**followed, **again, **{key: line.title for key, line in LINES.items()}}


def within(key, days):
    """The measure with that key, asked of another follow-up window: case rows can be followed for any."""
    asked = measure(f"{REPEAT}12m" if key.startswith(REPEAT) else key)
    return replace(asked, follow_up_days=days)


def check_line(snapshot, key, *, days):
    """MeasureRefused where `count_line` would say so, as far as that is known without reading the rows."""
    if key in LINES:
        _check(LINES[key], snapshot)
    elif key in line_keys():
        check_can_count(within(key, days), snapshot, by=("place", "period"), basis="entry")
    else:
        raise MeasureRefused(NOT_HELD)


def count_line(snapshot, key, *, days, places=None, periods=None):
    """DataFrame: place, period, numerator, denominator (of a mean: n, mean, sd), months followed for `days` alone.

    MeasureRefused, in words, where the extract does not hold what the line needs, and for an unknown key.
    """
    if key not in LINES:
        if key not in line_keys():
            raise MeasureRefused(NOT_HELD)
        return count(within(key, days), snapshot, basis="entry", places=places, periods=periods)
    _check(LINES[key], snapshot)
    return count_lines(snapshot, [key], days=days, places=places, periods=periods)[key]


def count_lines(snapshot, keys, *, days, places=None, periods=None):
    """{key: as `count_line`} of several of LINES, in one reading of the rows; without those that the extract lacks."""
    lines = [LINES[key] for key in keys if _holds(LINES[key], snapshot)]
    if not lines:
        return {}
    with connection() as duck:
        frame = duck.execute(_query(lines, snapshot, days)).df()
    frame["period"] = frame["period"].dt.date
    wanted = (places is None) | frame.place.isin(places or ())
    frame = frame[wanted & ((periods is None) | frame.period.isin(periods or ()))]
    return {line.key: _of_line(line, frame) for line in lines}


def _of_line(line, frame):
    """The columns of one line, without the cells in which there is nothing below."""
    names = {f"{line.key}_{column}": column for column in _columns(line)}
    found = frame[["place", "period", *names]].rename(columns=names)
    return found[found[_columns(line)[0 if line.value else 1]] > 0].reset_index(drop=True)


def _columns(line):
    return ("n", "mean", "sd") if line.value else ("numerator", "denominator")


def _holds(line, snapshot):
    try:
        _check(line, snapshot)
    except MeasureRefused:
        return False
    return True


def _check(line, snapshot):
    check_eligible_cases(snapshot)
    if not set(line.needs) & fields_of(snapshot):
        raise MeasureRefused(
            f"The extract does not hold {line.missing}: map it and import the extract again."
        )


def _query(lines, snapshot, days):
    fields = fields_of(snapshot)
    limit = case_rows.last_whole_day(snapshots.last_mature_day(snapshot, days), "month")
    known, on = (part(fields, days, AS_USUAL.kept) for part in (case_rows.outcome, case_rows.decided_on))
    rows = f"""SELECT *, {case_rows.month_number("entry_on")} AS month, {case_rows.settled(known)} AS known,
        {on} AS decided_on FROM {parts_item(snapshot)} WHERE entry_on <= DATE '{limit}' AND first_of_decision
        AND {case_rows.eligible()}"""  # noqa: S608 - own names
    sums = ", ".join(_sums(line, fields, days) for line in lines)
    below = " OR ".join(f"({_below(line)})" for line in lines)
    return f"""SELECT unit AS place, {case_rows.period_of("month")} AS period, {sums}
        FROM ({rows}) WHERE {below} GROUP BY unit, month ORDER BY place, period"""  # noqa: S608 - own names


def _below(line):
    resolved = f"known IN ({', '.join(map(case_rows.text, sorted(OOCR)))})"
    return line.below if line.of == EVERY else f"{resolved} AND ({line.below})"


def _sums(line, fields, days):
    """SQL of a line's columns, each under the line's key and its own name."""
    below = _below(line)
    if line.value:
        values = ("count(*)", f"avg({line.value})", f"stddev_samp({line.value})")
        sums = [f"{value} FILTER ({below})" for value in values]
        sums[2] = f"CASE WHEN {sums[0]} > 0 THEN coalesce({sums[2]}, 0) END"  # one value deviates by 0
    else:
        above = _serious(fields) if line.key == "serious_share" else line.above.format(days=days)
        sums = [f"count(*) FILTER (({below}) AND ({above}))", f"count(*) FILTER ({below})"]
    return ", ".join(f"{sum_} AS {line.key}_{name}" for sum_, name in zip(sums, _columns(line), strict=True))
