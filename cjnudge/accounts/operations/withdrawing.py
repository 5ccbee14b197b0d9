"""Taking an invitation back."""

from cjnudge.accounts.models import Invitation
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.chain import audited, record
from cjnudge.audit.events import Event


def open_invitations(force):
    """Invitations neither taken up nor withdrawn, those run out among them."""
    return Invitation.scoped.for_force(force).filter(accepted_at__isnull=True, withdrawn_at__isnull=True)


@audited
def withdraw_invitation(*, invitation, by, at):
    """The link in the mail stops working."""
    mine = open_invitations(invitation.force).filter(pk=invitation.pk)
    if not mine.update(withdrawn_at=at):
        raise Refused("This invitation was already taken up or withdrawn.")
    record(Event.INVITATION_WITHDRAWN, by=by, at=at, force=invitation.force, subject=invitation)


@audited
def withdraw_invitations_of(*, user, force, by, at):
    """Withdraw what a former administrator left open, so that no link of theirs lets anyone in later."""
    left_open = list(open_invitations(force).filter(invited_by=user))
    for invitation in left_open:
        withdraw_invitation(invitation=invitation, by=by, at=at)
    return len(left_open)
