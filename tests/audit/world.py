"""The audit trail has no address parameter of its own, only events to show."""

from cjnudge.audit.chain import Event, audited, record
from tests.people import NOW


@audited
def build(world):
    record(Event.UNIT_CHANGED, by=world.people["lead"], at=NOW, force=world.force, subject=world.force)
