"""Safeguards records for tests: the values of a complete one."""

import datetime

from cjnudge.safeguards.operations import start_record
from tests.people import NOW

COMPLETE = {
    "title": "Shoplifting cases 2024 and 2025",
    "controller": "Chief Constable of Hertfordshire",
    "regime": "undecided",
    "lawful_basis": "To be confirmed",
    "impact_assessment": "DPIA 2026/14",
    "impact_assessed_on": datetime.date(2026, 9, 1),
    "equality_assessment": "EIA 2026/9",
    "ethics": "No review is needed: published totals only",
    "consulted_on": datetime.date(2026, 9, 15),
    "associations": "Police Federation branch, UNISON",
    "reason_not_consulted": "",
    "retain_until": None,
    "retain_months": 36,
    "retention_rule": "Case rows are deleted; results stay.",
    "contact": "evidence@hertfordshire.example",
}


def make_record(force, by, *, kind="data_set", subject_id=None, at=NOW, **changed):
    """The first version of a record, complete unless `changed` takes something away."""
    values = COMPLETE | changed
    return start_record(force=force, kind=kind, subject_id=subject_id, values=values, by=by, at=at)
