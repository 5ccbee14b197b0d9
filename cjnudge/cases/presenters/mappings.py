"""Mappings and their versions as their pages show them."""

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.mapping import DAY_FORMATS, DROP, read_body
from cjnudge.cases.outcome_titles import TITLES
from cjnudge.cases.queries.mappings import names_of

GONE = "a person no longer known here"
READY, UNFINISHED = "Ready", "Not finished"


def line(version, names):
    """One row of the list of mappings; `names` are those of the people by id."""
    faults = read_body(version.body).faults()
    return {
        "version": version,
        "mapping": version.mapping,
        "state": UNFINISHED if faults else READY,
        "colour": "yellow" if faults else "green",
        "writer": names.get(version.written_by_id, GONE),
    }


def page_of(version, versions):
    """What the page of one version shows; `versions` are all of its mapping, newest first."""
    body = read_body(version.body)
    before = next((one for one in versions if one.number < version.number), None)
    names = names_of(one.written_by_id for one in versions)
    return {
        "version": version,
        "mapping": version.mapping,
        "newest": versions[0],
        "faults": body.faults(),
        "read_headings": [("Column of the file", ""), ("Is read as", ""), ("How", "")],
        "read": read_rows(body),
        "dropped": [name for name in body.names if body.columns[name] == DROP],
        "lacking": [one.title for key, one in FIELDS.items() if key not in body.fields],
        "has_labels": bool(label_fields(body)),
        "before": before,
        "change_headings": [("What", ""), ("Before", ""), ("After", "")],
        "changes": differences(read_body(before.body), body) if before else [],
        "history": [history_row(one, names) for one in versions],
        "writer": names.get(version.written_by_id, GONE),
    }


def read_rows(body):
    """[[column, field, how it is read]] of the columns that are kept."""
    kept = [(name, FIELDS[body.columns[name]]) for name in body.names if body.columns[name] != DROP]
    return [[name, field.title, how_read(body, field)] for name, field in kept]


def how_read(body, field):
    """How the cells of a field are turned into values, in words."""
    if field.is_person:
        return "Becomes a keyed pseudonym; never stored"
    if field.kind == "day":
        return day_words(body.days.get(field.key))
    if field.kind == "whole":
        return f"A whole number up to {field.most:,}"
    if field.key == "age_band" and body.ages_in_years:
        return "Years are put into bands"
    if field.key in body.as_written:
        return "Taken as it is written"
    number = len(body.labels.get(field.key, {}))
    return f"{number} label{'' if number == 1 else 's'} mapped"


def label_fields(body):
    """The fields of a body whose cells are labels, in the order of the table of fields."""
    return [field for key, field in FIELDS.items() if field.has_labels and key in body.fields]


def history_row(version, names):
    return {
        "number": version.number,
        "at": version.written_at,
        "by": names.get(version.written_by_id, GONE),
        "reason": version.reason or ("First version" if version.number == 1 else ""),
    }


def differences(old, new):
    """[[what, before, after]] of two bodies, in words."""
    return [
        *_between("Column", old.columns, new.columns, field_words),
        *_between("Dates of", _titled(old.days), _titled(new.days), day_words),
        *_labels_between(old, new),
        *_switches_between(old, new),
    ]


def _between(what, old, new, words):
    """Rows of what two dictionaries hold differently."""
    names = [*new, *(name for name in old if name not in new)]
    return [
        [f"{what} “{name}”", words(old.get(name)), words(new.get(name))]
        for name in names
        if old.get(name) != new.get(name)
    ]


def _labels_between(old, new):
    rows = []
    for key in FIELDS:
        before, after = old.labels.get(key, {}), new.labels.get(key, {})
        rows += _between(
            f"{FIELDS[key].title}:", before, after, lambda value, key=key: meaning_words(key, value)
        )
    return rows


def _switches_between(old, new):
    rows = [
        [
            f"{FIELDS[key].title} taken as it is written",
            *(_yes_no(key in body.as_written) for body in (old, new)),
        ]
        for key in FIELDS
        if (key in old.as_written) != (key in new.as_written)
    ]
    if old.ages_in_years != new.ages_in_years:
        rows.append(["Ages are years", _yes_no(old.ages_in_years), _yes_no(new.ages_in_years)])
    return rows


def _yes_no(truth):
    return "yes" if truth else "no"


def _titled(days):
    return {FIELDS[key].title: name for key, name in days.items()}


def field_words(read_as):
    """What a column is read as, in words; for one that is not there."""
    if read_as is None:
        return "not in the file"
    return "dropped" if read_as == DROP else FIELDS[read_as].title


def meaning_words(key, value):
    """What a label means, in words; `value` is None for one that is not mapped."""
    if value is None:
        return "not mapped"
    if FIELDS[key].kind == "outcome" and value.isdigit():
        return f"{value} {TITLES[int(value)]}"
    return value or "an empty cell"


def day_words(name):
    """How dates are written, by an example; `name` is None where a version says nothing of them."""
    return f"Written as {DAY_FORMATS[name].example}" if name in DAY_FORMATS else "not said"
