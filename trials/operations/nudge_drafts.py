"""What may still be mended of a nudge before it is approved: its title, and whether a further draft stays at all."""

from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.models import NudgeVersion
from trials.operations.nudges import locked, open_draft

TITLE_STAYS = (
    "A version is approved under this title, and plans and results print it: a typing mistake in it can be corrected, "
    "on the record. Where the title would mislead, start a nudge of its own under the right one."
)
FIRST_STAYS = "This is the only version: archive the nudge instead, or write the draft anew."


@audited
def retitle_nudge(*, nudge, title, by, at):
    """Correct the title of a nudge of which no version was ever approved; its key stays."""
    held = locked(nudge)
    if NudgeVersion.scoped.for_force(held.force).filter(nudge=held, approved_at__isnull=False).exists():
        raise WrongState(TITLE_STAYS)
    held.title = title
    held.save(update_fields=["title"])
    record(Event.NUDGE_RETITLED, by=by, at=at, force=held.force, subject=held)
    return held


@audited
def discard_draft(*, version, draft, by, at):
    """Delete the draft of a second or later version, with its pictures. draft: the digest of the text on screen."""
    found = open_draft(version, draft)
    if found.version == 1:
        raise WrongState(FIRST_STAYS)
    before = {"version": found.version, "draft": draft}
    record(Event.NUDGE_DRAFT_DISCARDED, by=by, at=at, force=found.force, subject=found.nudge, before=before)
    found.delete()
