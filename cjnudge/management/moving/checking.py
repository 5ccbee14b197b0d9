"""Whether what a folder holds can be stored here: every record, field by field, before anything is.

A folder is a file from outside, whoever wrote it: each refusal names the file, the line, the field and what to do.
"""

import json
import math
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models

from cjnudge.accounts.models import User
from trials.lifecycle import TrialKind
from trials.plan_body import PlanBody, seal_of
from trials.planning.trial_plan import TrialPlan

from .what import TRAVELS
from .writing import AUDIT, PEOPLE, REFERENCES, MoveRefused, field_names

LONGEST_NAME = User._meta.get_field("name").max_length
UUID = models.UUIDField()
DEEPEST = 60  # instruments, the deepest of what travels, have a dozen levels
EXPORT_AGAIN = "Export the force again and bring the new folder."
# Of the files that are no records of a model: what each line must have, and of which type.
PLAIN = {
    PEOPLE: {"id": "uuid", "name": str},
    REFERENCES: {"id": "uuid", "hash": str, "reference_key": str, "title": str},
    AUDIT: {"seq": int, "action": str, "object_id": str, "detail": str},
}


def refuse(file, line, field, wrong):
    """MoveRefused that names the place; `wrong` says what is there."""
    where = ", ".join([file, *([f"line {line}"] if line else []), *([f"field “{field}”"] if field else [])])
    raise MoveRefused(f"{where}: {wrong} Nothing was stored. {EXPORT_AGAIN}")


def read_line(text, file, line):
    """The JSON object of one line; MoveRefused for anything else, and for what no database here can hold."""
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        refuse(file, line, "", "This is no line of JSON.")
    if not isinstance(found, dict):
        refuse(file, line, "", "This is no record: it has no fields.")
    if not _can_be_stored(found):
        refuse(
            file, line, "", "It holds a character or a number that cannot be stored, or is nested too deep."
        )
    return found


def _no_number(name):
    raise ValueError(f"{name} is no number")


def _can_be_stored(value, depth=0):
    """Whether every text is without NUL and lone surrogates, every number has an end, and every nest too."""
    if isinstance(value, dict | list):
        inner = [*value, *value.values()] if isinstance(value, dict) else value
        return depth < DEEPEST and all(_can_be_stored(one, depth + 1) for one in inner)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, str) or ("\0" not in value and _is_unicode(value))


def _is_unicode(text):
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a pair, which JSON can write
        return False
    return True


def check_rows(rows):
    """MoveRefused for the first record, of any file, that has not the shape of what write_force writes."""
    for file, wanted in PLAIN.items():
        for line, row in enumerate(rows[file.removesuffix(".jsonl")], 1):
            _check_plain(row, wanted, file, line)
    for travels in TRAVELS:
        _check_records(rows[travels.key], travels)
    check_plans(rows)


def _check_plain(row, wanted, file, line):
    for name, kind in wanted.items():
        value = row.get(name)
        if kind == "uuid" and not _is_id(value):
            refuse(file, line, name, "This is no identifier.")
        if kind != "uuid" and (not isinstance(value, kind) or isinstance(value, bool)):
            refuse(file, line, name, "It is missing or of another kind.")
    if file == PEOPLE and not 0 < len(row["name"]) <= LONGEST_NAME:
        refuse(file, line, "name", f"A name has 1 to {LONGEST_NAME} characters.")


def _check_records(rows, travels):
    file, seen = f"{travels.key}.jsonl", {}
    for line, row in enumerate(rows, 1):
        if row.get("model") != travels.key or not isinstance(row.get("fields"), dict):
            refuse(file, line, "model", f"This is no record of {travels.key}.")
        if set(row["fields"]) != set(field_names(travels.model)):
            odd = sorted(set(row["fields"]) ^ set(field_names(travels.model)))[0]
            refuse(file, line, odd[:60], "The record has not the fields that this version writes.")
        _check_value(travels.model._meta.pk, row.get("pk"), file, line)
        if row["pk"] in seen:
            refuse(file, line, "pk", f"The same record stands on line {seen[row['pk']]}.")
        seen[row["pk"]] = line
        for field in travels.model._meta.concrete_fields:
            if not field.primary_key:
                _check_value(field, row["fields"][field.name], file, line)


