"""Who is a guest of which trial, now."""

from django.utils.timezone import localdate

from cjnudge.accounts.permissions import Permission, Role
from cjnudge.accounts.queries import members
from trials.models import Guest

# What a guest may do on the pages of the one trial: read what is shown of it, and judge its plan.
GUESTS_MAY = frozenset({Permission.VIEW_RESULTS, Permission.APPROVE_PLANS})


def guests_of(trial):
    """Everybody ever invited to the trial, in order."""
    return list(Guest.scoped.for_force(trial.force).filter(trial=trial).select_related("invited_by"))


def guest_of(trial, guest_id):
    """One invitation to the trial, or None."""
    return Guest.scoped.for_force(trial.force).filter(trial=trial, pk=guest_id).first()


def live_guests(force, email, on):
    """The invitations of an address to trials of the force that are open on that day."""
    found = Guest.scoped.for_force(force).filter(email=email, ended_at__isnull=True, expires_on__gte=on)
    return found.select_related("trial__force")


def is_guest_of(user, force, permission, address):
    """Whether this page of this trial is open to the person as a guest; asked by cjnudge.accounts.guests."""
    if permission not in GUESTS_MAY or "trial" not in address:
        return False
    return live_guests(force, user.email, localdate()).filter(trial=address["trial"]).exists()


def inviter_of(trial, user, on):
    """Who invited a person to the trial as its guest; None for a member of the force."""
    home = trial.force.practice_of or trial.force
    if members(home).filter(user=user).exclude(role=Role.GUEST).exists():
        return None
    invited = (
        live_guests(trial.force, user.email, on).filter(trial=trial).select_related("invited_by").first()
    )
    return invited.invited_by if invited else None


def state_of(guest, on):
    """ "Open", "Expired" or "Ended"."""
    if guest.ended_at is not None:
        return "Ended"
    return "Open" if guest.expires_on >= on else "Expired"
