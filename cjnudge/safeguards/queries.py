"""Reading safeguards records, always through their force."""

from django.db.models import OuterRef, Q, Subquery

from cjnudge.safeguards import rules
from cjnudge.safeguards.models import SafeguardsRecord, SafeguardsVersion


def record_of(force, record_id):
    """One record of the force, or None."""
    return SafeguardsRecord.scoped.for_force(force).filter(pk=record_id).first()


def versions_of(record):
    """Every version of a record, newest first, each with its record."""
    return SafeguardsVersion.scoped.for_force(record.force).filter(record=record).select_related("record")


def current_versions(force, kind=None):
    """The newest version of each record of the force, by kind and title."""
    versions = SafeguardsVersion.scoped.for_force(force)
    newest = versions.filter(record=OuterRef("record")).order_by("-number").values("number")[:1]
    found = versions.filter(number=Subquery(newest)).select_related("record")
    return (found.filter(record__kind=kind) if kind else found).order_by("record__kind", "title")


def covering(force, kind, subject_id=None):
    """The newest versions that cover a subject: of its own record first, then of its whole kind."""
    mine = Q(record__subject_id__isnull=True)
    if subject_id is not None:
        mine |= Q(record__subject_id=subject_id)
    return covering_among(current_versions(force, kind).filter(mine), subject_id)


def covering_among(versions, subject_id):
    """Those of some newest versions that cover a subject, in the order of `covering`; for many subjects in turn."""
    found = [one for one in versions if one.record.subject_id in (None, subject_id)]
    return sorted(
        found, key=lambda version: (version.record.subject_id is None, -version.written_at.timestamp())
    )


def complete_record(force, kind, subject_id=None, *, on=None):
    """The newest complete version that covers the subject, or None."""
    return next(
        (version for version in covering(force, kind, subject_id) if not rules.missing(version, on=on)), None
    )


def may_use_real_data(force, kind, *, subject_id=None, on=None, versions=None, **circumstances):
    """`rules.may_use_real_data` with the record that covers the subject, read from the database.

    `circumstances` are its `synthetic`, `published` and `rehearsal_only`. versions: the `current_versions` of the kind,
    where the caller has read them for many subjects.
    """
    mine = covering(force, kind, subject_id) if versions is None else covering_among(versions, subject_id)
    whole = (version for version in mine if not rules.missing(version, on=on))
    best = next(whole, None) or next(iter(mine), None)
    found = best and (best.id, rules.missing(best, on=on))
    return rules.may_use_real_data(found=found, practice=force.is_practice, kind=kind, **circumstances)
