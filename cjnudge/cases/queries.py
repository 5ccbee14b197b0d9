"""Reading the register of snapshots, always as one force's members see it."""

from cjnudge.cases.models import Snapshot


class NoReference(LookupError):
    """The published reference tables are not loaded."""


def snapshots_for(force):
    """What members of a force may read, newest first: its own snapshots and the reference ones."""
    return Snapshot.scoped.visible_to(force).order_by("-imported_at", "title")


def own_snapshots(force):
    """The force's own snapshots, newest first."""
    return Snapshot.scoped.for_force(force).order_by("-imported_at")


def snapshot_for(force, snapshot_id):
    """One snapshot that members of the force may read, or None."""
    return snapshots_for(force).filter(pk=snapshot_id).first()


def reference_snapshot(key):
    """The newest snapshot of a reference table; NoReference says how to load it."""
    found = Snapshot.scoped.reference().filter(reference_key=key).order_by("-imported_at").first()
    if found is None:
        raise NoReference(f"The reference table {key} is not loaded: run manage.py load_reference.")
    return found
