"""Inviting a person from outside to one trial until a day, and ending that."""

from datetime import timedelta

from django.utils.timezone import localdate

from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.models import User
from cjnudge.accounts.operations.invitations import invite_person
from cjnudge.accounts.operations.people import end_access, live_membership
from cjnudge.accounts.operations.withdrawing import open_invitations, withdraw_invitation
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.refusals import Refused
from cjnudge.accounts.spaces import spaces_of
from cjnudge.audit.chain import Event, audited, record
from trials.lifecycle_of_trials import Action, check_allowed
from trials.models import Guest
from trials.operations.trials import locked
from trials.queries.conduct import state_of_planned
from trials.queries.guests import live_guests

LONGEST = timedelta(days=731)  # two years: a trial with its follow-up; longer is a member, not a guest


@audited
def invite_guest(*, trial, email, expires_on, by, at):
    """(Guest, Invitation or None, token or None): an invitation to the force only where the person is new to it."""
    trial, email, today = locked(trial), normalise_email(email), localdate(at)
    check_allowed(state_of_planned(trial), Action.INVITE_GUEST)
    if not today <= expires_on <= today + LONGEST:
        raise Refused("Choose a last day from today on, and within two years.")
    home = trial.force.practice_of or trial.force
    known = User.objects.filter(email=email).first()
    membership = known and live_membership(home, known)
    if membership and membership.role != Role.GUEST:
        raise Refused("This person is a member of the force, and needs no invitation to the trial.")
    guest = _kept(trial, email, expires_on, by, at)
    record(
        Event.GUEST_INVITED,
        by=by,
        at=at,
        force=trial.force,
        subject=guest,
        after={"until": expires_on.isoformat()},
    )
    if membership:
        return guest, None, None
    return guest, *invite_person(force=home, email=email, role=Role.GUEST, by=by, at=at)


def _kept(trial, email, expires_on, by, at):
    """The one row of the address in this trial, open until the day."""
    values = {"invited_by": by, "invited_at": at, "expires_on": expires_on, "ended_at": None}
    rows = Guest.scoped.for_force(trial.force)
    return rows.update_or_create(force=trial.force, trial=trial, email=email, defaults=values)[0]


@audited
def end_guest(*, guest, by, at):
    """Close the trial to the guest at once; and the force, where this was the last trial open to them."""
    trial = locked(guest.trial)
    guest = Guest.scoped.for_force(trial.force).get(pk=guest.pk)
    if guest.ended_at is not None:
        return guest
    guest.ended_at = at
    guest.save(update_fields=["ended_at"])
    record(Event.GUEST_ENDED, by=by, at=at, force=trial.force, subject=guest)
    home = trial.force.practice_of or trial.force
    if not any(live_guests(space, guest.email, localdate(at)).exists() for space in spaces_of(home)):
        _leave(home, guest.email, by, at)
    return guest


def _leave(home, email, by, at):
    """Withdraw a guest's open invitation to the force, and end the membership that came of one."""
    for invitation in open_invitations(home).filter(email=email, role=Role.GUEST):
        withdraw_invitation(invitation=invitation, by=by, at=at)
    known = User.objects.filter(email=email).first()
    membership = known and live_membership(home, known)
    if membership and membership.role == Role.GUEST:
        end_access(membership=membership, to={}, by=by, at=at)