def _check_value(field, value, file, line):
    """MoveRefused unless the value is one that the field takes as it is."""
    target = field.target_field if field.is_relation else field
    if value is None:
        if not field.null:
            refuse(file, line, field.name, "It is empty and must not be.")
    elif not any(isinstance(target, kind) and fits(target, value) for kind, fits in FITS):
        refuse(file, line, field.name, "This is no value of that field.")


def _is_id(value):
    """Whether it is a UUID in the one spelling that is written: two spellings of one would be two records."""
    return isinstance(value, str) and _reads(UUID, value) and str(UUID.to_python(value)) == value


def _is_short(field, value):
    if not isinstance(value, str) or (field.choices and value not in dict(field.flatchoices)):
        return False
    return value == "" or _is_clean(field, value)


def _is_whole(field, value):
    return isinstance(value, int) and not isinstance(value, bool) and _is_clean(field, value)


def _is_number(field, value):
    return isinstance(value, int | float) and not isinstance(value, bool) and _reads(field, value)


def _is_decimal(field, value):
    if not isinstance(value, str) or not _reads(field, value):
        return False
    return field.to_python(value).is_finite() and _is_clean(field, field.to_python(value))


def _is_instant(field, value):
    if not isinstance(value, str) or not _reads(field, value):
        return False
    found = field.to_python(value)
    return not isinstance(found, datetime) or found.tzinfo is not None


def _is_clean(field, value):
    try:
        field.run_validators(value)
    except ValidationError:
        return False
    return True


def _reads(field, value):
    try:
        field.to_python(value)
    except (ValidationError, ValueError, TypeError, OverflowError):
        return False
    return True


def _is_bytes(field, value):
    return isinstance(value, str) and value.isascii() and _reads(field, value)


# The first that fits the kind of column decides; a column of a kind that is not here lets nothing in.
FITS = (
    (models.UUIDField, lambda field, value: _is_id(value)),
    (models.BinaryField, _is_bytes),
    (models.JSONField, lambda field, value: True),
    (models.BooleanField, lambda field, value: isinstance(value, bool)),
    (models.DateField, _is_instant),
    (models.IntegerField, _is_whole),
    (models.FloatField, _is_number),
    (models.DecimalField, _is_decimal),
    (models.CharField, _is_short),
    (models.TextField, lambda field, value: isinstance(value, str)),
)


def check_plans(rows):
    """MoveRefused for a sealed plan whose text is not that of its seal, and for a draft that nobody wrote."""
    file = "trials.planversion.jsonl"
    kinds = {row["pk"]: row["fields"]["kind"] for row in rows["trials.trial"]}
    authors = {(row["fields"]["plan"], row["fields"]["user"]) for row in rows["trials.planauthor"]}
    for line, row in enumerate(rows["trials.planversion"], 1):
        plan = row["fields"]
        if plan["seal"] and seal_of(plan["body"]) != plan["seal"]:
            refuse(file, line, "seal", "The plan’s text is not the one that was sealed.")
        planned = kinds.get(plan["trial"]) == TrialKind.PROSPECTIVE
        if not _is_plan(plan["body"], TrialPlan if planned else PlanBody):
            refuse(file, line, "body", "This is no plan that this version can read.")
        if planned and (row["pk"], plan["written_by_id"]) not in authors:
            refuse(file, line, "written_by_id", "Who wrote the plan is not among its authors.")


def _is_plan(text, kind):
    try:
        kind.from_json(text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False
    return True


def without_unproved(rows):
    """(rows without what was said of plans that are not sealed, how many that were).

    A seal is taken over the text that was approved; before it a folder alone says that anybody read the text.
    """
    sealed = {row["pk"] for row in rows["trials.planversion"] if row["fields"]["seal"]}
    said = rows["trials.approval"]
    kept = [row for row in said if row["fields"]["plan"] in sealed]
    return {**rows, "trials.approval": kept}, len(said) - len(kept)
