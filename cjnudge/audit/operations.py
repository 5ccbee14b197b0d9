"""Giving the trail away is a disclosure, and stands in the trail."""

from cjnudge.audit.chain import Event, audited, record


@audited
def note_export(*, force, purpose, by, at):
    """Record that the trail of a force was downloaded, and for which of the lawful purposes."""
    record(Event.AUDIT_EXPORTED, by=by, at=at, force=force, subject=force, purpose=purpose)
