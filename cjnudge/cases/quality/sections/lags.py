"""How long outcomes take: shares by days since entry, and how the outcomes compete."""

from functools import partial

from cjnudge import charts
from cjnudge.cases.counting import case_rows
from cjnudge.cases.outcomes import CHARGE, NO_FURTHER_ACTION, NONE, OOCR
from cjnudge.cases.quality.found import Found, Picture, Section, Table
from cjnudge.cases.quality.wording import percent
from cjnudge.periods import period_end, period_label

DAYS = (30, 60, 90, 120, 180, 365)
OF_CURVES = (30, 60, 90, 120, 180, 240, 300, 360)  # multiples of STEP
NOT_YET = "not yet"
KINDS = {
    "oocr": ("Out-of-court resolution", OOCR),
    "charge": ("Charge", CHARGE),
    "nfa": ("No further action", NO_FURTHER_ACTION),
}
STEP = 10  # days between the points of the curves: fine enough to see, too coarse to see one case
LEAST_CASES = 100  # of which a curve is drawn
LEAST_EVENTS = 5  # the threshold of disclosure: a curve begins where so many outcomes of its kind have come
LONGEST = 365


def look(material):
    table = Table(
        "Share with an outcome, by quarter of entry and days since entry", _headings(), _lines(material)
    )
    curves = _curves(material)
    sentences = [_READING, *([_curve_words(curves)] if curves else [])]
    return Found(sentences=sentences, tables=[*_curve_table(curves), table], picture=_picture(curves))


_READING = (
    "A quarter has a figure for so many days only when all its cases have been followed for that long: quarters are "
    "compared at the same age or not at all."
)


def _headings():
    return [["Entered in", "text"], ["Decisions", "count"], *([f"{days} days", "share"] for days in DAYS)]


def _lines(material):
    within = ", ".join(f"count(*) FILTER ({_known(material, days)} <> '{NONE}')" for days in DAYS)
    rows = material.rows(
        f"SELECT date_trunc('quarter', entry_on)::DATE AS start, count(*), {within} FROM decided GROUP BY 1 ORDER BY 1"  # noqa: S608
    )
    return [_line(material, start, entered, with_outcome) for start, entered, *with_outcome in rows]


def _line(material, start, entered, with_outcome):
    last = period_end(start, "quarter")
    shares = [
        material.cell(count, entered)[2] if material.is_followed(last, days) else NOT_YET
        for days, count in zip(DAYS, with_outcome, strict=True)
    ]
    return [period_label(start, "quarter"), material.count(entered), *shares]


def _curves(material):
    """[(kind, days, share)] of every decision by cumulative incidence; [] where there are too few."""
    from trials.stats.timing import cumulative_incidence

    timing = _timing(material)
    if timing["count"].sum() < LEAST_CASES:
        return []
    days = range(0, int(timing["lag_days"].max()) + 1, STEP)
    events = {kind: _events(timing, kind, days) for kind in KINDS}
    kinds = [kind for kind in KINDS if max(events[kind].values()) >= LEAST_EVENTS]
    found = cumulative_incidence(timing, at=days, causes=kinds)
    shares = {(row.cause, int(row.lag_days)): round(row.incidence, 2) for row in found.itertuples()}
    most = int(timing["count"].sum()) - LEAST_EVENTS
    return [
        (kind, day, shares[kind, counted_on])
        for kind in kinds
        for day, counted_on in _steps(events[kind], most)
    ]


def _steps(events, most):
    """[(day, day whose share stands there)]: each step is of LEAST_EVENTS outcomes or more, and the rest as many."""
    found, day_of, told = [], None, 0
    for day, number in events.items():
        if number - told >= LEAST_EVENTS and number <= most:
            day_of, told = day, number
        if day_of is not None:
            found.append((day, day_of))
    return found


def _events(timing, kind, days):
    """{day: outcomes of the kind by then}."""
    lags, counts = (timing.loc[timing["cause"] == kind, name].to_numpy() for name in ("lag_days", "count"))
    return {day: int(counts[lags <= day].sum()) for day in days}


def _known(material, days):
    """SQL of what a decision stood at so many days after entry: the one rule of the measures (see case_rows)."""
    return case_rows.settled(case_rows.outcome(material.fields, days, "latest"))


def _timing(material):
    """Decisions by cause and days since entry; without an outcome by the extract or day LONGEST they are censored."""
    cases = " ".join(
        f"WHEN list_contains({sorted(map(str, types))}, known) THEN '{kind}'"
        for kind, (_, types) in KINDS.items()
    )
    return material.duck.execute(
        f"""SELECT CASE WHEN known = '{NONE}' THEN 'censored' {cases} ELSE 'other' END AS cause,
            CASE WHEN known = '{NONE}' THEN least(?::DATE - entry_on, {LONGEST})
            ELSE greatest(on_day - entry_on, 0) END AS lag_days, count(*) AS count FROM
            (SELECT entry_on, {_known(material, LONGEST)} AS known,
            {case_rows.decided_on(material.fields, LONGEST, "latest")} AS on_day
            FROM decided WHERE entry_on <= ?) GROUP BY ALL""",  # noqa: S608 - own names
        [material.as_at, material.as_at],
    ).df()


def _curve_table(curves):
    """The curves at some of their days, as the table beside the picture; none without curves."""
    shares = {(kind, days): share for kind, days, share in curves}
    days = [one for one in OF_CURVES if any((kind, one) in shares for kind in KINDS)]
    headings = [["Outcome", "text"], *([f"{one} days", "share"] for one in days)]
    rows = [
        [name, *(shares.get((kind, one)) for one in days)]
        for kind, (name, _) in KINDS.items()
        if any((kind, one) in shares for one in days)
    ]
    return [Table("Cumulative incidence by days since entry", headings, rows)] if rows else []


def _curve_words(curves):
    ends = {kind: (days, share) for kind, days, share in curves}
    told = [
        f"{KINDS[kind][0].lower()} {percent(share)} after {days} days" for kind, (days, share) in ends.items()
    ]
    return (
        f"Cumulative incidence of all decisions, in which the outcomes compete: {'; '.join(told)}. Whole percents, in "
        f"steps of {LEAST_EVENTS} outcomes or more: between them a curve stays where it was."
    )


def _picture(curves):
    if not curves:
        return None
    points = [{"x": days, "y": share, "who": KINDS[kind][0]} for kind, days, share in curves]
    names = [name for name, _ in KINDS.values() if any(point["who"] == name for point in points)]
    draw = partial(
        charts.draw_curves, points, order=names, x_title="Days since entry", y_title="Share of decisions"
    )
    return Picture(
        "Outcomes by days since entry",
        f"Line chart of shares by days since entry. {_curve_words(curves)}",
        draw,
    )


SECTION = Section(order=40, title="How long outcomes take", schemas=("cases",), look=look)
