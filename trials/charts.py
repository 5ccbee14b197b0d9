"""A run's charts: what each draws, its table, and a sentence for people who do not see it."""

from dataclasses import dataclass

from cjnudge import charts
from trials.presenters import decomposition
from trials.presenters.numbers import percent, points
from trials.presenters.subject import subject_of


@dataclass(frozen=True)
class Drawing:
    """One chart before it is stored. `table` has `headings` ([label, kind]) and `rows`."""

    key: str
    title: str
    description: str
    svg: str
    table: dict


def draw_charts(body, cells, report, measure_title):
    """Every chart the report has figures for, in the order of the page."""
    subject = subject_of(body.data, cells)
    drawn = (
        series_chart(body, cells, report, subject, measure_title),
        placebo_chart(report, subject),
        decomposition_chart(report, subject),
    )
    return [drawing for drawing in drawn if drawing]


def series_chart(body, cells, report, subject, measure_title):
    """The measure over every period of the snapshot, the treated places beside the mean of the others."""
    compared = {*body.data.primary.before, *body.data.primary.after}
    rows = [
        {
            "on": row["on"],
            "label": cells.label(row["on"]),
            "subject": row["treated"],
            "others": row["comparison"],
            "compared": row["on"] in compared,
        }
        for row in report["series"]
        if row["treated"] is not None or row["comparison"] is not None
    ]
    others = f"Mean of {subject.others_in_full}" if subject.others else ""
    svg = charts.draw_series(rows, subject=subject.name, others=others, y_title=measure_title)
    return Drawing(
        "series",
        f"{measure_title}, by period",
        series_words(rows, subject, others),
        svg,
        series_table(rows, subject, others),
    )


def series_words(rows, subject, others):
    first, last = rows[0], rows[-1]
    text = (
        f"Line chart from {first['label']} to {last['label']}. {subject.name}: {_from_to(rows, 'subject')}."
    )
    return f"{text} {others}: {_from_to(rows, 'others')}." if others else text


def _from_to(rows, key):
    values = [row for row in rows if row[key] is not None]
    low = min(values, key=lambda row: row[key])
    high = max(values, key=lambda row: row[key])
    return (
        f"{percent(values[0][key])} at first, {percent(values[-1][key])} at last, lowest "
        f"{percent(low[key])} in {low['label']}, highest {percent(high[key])} in {high['label']}"
    )


def series_table(rows, subject, others):
    headings = [["Period", ""], [subject.name, "numeric"]] + ([[others, "numeric"]] if others else [])
    keys = ["subject", "others"] if others else ["subject"]
    cells = [[row["label"], *(_share(row[key]) for key in keys)] for row in rows]
    return {"headings": headings, "rows": cells}


def _share(value):
    return "no cases" if value is None else percent(value)


def placebo_chart(report, subject):
    """Every place's own change minus the mean change of the others; None where no rank was taken."""
    primary = report["primary"]
    estimate = (primary or {}).get("primary")
    if not estimate or "rank_two_sided" not in estimate["details"]:
        return None
    placebo = primary["series"]["placebo"]
    own = placebo[subject.name]
    rows = [
        {"place": name, "value": value, "kind": _kind(name, value, own, subject)}
        for name, value in placebo.items()
    ]
    title = f"How far each {subject.noun} stands from the rest"
    x_title = "Own change minus mean change of the others, points"
    count = sum(row["kind"] != "nearer" for row in rows)
    words = (
        f"One mark for each of {len(rows)} {subject.plural}, by own change minus the mean change of the "
        f"others, from {points(min(placebo.values()))} to {points(max(placebo.values()))} points. "
        f"{subject.name} is at {points(own)}; {count} of {len(rows)}, itself included, stand as far "
        "from nought on either side."
    )
    ordered = sorted(rows, key=lambda row: -abs(row["value"]))
    table = [[row["place"], points(row["value"])] for row in ordered]
    headings = [[subject.noun.capitalize(), ""], [x_title, "numeric"]]
    svg = charts.draw_ranks(rows, x_title=x_title, own=own)
    return Drawing("placebo", title, words, svg, {"headings": headings, "rows": table})


def _kind(name, value, own, subject):
    if name == subject.name:
        return "subject"
    return "as far" if abs(value) >= abs(own) else "nearer"


def decomposition_chart(report, subject):
    """Each part per 100, before and after; None where the snapshot does not hold them."""
    found = report["decomposition"]
    if not found:
        return None
    who = [("treated", subject.name)]
    if found["comparison"]:
        who.append(("comparison", f"Other {subject.count} {subject.plural}"))
    rows = [
        {"part": decomposition.LABELS[part], "who": name, "when": when, "value": found[side][part][when]}
        for part in decomposition.parts_in(found)
        for side, name in who
        for when in ("before", "after")
    ]
    order = [decomposition.LABELS[part] for part in decomposition.parts_in(found)]
    svg = charts.draw_parts(rows, x_title=decomposition.caption(report), order=order)
    table = {"headings": decomposition.headings(), "rows": decomposition.rows(report, subject)}
    title = f"What the {found['of']} were, before and after"
    return Drawing("decomposition", title, decomposition_words(found, subject), svg, table)


def decomposition_words(found, subject):
    parts = "; ".join(
        f"{decomposition.IN_A_SENTENCE[part]} {values['before']:.1f} before and {values['after']:.1f} after"
        for part in decomposition.parts_in(found)
        for values in [found["treated"][part]]
    )
    return f"Bars per 100 {found['of']}. {subject.name}: {parts}."
