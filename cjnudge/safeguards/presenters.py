"""A safeguards record as its pages show it."""

from cjnudge.accounts.models import User
from cjnudge.safeguards import fields, rules, subjects


def line(version, force, today):
    """One row of the list."""
    lacking = rules.missing(version, on=today)
    return {
        "version": version,
        "subject": subjects.subject_name(force, version.record),
        "complete": not lacking,
        "state": "Complete" if not lacking else f"{len(lacking)} missing",
    }


def page_of(version, older, force, today):
    """What the page of one version shows; `older` are the versions before it, newest first."""
    lacking = rules.missing(version, on=today)
    return {
        "version": version,
        "subject": subjects.subject_name(force, version.record),
        "rows": fields.rows(version),
        "missing": lacking,
        "open_points": rules.open_points(version),
        "change_headings": [("Value", ""), ("Before", ""), ("After", "")],
        "changes": fields.differences(older[0], version) if older else [],
        "writer": person_name(version.written_by_id),
        "older": older,
    }


def person_name(user_id):
    """The name of an account, for the force's own people to read."""
    return (
        User.objects.filter(pk=user_id).values_list("name", flat=True).first()
        or "a person no longer known here"
    )
