""" "You said, we did" as leads write it and as officers read it."""

from cjnudge.being_tried import announced
from surveys.presenters.waves import address
from surveys.queries import replies as queries


def replies_page(wave):
    """Context of the page on which the lines of a wave are written."""
    lines = list(queries.replies_of(wave))
    return {
        "wave": wave,
        "lines": [_row(wave, line, number, len(lines)) for number, line in enumerate(lines, 1)],
        "seen": sum(line.published_at is not None for line in lines),
        "unseen": sum(line.published_at is None for line in lines),
    }


def _row(wave, line, number, last):
    return {
        "line": line,
        "number": number,
        "edit_url": address("reply_edit", wave, line.pk),
        "move_url": address("reply_move", wave, line.pk),
        "remove_url": address("reply_remove", wave, line.pk),
        "is_first": number == 1,
        "is_last": number == last,
    }


def told(force, on):
    """What officers read beside the surveys that are open: what came of earlier ones, what is tried, who helps."""
    return {
        "replies": [as_officers_read(wave, lines) for wave, lines in queries.published_replies(force)],
        "tried": announced(force, on),
        "support": queries.support_of(force),
    }


def as_officers_read(wave, lines):
    """One wave of "you said, we did"."""
    return {"wave": wave, "closed_on": wave.ended_at, "lines": lines}
