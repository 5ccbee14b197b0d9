"""What a leaver owns goes to someone who may own it."""

from cjnudge.accounts.models import Membership
from cjnudge.accounts.ownership import owned_by
from cjnudge.accounts.permissions import role_allows
from cjnudge.accounts.refusals import Refused
from cjnudge.accounts.spaces import spaces_of
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event


@audited
def hand_over(*, force, from_, to, by, at, everything=False):
    """Pass on what a person owns in a force and its practice space; returns how many things went.

    `to` is {kind key: User}. With `everything`, a kind that has no new owner is refused; without, it stays.
    """
    moved = 0
    for kind, number in owned_by(from_, spaces_of(force)):
        heir = to.get(kind.key)
        if heir is None and everything:
            raise Refused(f"{from_.name} owns {number} {kind.label}: choose who gets them.")
        if heir is not None:
            moved += _pass_on(kind, force, from_, heir, at, by)
    return moved


def _pass_on(kind, force, from_, heir, at, by):
    check_heir(kind, force, from_, heir)
    number = sum(kind.hand_over(from_, heir, space, at, by) for space in spaces_of(force))
    after = {"kind": kind.key, "number": number, "to": str(heir.pk)}
    record(Event.OWNERSHIP_HANDED_OVER, by=by, at=at, force=force, subject=from_, after=after)
    return number


def check_heir(kind, force, from_, heir):
    """Raises unless the new owner is another live member whose role may own this kind."""
    live = (
        Membership.scoped.for_force(force)
        .filter(user=heir, user__is_active=True, ended_at__isnull=True)
        .first()
    )
    if live is None or heir.pk == from_.pk or not role_allows(live.role, kind.permission):
        raise Refused(f"{heir.name} cannot own {kind.label} in this force: choose someone else.")
