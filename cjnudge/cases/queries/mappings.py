"""Reading mappings and their versions, always through their force."""

from django.db.models import OuterRef, Subquery

from cjnudge.accounts.models import User
from cjnudge.cases.models import Mapping, MappingVersion


def newest_versions(force):
    """The newest version of each mapping of the force, each with its mapping, by name."""
    versions = MappingVersion.scoped.for_force(force)
    newest = versions.filter(mapping=OuterRef("mapping")).order_by("-number").values("number")[:1]
    found = versions.filter(number=Subquery(newest)).select_related("mapping", "force")
    return found.order_by("mapping__name")


def mapping_of(force, mapping_id):
    """One mapping of the force, or None."""
    return Mapping.scoped.for_force(force).select_related("force").filter(pk=mapping_id).first()


def versions_of(mapping):
    """Every version of a mapping, newest first."""
    return MappingVersion.scoped.for_force(mapping.force).filter(mapping=mapping).select_related("mapping")


def newest_version(mapping):
    """The version that the next upload is read with."""
    return versions_of(mapping).order_by("-number").first()


def version_of(force, version_id):
    """One version of a mapping of the force, or None."""
    found = MappingVersion.scoped.for_force(force).select_related("mapping")
    return found.filter(pk=version_id).first()


def names_of(person_ids):
    """{id: name} of accounts, for the force's own people to read; one that is gone is not in it."""
    return dict(User.objects.filter(pk__in={one for one in person_ids if one}).values_list("pk", "name"))
