"""Checking a password under the limit on guesses, and what the trail keeps of sessions."""

from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.limits import SIGN_IN
from cjnudge.accounts.models import User
from cjnudge.accounts.operations.tries import give_back, is_spent, take_try
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event

PAUSED = (
    "There were too many tries on this account, so it is paused. Wait 15 minutes and try again; "
    "if you have forgotten your password, ask for a link to choose a new one."
)


def check_guess(*, address, check, at):
    """What `check()` answers about a password; the try is counted before, and given back when it was right."""
    stamp = take_try(limit=SIGN_IN, address=address, at=at)
    if stamp is None:
        raise Refused(PAUSED)
    found = check()
    if found:
        give_back(limit=SIGN_IN, address=address, stamp=stamp, at=at)
    elif is_spent(limit=SIGN_IN, address=address, at=at):
        note_pause(address=address, at=at)
    return found


@audited
def note_sign_in(*, user, at):
    record(Event.SIGNED_IN, by=user, at=at, subject=user)


@audited
def note_sign_out(*, user, at):
    record(Event.SIGNED_OUT, by=user, at=at, subject=user)


@audited
def note_pause(*, address, at):
    """Too many guesses; the trail names the person, and nobody where there is no such account."""
    user = User.objects.filter(email=normalise_email(address)).first()
    record(Event.SIGN_IN_PAUSED, by="sign-in", at=at, subject=user, outcome="refused")
