""" "You said, we did": what a lead tells officers after a survey, and whom they can speak to."""

from django.db.models import Max

from cjnudge.audit.chain import Event, audited, record
from surveys.lifecycle import Action, check_allowed
from surveys.models import Reply, SupportContact
from surveys.operations.fielding import held_wave
from surveys.refusals import Refused

GONE = "This line is not there any more: somebody else has taken it away."


@audited
def write_reply(*, wave, said, did, by, at):
    """A new line, last of the wave's; officers see it once it is published."""
    held = _answerable(wave)
    last = Reply.objects.filter(wave=held).aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    made = Reply.objects.create(wave=held, said=said, did=did, position=position, made_by=by, made_at=at)
    record(Event.REPLY_WRITTEN, by=by, at=at, force=held.force, subject=made)
    return made


@audited
def rewrite_reply(*, wave, reply_id, said, did, by, at):
    """Other words for a line; one that officers see is hidden until it is published again."""
    held = _answerable(wave)
    reply = _reply(held, reply_id)
    reply.said, reply.did, reply.published_at = said, did, None
    reply.save(update_fields=["said", "did", "published_at"])
    record(Event.REPLY_WRITTEN, by=by, at=at, force=held.force, subject=reply)
    return reply


@audited
def move_reply(*, wave, reply_id, up, by, at):
    """Change places with the line before (up) or after; at the end of the list nothing moves."""
    held = _answerable(wave)
    reply, lines = _reply(held, reply_id), list(Reply.objects.filter(wave=held))
    place = lines.index(reply)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(lines):
        return
    lines[place], lines[other] = lines[other], lines[place]
    for position, line in enumerate(lines):
        Reply.objects.filter(pk=line.pk).update(position=position)
    record(Event.REPLIES_MOVED, by=by, at=at, force=held.force, subject=reply, after={"up": up})


@audited
def remove_reply(*, wave, reply_id, by, at):
    """Take a line away for good; from the page of officers too."""
    held = _answerable(wave)
    reply = _reply(held, reply_id)
    record(Event.REPLY_REMOVED, by=by, at=at, force=held.force, subject=reply)
    Reply.objects.filter(pk=reply.pk).delete()


@audited
def publish_replies(*, wave, by, at):
    """Let officers see every line of the wave; how many are new to them."""
    held = _answerable(wave)
    new = Reply.objects.filter(wave=held, published_at__isnull=True).update(published_at=at)
    if not new:
        raise Refused("There is no line that officers do not see already: write one first.")
    record(Event.REPLIES_PUBLISHED, by=by, at=at, force=held.force, subject=held, after={"lines": new})
    return new


@audited
def withdraw_replies(*, wave, by, at):
    """Hide every line of the wave from officers; the lines stay, and can be published again."""
    held = _answerable(wave)
    hidden = Reply.objects.filter(wave=held, published_at__isnull=False).update(published_at=None)
    if not hidden:
        raise Refused("Officers see no line of this survey.")
    record(Event.REPLIES_WITHDRAWN, by=by, at=at, force=held.force, subject=held, after={"lines": hidden})


@audited
def write_support(*, force, text, by, at):
    """Whom the officers of a force can speak to in confidence; "" takes it off their page."""
    if force.is_practice:
        raise Refused("A practice space has no page for officers: write it in the force itself.")
    values = {"text": text, "written_by": by, "written_at": at}
    written, _ = SupportContact.scoped.for_force(force).update_or_create(force=force, defaults=values)
    record(Event.SUPPORT_WRITTEN, by=by, at=at, force=force, subject=written)
    return written


def _answerable(wave):
    """The wave, held; refused before its close, and where officers were never asked."""
    held = held_wave(wave)
    check_allowed(held.state, Action.REPLY)
    if held.synthetic:
        raise Refused("The answers of this survey were made up: there is nothing to tell officers about it.")
    return held


def _reply(wave, reply_id):
    found = Reply.objects.filter(wave=wave, pk=reply_id).first()
    if found is None:
        raise Refused(GONE)
    return found
