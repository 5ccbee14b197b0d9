"""Whether some months have far more or fewer cases than the others."""

from functools import partial

from cjnudge import charts
from cjnudge.cases.quality.found import Found, Picture, Section, Table
from cjnudge.cases.quality.limits import FALSE_ALARMS, LEAST_MONTHS, volume
from cjnudge.cases.quality.monthly import volumes
from cjnudge.cases.quality.wording import month_name, of
from cjnudge.disclosure import round_to_base
from cjnudge.periods import period_end


def look(material):
    counted = volumes(material)
    if not counted:
        return None
    whole = [pair for pair in counted if material.is_whole(pair[0])]
    limits = volume([n for _, n in whole], [period_end(month, "month").day for month, _ in whole])
    table = Table("Cases by month", _HEADINGS, _lines(material, counted, limits))
    if limits is None:
        few = f"With fewer than {LEAST_MONTHS} whole months no month can be called out of line."
        return Found(sentences=[few], tables=[table])
    finding = f"{of(limits.number_outside, len(whole), 'months')} out of line in volume"
    odd = [month_name(month) for (month, _), outside in zip(whole, limits.outside, strict=True) if outside]
    findings = [f"{finding}: {', '.join(odd)}." if odd else f"{finding}."]
    return Found(
        [*_reading(limits)], findings, [table], _picture([month for month, _ in counted], table.rows)
    )


_HEADINGS = [
    ["Month", "text"],
    ["Cases", "count"],
    ["Usual from", "count"],
    ["to", "count"],
    ["Stands out", "text"],
]


def _reading(limits):
    return [
        "The usual range comes from how much months differ from the next: the median of all months, widened "
        f"{limits.spread:.1f} times beyond chance alone. Where nothing has changed and no season recurs, at most one "
        f"snapshot of 12 to 48 months in {round(1 / FALSE_ALARMS)} has any month outside it; of longer ones, and of "
        "those with a yearly season, more do.",
        "A month out of line is a reason to ask, not an error: a change of system, a backlog that was cleared, a file "
        "that is missing. A steady rise or fall also shows, at both ends.",
    ]


def _lines(material, counted, limits):
    lines, place = [], 0
    for month, count in counted:
        judged = limits is not None and material.is_whole(month)
        low, high, odd = ("", "", "month not over" if not material.is_whole(month) else "")
        if judged:
            low, high = (round_to_base(round(line[place])) for line in (limits.lower, limits.upper))
            odd = "yes" if limits.outside[place] else "no"
            place += 1
        lines.append([month_name(month), material.count(count), low, high, odd])
    return lines


def _picture(months, lines):
    points = [
        {
            "on": month.isoformat(),
            "month": name,
            "value": count,
            "low": low,
            "high": high,
            "odd": odd == "yes",
        }
        for month, (name, count, low, high, odd) in zip(months, lines, strict=True)
        if count is not None and low != ""
    ]
    if len(points) < 2:
        return None
    values = [point["value"] for point in points]
    alt = (
        f"Line chart of cases by month from {points[0]['month']} to {points[-1]['month']} with their usual range: "
        f"lowest {min(values):,}, highest {max(values):,}; {sum(point['odd'] for point in points)} outside the range."
    )
    draw = partial(charts.draw_limits, points, y_title="Cases", y_format=",d")
    return Picture("Cases by month and their usual range", alt, draw)


SECTION = Section(order=60, title="Volumes", schemas=("cases", "counts"), look=look)
