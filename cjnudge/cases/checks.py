"""Looks at the data files of this app when Django starts: measures, glossary, outcome labels."""

import tomllib

from django.core.checks import Error, register

from cjnudge.cases import glossary, measures
from cjnudge.cases.outcomes import OutcomeProblem, parse_types
from cjnudge.cases.sources._police_uk import LABELS_FILE

STAGES = {"pending", "police", "court"}
CERTAINTIES = {"high", "medium", "low"}


@register
def check_measures(app_configs, **kwargs):
    """One error for each faulty field: file, field and remedy."""
    return [
        Error(
            f"The measure file {fault.file} has a fault in {fault.field}.", hint=fault.remedy, id="cases.E001"
        )
        for fault in measures.problems()
    ]


@register
def check_glossary(app_configs, **kwargs):
    return [
        Error(f"glossary.toml, {place}: a fault in {field}.", hint=remedy, id="cases.E002")
        for place, field, remedy in glossary.problems(glossary.FILE.read_text("utf-8"))
    ]


@register
def check_labels(app_configs, **kwargs):
    table = tomllib.loads(LABELS_FILE.read_text("utf-8"))
    return [
        Error(f"{LABELS_FILE.name}, label {number}: a fault in {field}.", hint=remedy, id="cases.E003")
        for number, field, remedy in label_faults(table.get("labels", []))
    ]


def label_faults(labels):
    """[(number, field, remedy)] of the entries of the label map."""
    seen = set()
    for number, entry in enumerate(labels, 1):
        if entry.get("label", "") in seen or not entry.get("label"):
            yield number, "label", "give each label once."
        seen.add(entry.get("label"))
        if entry.get("stage") not in STAGES:
            yield number, "stage", f"use one of: {', '.join(sorted(STAGES))}."
        if entry.get("certainty") not in CERTAINTIES:
            yield number, "certainty", f"use one of: {', '.join(sorted(CERTAINTIES))}."
        yield from _types_fault(number, entry.get("outcome_types"))


def _types_fault(number, text):
    try:
        if text != "" and parse_types(text) != text:
            yield number, "outcome_types", f"write it in order: {parse_types(text)}."
    except (OutcomeProblem, AttributeError) as fault:
        yield number, "outcome_types", str(fault)
