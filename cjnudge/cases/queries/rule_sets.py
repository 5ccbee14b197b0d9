"""Reading a force's eligibility rules."""

from cjnudge.cases.models import RuleSetVersion


def approved_rules(force):
    """The version that imports use: the newest approved one, or None."""
    return approved_versions(force).first()


def approved_versions(force):
    """Every approved version, the newest first."""
    versions = RuleSetVersion.scoped.for_force(force).select_related("force")
    return versions.filter(approved_at__isnull=False).order_by("-number")


def draft_rules(force):
    """The draft, or None."""
    versions = RuleSetVersion.scoped.for_force(force).select_related("force")
    return versions.filter(approved_at__isnull=True).first()


def rules_numbered(force, number):
    """One version of the force by its number, or None."""
    return RuleSetVersion.scoped.for_force(force).select_related("force").filter(number=number).first()


def rules_of(snapshot):
    """The version that the cases of a snapshot were judged by, or None where none was approved."""
    versions = RuleSetVersion.scoped.for_force(snapshot.force)
    return versions.filter(pk=snapshot.rules_version_id).first()
