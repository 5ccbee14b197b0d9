"""Giving a result of a force's own cases away is a disclosure, and stands in the trail."""

from cjnudge.audit.chain import Event, audited, record


@audited
def note_export(*, run, file, purpose, recipient, by, at):
    """Record that a run was downloaded, as which kind of file, for what and for whom."""
    after = {"file": file, "recipient": recipient}
    record(Event.RESULT_EXPORTED, by=by, at=at, force=run.force, subject=run, purpose=purpose, after=after)
