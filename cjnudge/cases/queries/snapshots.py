"""Reading the register of snapshots, always as one force's members see it."""

from cjnudge.accounts.permissions import Permission, role_allows
from cjnudge.cases.models import Snapshot

LARGE = "quality"  # 70 kB with its charts: read where it is shown, and not with every list


class NoReference(LookupError):
    """The published reference tables are not loaded."""


def snapshots_for(force):
    """What a force may use, newest first: its own snapshots and the reference ones; practice its own alone."""
    return Snapshot.scoped.visible_to(force).defer(LARGE).order_by("-imported_at", "title")


def own_snapshots(force):
    """The force's own snapshots, newest first."""
    return Snapshot.scoped.for_force(force).defer(LARGE).order_by("-imported_at", "title")


def reference_snapshots():
    """Published reference counts: every member of any force may read them."""
    return Snapshot.scoped.reference().order_by("title")


def readable_snapshot(force, role, snapshot_id):
    """(snapshot or None, whether this role may read it): reference counts are for every role."""
    snapshot = snapshots_for(force).filter(pk=snapshot_id).first()
    if snapshot is None:
        return None, False
    return snapshot, snapshot.force_id is None or role_allows(role, Permission.VIEW_DATA)


def reference_snapshot(key):
    """The newest snapshot of a reference table; NoReference says how to load it."""
    found = Snapshot.scoped.reference().filter(reference_key=key).order_by("-imported_at").first()
    if found is None:
        raise NoReference(f"The reference table {key} is not loaded: run manage.py load_reference.")
    return found
