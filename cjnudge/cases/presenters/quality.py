"""The quality of a snapshot as its page and its file show it; the figures are hidden or rounded already."""

from django.urls import reverse

from cjnudge.cases.quality.judging import FORMAT
from cjnudge.cases.quality.wording import FEW, KEPT_BACK

DAY = "%-d %B %Y"
NUMERIC = ("count", "part", "share")


def is_current(quality):
    """Whether the figures are there and say why a part is hidden, as those counted by an earlier version do not."""
    return quality.get("format") == FORMAT


def findings(quality):
    """[(sentence, key of its section)] of what a reader should know first, in the order of the page."""
    return [(text, section["key"]) for section in quality["sections"] for text in section["findings"]]


def sections(quality, snapshot, force):
    """The sections as the template shows them: tables as text, charts by their address."""
    return [_section(section, snapshot, force) for section in quality["sections"]]


def _section(section, snapshot, force):
    tables = [_table(table) for table in section["tables"]]
    chart = section.get("chart")
    shown = {"key": section["key"], "title": section["title"], "sentences": section["sentences"]}
    if not chart:
        return shown | {"tables": tables}
    address = reverse("cases:quality_chart", args=[force.slug, snapshot.pk, section["key"]])
    figure = {"src": address, "alt": chart["alt"], "title": chart["title"]}
    return shown | {"tables": tables, "figure": figure}


def _table(table):
    headings = [(label, "numeric" if kind in NUMERIC else "") for label, kind in table["headings"]]
    kinds = [kind for _, kind in table["headings"]]
    rows = [[_text(value, kind) for value, kind in zip(row, kinds, strict=True)] for row in table["rows"]]
    return {"caption": table["caption"], "headings": headings, "rows": rows}


def _text(value, kind):
    if isinstance(value, str):
        return value or "–"
    if value is None:
        return FEW if kind == "count" else KEPT_BACK
    if kind == "share":
        return f"{100 * value:.1f} %"
    return f"{value:,}".replace("-", "−")


def chart_of(quality, key):
    """SVG of one section's chart, or None."""
    found = [
        section["chart"]
        for section in quality.get("sections", ())
        if section["key"] == key and "chart" in section
    ]
    return found[0]["svg"] if found else None


def file_name(snapshot):
    """Says before it is opened whether it is synthetic."""
    mark = "synthetic-" if snapshot.synthetic else "rehearsal-" if snapshot.rehearsal_only else ""
    return f"{mark}quality-{snapshot.short_hash}.csv"


def rows_of_file(snapshot):
    """Every table in one flat table: section, table, row, column, value."""
    yield "section", "table", "row", "column", "value"
    yield "about", "", "", "snapshot", snapshot.title
    yield "about", "", "", "manifest hash", snapshot.hash
    yield "about", "", "", "as at", snapshot.as_at.isoformat()
    yield "about", "", "", "synthetic", "yes" if snapshot.synthetic else "no"
    for text, key in findings(snapshot.quality):
        yield key, "finding", "", "", text
    for section in snapshot.quality["sections"]:
        for table in section["tables"]:
            yield from _flat(section["key"], table)


def _flat(key, table):
    """A cell of the first column names the row; where the second is words too, both do."""
    named = 2 if len(table["headings"]) > 2 and table["headings"][1][1] == "text" else 1
    for row in table["rows"]:
        name = ", ".join(str(cell) for cell in row[:named])
        for (label, _), value in list(zip(table["headings"], row, strict=True))[named:]:
            yield key, table["caption"], name, label, KEPT_BACK if value is None else value
