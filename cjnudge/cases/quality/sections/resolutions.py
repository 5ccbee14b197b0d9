"""The share of out-of-court resolutions month by month, as a description."""

from functools import partial

from cjnudge import charts
from cjnudge.cases.quality.found import Found, Picture, Section, Table
from cjnudge.cases.quality.limits import LEAST_MONTHS, laney
from cjnudge.cases.quality.monthly import resolutions
from cjnudge.cases.quality.wording import month_name, of, percent

NOT_ENOUGH = f"A control chart needs {LEAST_MONTHS} months; there are fewer that can be counted."


def look(material):
    counted_of, points = resolutions(material)
    points = [point for point in points if point[2]]
    if not points:
        return None
    shown = [(month, *material.cell(part, whole)) for month, part, whole in points]
    points = [(month, part, whole) for month, part, whole, share in shown if share is not None]
    # From what is shown: the width of exact limits would tell the exact number of cases of a month.
    limits = (
        laney([part for _, part, _ in points], [whole for _, _, whole in points])
        if len(points) >= LEAST_MONTHS
        else None
    )
    table = Table(f"Out-of-court resolutions, {counted_of}", _HEADINGS, _lines(shown, limits))
    sentences = [f"Counted here: out-of-court resolutions {counted_of}.", _READING if limits else NOT_ENOUGH]
    return Found(sentences, _findings(points, limits), [table], _picture(shown, table.rows, limits))


_HEADINGS = [
    ["Month", "text"],
    ["Out of", "count"],
    ["Resolutions", "part"],
    ["Share", "share"],
    ["Limits from", "share"],
    ["to", "share"],
    ["Stands out", "text"],
]
_READING = (
    "The limits are those of a p′ chart (Laney 2002) of the shown figures; a hidden month has none. They are "
    "three sigmas wide, widened by how much months differ from the next. "
    "Where nothing has changed, about one chart of this length in ten still has a month outside. The chart describes; "
    "it compares with nobody and says nothing about why."
)


def _lines(shown, limits):
    """A hidden month has no limits and is not judged."""
    lines, place = [], 0
    for month, part, whole, share in shown:
        edges, odd = ([None, None] if limits else ["", ""]), ""
        if limits and share is not None:
            edges = [round(float(edge[place]), 3) for edge in (limits.lower, limits.upper)]
            odd = "yes" if limits.outside[place] else "no"
            place += 1
        lines.append([month_name(month), whole, part, share, *edges, odd])
    return lines


def _findings(points, limits):
    if limits is None:
        return []
    odd = [
        month_name(month) for (month, _, _), outside in zip(points, limits.outside, strict=True) if outside
    ]
    text = f"{of(len(odd), len(points), 'months')} out of line in the share of resolutions"
    return [f"{text}: {', '.join(odd)}." if odd else f"{text}."]


def _picture(shown, lines, limits):
    if limits is None:
        return None
    rows = [
        {"on": month.isoformat(), "value": line[3], "low": line[4], "high": line[5], "odd": line[6] == "yes"}
        for (month, *_), line in zip(shown, lines, strict=True)
        if line[3] is not None
    ]
    if len(rows) < 2:
        return None
    values = [row["value"] for row in rows]
    alt = (
        f"Control chart of the share of out-of-court resolutions by month: {percent(values[0])} in {lines[0][0]}, "
        f"{percent(values[-1])} in {lines[-1][0]}, lowest {percent(min(values))}, highest {percent(max(values))}; "
        f"{sum(row['odd'] for row in rows)} of {len(rows)} months outside the limits."
    )
    draw = partial(charts.draw_limits, rows, y_title="Share of resolutions", y_format=".0%")
    return Picture("Share of out-of-court resolutions by month", alt, draw)


SECTION = Section(order=80, title="Out-of-court resolutions by month", schemas=("cases", "counts"), look=look)
