"""What the software need not remember any longer."""

from django.contrib.sessions.models import Session


def forget_ended_sessions(*, at):
    """Delete the sessions whose time is over, and return how many there were."""
    deleted, _ = Session.objects.filter(expire_date__lte=at).delete()
    return deleted
