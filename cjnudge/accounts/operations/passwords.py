"""Passwords: a link by mail, a new password, and the end of what the old one opened."""

from django.contrib.auth.hashers import make_password

from cjnudge.accounts.limits import RESET_LINK, SIGN_IN
from cjnudge.accounts.operations.tries import forget_tries, take_try
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event


@audited
def change_password(*, user, password, by, at, event=Event.PASSWORD_CHANGED):
    """A new password; every session begun under the old one is worthless from now on."""
    user.password = make_password(password)
    user.save(update_fields=["password"])
    forget_tries(limit=SIGN_IN, address=user.email)
    record(event, by=by, at=at, subject=user)
    return user


def may_send_link(*, address, at):
    """Whether one more link may be mailed to the address; counts it."""
    return take_try(limit=RESET_LINK, address=address, at=at) is not None


@audited
def note_link_sent(*, user, by, at, force=None):
    """The trail keeps who had a link to a new password sent, and to whom."""
    record(Event.PASSWORD_LINK_SENT, by=by, at=at, force=force, subject=user)
