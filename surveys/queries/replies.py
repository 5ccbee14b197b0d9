""" "You said, we did" of a wave for leads, and of a force for its officers; and whom these can speak to."""

from itertools import groupby

from surveys.lifecycle import State
from surveys.models import Reply, SupportContact, Wave


def replies_of(wave):
    """Every line of a wave, published or not, in order."""
    return Reply.objects.filter(wave=wave)


def reply_of(wave, reply_id):
    """One line of the wave, or None."""
    return replies_of(wave).filter(pk=reply_id).first()


def published_replies(force):
    """[(wave, [its lines that officers may see])], the wave that closed last on top."""
    closed = Wave.scoped.for_force(force).filter(state=State.CLOSED, synthetic=False)
    lines = Reply.objects.filter(wave__in=closed, published_at__isnull=False).select_related("wave")
    ordered = lines.order_by("-wave__ended_at", "wave", "position", "made_at")
    return [(wave, list(found)) for wave, found in groupby(ordered, key=lambda line: line.wave)]


def support_of(force):
    """The words about whom officers can speak to in confidence, or ""."""
    found = SupportContact.scoped.for_force(force).first()
    return found.text if found else ""
