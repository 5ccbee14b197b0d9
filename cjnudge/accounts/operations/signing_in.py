"""What the trail keeps of sessions."""

from cjnudge.accounts.models import User
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event


@audited
def note_sign_in(*, user, at):
    record(Event.SIGNED_IN, by=user, at=at, subject=user)


@audited
def note_sign_out(*, user, at):
    record(Event.SIGNED_OUT, by=user, at=at, subject=user)


@audited
def note_pause(*, address, at):
    """Too many guesses on one address; the trail names the person, and nobody where there is no such account."""
    user = User.objects.filter(email=address).first()
    record(Event.SIGN_IN_PAUSED, by="sign-in", at=at, subject=user, outcome="refused")
