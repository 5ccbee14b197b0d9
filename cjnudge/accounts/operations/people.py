"""People, their roles, and the end of their access."""

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError
from django.db.models import F

from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.models import Membership, User
from cjnudge.accounts.operations.handing_over import hand_over
from cjnudge.accounts.operations.locking import lock_force
from cjnudge.accounts.operations.withdrawing import withdraw_invitations_of
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event


@audited
def create_person(*, email, name, password, by, at, runs_installation=False):
    """A new account; `by=None` when the person makes it by taking up an invitation."""
    email = normalise_email(email)
    if User.objects.filter(email=email).exists():
        raise Refused("There is already an account with this e-mail address: sign in with it.")
    user = User(email=email, name=name.strip(), created_at=at, runs_installation=runs_installation)
    user.password = make_password(password)
    _insert(user)
    record(
        Event.PERSON_CREATED,
        by=by or user,
        at=at,
        subject=user,
        after={"runs_installation": runs_installation},
    )
    return user


def _insert(user):
    try:
        user.save(force_insert=True)
    except IntegrityError as taken:
        raise Refused(
            "An account with this e-mail address was made at the same moment: sign in with it."
        ) from taken


@audited
def grant_role(*, force, user, role, by, at):
    """The person's live membership in the force; the one that is there already when it has this role."""
    role = Role(role)
    refuse_practice(force)
    lock_force(force)
    live = live_membership(force, user)
    if live and live.role != role:
        raise Refused(f"{user.name} already has access as {Role(live.role).label}: change the role instead.")
    if live:
        return live
    membership = Membership.objects.create(force=force, user=user, role=role, starts_at=at)
    record(Event.ROLE_GRANTED, by=by, at=at, force=force, subject=membership, after={"role": role})
    return membership


@audited
def change_role(*, membership, role, by, at):
    """Give a member another role; their sessions end, so that none goes on under the old one."""
    role, force = Role(role), membership.force
    lock_force(force)
    membership = _still_live(membership)
    if membership.user == by:
        raise Refused("You cannot change your own role: ask another administrator.")
    if membership.role == role:
        return membership
    refuse_without_administrator(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    withdraw_invitations_of(user=membership.user, force=force, by=by, at=at)
    end_sessions(membership.user)
    record(Event.ROLE_CHANGED, by=by, at=at, force=force, subject=membership, before=before, after=role)
    return membership


@audited
def end_access(*, membership, to, by, at):
    """End a member's access and all their sessions; `to` ({kind key: User}) names who gets what they own."""
    force = membership.force
    lock_force(force)
    membership = _still_live(membership)
    if membership.user == by:
        raise Refused("You cannot end your own access: ask another administrator.")
    refuse_without_administrator(membership)
    hand_over(force=force, from_=membership.user, to=to, by=by, at=at, everything=True)
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    withdraw_invitations_of(user=membership.user, force=force, by=by, at=at)
    end_sessions(membership.user)
    record(Event.ACCESS_ENDED, by=by, at=at, force=force, subject=membership)
    return membership


def end_sessions(user):
    """Make every session of the person worthless; they sign in again under a new one."""
    User.objects.filter(pk=user.pk).update(sessions_ended=F("sessions_ended") + 1)


def live_membership(force, user):
    return Membership.scoped.for_force(force).filter(user=user, ended_at__isnull=True).first()


def refuse_practice(force):
    if force.is_practice:
        raise Refused("A practice space has no people of its own: the members of its force use it.")


def refuse_without_administrator(membership):
    """Raises when the force would be left without an administrator."""
    if membership.role != Role.ADMINISTRATOR:
        return
    live = Membership.scoped.for_force(membership.force).filter(
        role=Role.ADMINISTRATOR, ended_at__isnull=True
    )
    if not live.exclude(pk=membership.pk).filter(user__is_active=True).exists():
        raise Refused(
            f"{membership.user.name} is the only administrator: make another person administrator first."
        )


def _still_live(membership):
    """The membership as it stands now, after the lock: someone else may have ended it."""
    everyone = Membership.scoped.for_force(membership.force).select_related("user", "force")
    found = everyone.filter(pk=membership.pk, ended_at__isnull=True).first()
    if found is None:
        raise Refused("This person's access has already ended.")
    return found
