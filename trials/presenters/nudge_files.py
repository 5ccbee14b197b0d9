"""A version of a nudge as a file: JSON for programs, CSV for a spreadsheet."""

import json

from django.utils.timezone import localtime

from cjnudge.spreadsheets import csv_lines
from trials.nudges.comparing import rows_of
from trials.nudges.record import digest_of
from trials.nudges.tidier import tidier_items
from trials.presenters.nudges import SOURCES, is_synthetic, origin_rows, record_of
from trials.presenters.sludge import MEASURES


def file_name(version, ending):
    """Says before it is opened whether it stands on synthetic data."""
    mark = "synthetic-" if is_synthetic(version.nudge, record_of(version)) else ""
    draft = "" if version.approved_at else "draft-"
    return f"{mark}{draft}nudge-{version.nudge.key}-v{version.version}.{ending}"


def as_json(version, counts, corrections=()):
    """The record with what stands around it, as JSON text."""
    record = record_of(version)
    values = {
        **dict(about(version)),
        "earlier_titles": [_title(one) for one in corrections],
        "record": json.loads(version.body),
        "tidier": [{"item": n, "name": name, "text": text} for n, name, text in _items(version, record)],
        "sludge": [_count(one) for one in counts],
        "lists": [{"title": one.named, "source": one.source, "licence": one.licence} for one in SOURCES],
    }
    return json.dumps(values, ensure_ascii=False, indent=2, sort_keys=True)


def as_csv(version, counts, corrections=()):
    """Section, line and text, one row each."""
    record = record_of(version)
    rows = [("section", "line", "text"), *(("about", name, value) for name, value in about(version))]
    rows += [("earlier title", one["corrected_on"], one["title"]) for one in map(_title, corrections)]
    rows += [("origin", label, text) for label, text in origin_rows(record.origin)]
    rows += [(title, label, text) for title, lines in rows_of(record) for label, text in lines]
    rows += [("pictures", one.sha256, one.alt) for one in record.pictures]
    rows += [
        (f"count of {one.way} on {one.counted_on.isoformat()}", label, _count(one)[name])
        for one in counts
        for name, label in MEASURES
    ]
    rows += [("source", one.named, one.source) for one in SOURCES]
    return "".join(csv_lines(rows))


def about(version):
    """[(name, value)] of the version itself."""
    approved = version.approved_at
    return [
        ("nudge", version.nudge.title),
        ("version", version.version),
        ("state", f"approved {localtime(approved):%Y-%m-%d}" if approved else "draft, not approved"),
        ("synthetic", "yes" if is_synthetic(version.nudge, record_of(version)) else "no"),
        ("sha256", digest_of(version.body)),
    ]


def _items(version, record):
    return tidier_items(version.nudge.title, version.version, record)


def _title(one):
    return {"title": one.before, "corrected_on": localtime(one.at).date().isoformat(), "why": one.why}


def _count(one):
    figures = {name: getattr(one, name) for name, _ in MEASURES} | {"minutes": float(one.minutes)}
    return {"way": one.way, "counted_on": one.counted_on.isoformat(), "how": one.how, **figures}
