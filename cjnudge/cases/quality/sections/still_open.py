"""How many of each month's cases have no outcome yet."""

from functools import partial

from cjnudge import charts
from cjnudge.cases.quality.found import Found, Picture, Section, Table
from cjnudge.cases.quality.material import FOLLOW_UP_DAYS
from cjnudge.cases.quality.wording import FEW, month_name, percent
from cjnudge.periods import period_end

OLD = (
    0.10  # where more of the cases that had the whole follow-up are open, the window is short for this force
)


def look(material):
    lines, old_open, old = [], 0, 0
    for month, entered, without in material.by_month(["count(*)", "count(*) FILTER (outcome_on IS NULL)"]):
        part, whole, share = material.cell(without, entered)
        followed = material.is_followed(period_end(month, "month"), FOLLOW_UP_DAYS)
        old_open, old = old_open + without * followed, old + entered * followed
        lines.append([month_name(month), whole, part, share, "yes" if followed else "no"])
    headings = [
        ["Entered in", "text"],
        ["Decisions", "count"],
        ["Still open", "part"],
        ["Share", "share"],
        [f"All followed {FOLLOW_UP_DAYS} days", "text"],
    ]
    table = Table("Cases still open, by month of entry", headings, lines)
    return Found([_READING], _findings(material, old_open, old), [table], _picture(material.months, lines))


_READING = (
    "Recent months have more open cases because they have had less time. Comparing their outcomes with those of "
    "older months is comparing cases of different age."
)

_UNSAID = (
    f"How many of the cases followed for {FOLLOW_UP_DAYS} days have no outcome yet is hidden: they are {FEW}, or the "
    "rest are."
)


def _findings(material, old_open, old):
    if not old:
        return []
    share = material.cell(old_open, old)[2]
    if share is None:
        return [_UNSAID]
    text = f"{percent(share)} of the cases followed for {FOLLOW_UP_DAYS} days have no outcome yet"
    return [f"{text}." if share < OLD else f"{text}: consider a longer follow-up window."]


def _picture(months, lines):
    points = [
        {"on": month.isoformat(), "month": line[0], "share": line[3]}
        for month, line in zip(months, lines, strict=True)
        if line[3] is not None
    ]
    if len(points) < 2:
        return None
    first, last = points[0], points[-1]
    alt = (
        f"Bar chart of the share of cases still open by month of entry: {percent(first['share'])} in {first['month']}, "
        f"{percent(last['share'])} in {last['month']}."
    )
    return Picture(
        "Share still open by month of entry", alt, partial(charts.draw_bars, points, y_title="Still open")
    )


SECTION = Section(order=50, title="Cases still open", schemas=("cases",), look=look)
