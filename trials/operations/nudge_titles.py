"""Mending a typing mistake in the title of an approved nudge; what it was called before stays."""

from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle import WrongState
from trials.models import TitleCorrection
from trials.nudges.titles import refusal_of_correction
from trials.operations.nudges import locked
from trials.queries.nudges import corrections_of

TITLE_CHANGED = "The title was changed after the page was opened: look at it again first."


@audited
def correct_title(*, nudge, shown, title, why, by, at):
    """The TitleCorrection by which an approved nudge has this title now; its key and every sealed text stay.

    shown: the title that the person had on screen. WrongState where that changed, or this is no mended mistake.
    """
    held = locked(nudge)
    if held.title != shown:
        raise WrongState(TITLE_CHANGED)
    earlier = corrections_of(held)
    first = earlier[0].before if earlier else held.title
    refusal = refusal_of_correction(first, held.title, title)
    if refusal:
        raise WrongState(refusal)
    values = {"before": held.title, "after": title, "why": why.strip(), "by": by, "at": at}
    correction = TitleCorrection(force=held.force, nudge=held, **values)
    correction.save(force_insert=True)
    held.title = title
    held.save(update_fields=["title"])
    after = {"correction": str(correction.pk)}
    record(Event.NUDGE_TITLE_CORRECTED, by=by, at=at, force=held.force, subject=held, after=after)
    return correction
