"""Who acted, in opaque words: an id and a role, never a name or an address."""

from cjnudge.accounts.models import Membership


def actor_of(by):
    """The id of a person, or the name of a process such as "system"."""
    return by if isinstance(by, str) else str(by.pk)


def role_of(by, force):
    """The role the person acts in: that in the force, else "installation", else empty."""
    if isinstance(by, str):
        return ""
    return _role_in(by, force) or ("installation" if by.runs_installation else "")


def _role_in(by, force):
    if force is None:
        return ""
    home = force.practice_of or force
    live = Membership.scoped.for_force(home).filter(user=by, ended_at__isnull=True)
    return live.values_list("role", flat=True).first() or ""
