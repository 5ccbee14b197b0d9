"""Reading grids of typed counts, and which units a force may type."""

from cjnudge.accounts.models import Unit
from cjnudge.cases.models import TypedCounts


def typed_grids(force):
    """Every grid of the force, the one changed last first, each with its snapshot if it became one."""
    return TypedCounts.scoped.for_force(force).select_related("force", "snapshot").order_by("-changed_at")


def typed_grid(force, typed_id):
    """One grid of the force, or None."""
    return typed_grids(force).filter(pk=typed_id).first()


def how_counted(snapshot):
    """How a snapshot's counts were made, in the words of who typed them; "" for any other snapshot."""
    if snapshot.force is None:
        return ""
    return (
        typed_grids(snapshot.force).filter(snapshot=snapshot).values_list("how_counted", flat=True).first()
        or ""
    )


def unit_choices(force):
    """(names of the units that stand today, those of them with no unit below), by name."""
    units = list(Unit.scoped.for_force(force).filter(ends_on__isnull=True))
    above = {unit.parent_id for unit in units}
    names = sorted({unit.name for unit in units})
    return names, sorted({unit.name for unit in units if unit.pk not in above})
