"""Inviting a person by e-mail to a role, and taking the invitation up."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import IntegrityError

from cjnudge.accounts.addresses import normalise_email
from cjnudge.accounts.models import Invitation, User
from cjnudge.accounts.operations.locking import lock_force
from cjnudge.accounts.operations.people import create_person, grant_role, live_membership, refuse_practice
from cjnudge.accounts.operations.withdrawing import open_invitations, withdraw_invitation
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event

TOKEN_BYTES = 32  # 256 bits: no guessing, however long the link lives
LIVES = timedelta(days=14)  # longer than a fortnight of rest days and leave would mean a forgotten mailbox
DEAD = "This invitation is no longer open: ask the person who invited you for a new one."


def token_hash(token):
    return sha256(token.encode()).hexdigest()


@audited
def invite_person(*, force, email, role, by, at):
    """(Invitation, token) for the link in the mail; an earlier open invitation to the address is withdrawn."""
    role, email = Role(role), normalise_email(email)
    refuse_practice(force)
    lock_force(force)
    known = User.objects.filter(email=email).first()
    if known and live_membership(force, known):
        raise Refused("This person already has access: change their role on their page instead.")
    for earlier in open_invitations(force).filter(email=email):
        withdraw_invitation(invitation=earlier, by=by, at=at)
    return _issue(force, email, role, by, at)


def _issue(force, email, role, by, at):
    token = secrets.token_urlsafe(TOKEN_BYTES)
    who = None if isinstance(by, str) else by
    values = {"force": force, "email": email, "role": role, "invited_by": who, "invited_at": at}
    try:
        invitation = Invitation.objects.create(
            **values, expires_at=at + LIVES, token_sha256=token_hash(token)
        )
    except IntegrityError as taken:
        raise Refused("Someone else has just invited this person.") from taken
    record(Event.PERSON_INVITED, by=by, at=at, force=force, subject=invitation, after={"role": role})
    return invitation, token


@audited
def accept_as_new_person(*, invitation, name, password, at):
    """The new account of the invited person, with the role offered."""
    _take_up(invitation, at)
    user = create_person(email=invitation.email, name=name, password=password, by=None, at=at)
    _join(invitation, user, at)
    return user


@audited
def accept_as_member(*, invitation, user, at):
    """The membership of an existing person whose address was invited."""
    if user.email != invitation.email:
        raise Refused("This invitation is for another e-mail address.")
    _take_up(invitation, at)
    return _join(invitation, user, at)


def _take_up(invitation, at):
    """One POST wins: the row says so by itself, whatever was read before."""
    mine = open_invitations(invitation.force).filter(pk=invitation.pk, expires_at__gt=at)
    if not mine.update(accepted_at=at):
        raise Refused(DEAD)


def _join(invitation, user, at):
    record(Event.INVITATION_ACCEPTED, by=user, at=at, force=invitation.force, subject=invitation)
    return grant_role(force=invitation.force, user=user, role=invitation.role, by=user, at=at)
