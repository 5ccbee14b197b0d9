"""What is missing from a mapping before a file can be read with it, in sentences."""

from cjnudge.cases.extract.fields import FIELDS
from cjnudge.cases.extract.header import look, shown
from cjnudge.cases.extract.labels import is_value, label_key
from cjnudge.cases.extract.personal import looks_identifying, looks_personal
from cjnudge.cases.outcomes import SUBSET_CODES

TOGETHER = (("outcome", "outcome_on"), ("first_outcome", "first_outcome_on"))


def faults_of(body):
    """Sentences, each naming what to do; none for a mapping that is ready."""
    return [*_columns(body), *_personal(body), *_reading(body), *_labels(body)]


def _columns(body):
    mapped = [key for key in body.columns.values() if key in FIELDS]
    for key, field in FIELDS.items():
        if field.needed and key not in mapped:
            yield f"No column is the {field.title.lower()}: choose the one that is."
        if mapped.count(key) > 1:
            yield f"More than one column is the {field.title.lower()}: keep one and drop the others."
    for one, other in (*TOGETHER, *(pair[::-1] for pair in TOGETHER)):
        if one in mapped and other not in mapped and not FIELDS[other].needed:
            needs = f"{FIELDS[one].title} needs {FIELDS[other].title.lower()} beside it"
            yield f"{needs}: choose a column for both or none."
    seen = {}
    for name in body.columns:
        if look(name) in seen:
            yield f"The columns “{shown(name)}” and “{shown(seen[look(name)])}” look the same: rename one."
        seen[look(name)] = name


def _personal(body):
    for name, key in body.columns.items():
        reason = looks_personal(name)
        if reason and key != "drop":
            yield f"“{shown(name)}” looks like {reason}: it can only be dropped."
        elif reason and name not in body.confirmed_drops:
            yield f"“{shown(name)}” looks like {reason}: confirm that it is dropped and never stored."
        elif key in FIELDS and not FIELDS[key].is_person and looks_identifying(name):
            yield f"“{shown(name)}” looks like an identifier: map it to one of the identifiers, or drop it."


def _reading(body):
    for key in body.fields:
        field = FIELDS[key]
        if field.kind == "day" and key not in body.days:
            yield f"Say how the {field.title.lower()} is written."
        if field.kind == "unit" and key not in body.as_written and not body.labels.get(key):
            yield "Say which unit each label means, or that units are taken as they are written."


def _labels(body):
    for key in body.fields:
        meanings = {}
        for label, value in body.labels.get(key, {}).items():
            if not is_value(key, value):
                yield f"{FIELDS[key].title}: “{shown(label)}” is mapped to something that is no value of it."
            if FIELDS[key].kind == "outcome" and label.strip().upper() in SUBSET_CODES:
                yield (
                    f"{FIELDS[key].title}: 1A, 2A and 3A are part of 1, 2 and 3 and would be counted twice; take "
                    f"“{shown(label)}” out of the mapping and its rows out of the file."
                )
            if meanings.setdefault(label_key(label), value) != value:
                yield f"{FIELDS[key].title}: “{shown(label)}” is mapped twice, and not to the same."
