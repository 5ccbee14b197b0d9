"""Labels of a file and the values they stand for; the labels that commonly mean one."""

import tomllib
from functools import cache
from pathlib import Path

from cjnudge.cases.extract import offences
from cjnudge.cases.extract.fields import FIELDS, YES_NO
from cjnudge.cases.outcomes import OUTCOME_TYPES, PENDING

TABLES = Path(__file__).with_name("suggestions.toml")
AS_WRITTEN_KINDS = ("unit", "offence")  # whose labels may stand for themselves
LONGEST_LABEL = 120


def label_key(text):
    """The form in which labels are compared: capitals and runs of blanks make no difference."""
    return " ".join(text.split()).casefold()


@cache
def tables():
    """The guesses: {"columns": {field: names}, "labels": {field: {label: value}}}"""
    return tomllib.loads(TABLES.read_text("utf-8"))


def own_values(field):
    """{label: value} of labels that need no mapping: the values themselves, as the documented layout has them."""
    if field.kind == "outcome":
        return {text: str(code) for code in (0, *OUTCOME_TYPES) for text in (str(code), f"{code:02d}")}
    return {label_key(choice): choice for choice in field.choices}


def usual_labels(field, units=()):
    """{label: value} that a new mapping begins with."""
    if field.kind == "unit":
        return {unit: unit for unit in units}
    if field.kind != "choice" and field.kind != "outcome":
        return {}
    key = "yes_no" if field.choices == YES_NO else field.key.removeprefix("first_")
    return dict(tables()["labels"].get(key, {}))


def is_value(key, value):
    """Whether a label of this field may stand for this value; "" stands for an empty cell."""
    field = FIELDS[key]
    if field.kind == "outcome":
        return value in {str(code) for code in OUTCOME_TYPES} | {PENDING, ""}
    if field.kind == "unit":
        return 0 < len(value) <= LONGEST_LABEL
    if field.kind == "offence":
        return value == "" or offences.normalised(value) == value
    return value in (*field.choices, "")
