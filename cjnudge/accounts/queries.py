"""What the pages of a force's people and units read."""

from cjnudge.accounts.models import Force, Invitation, Membership, Unit
from cjnudge.accounts.operations.withdrawing import open_invitations
from cjnudge.accounts.permissions import Role, role_allows
from cjnudge.accounts.unit_tree import UnitTree


def members(force):
    """Live memberships with their people, by name."""
    live = Membership.scoped.for_force(force).filter(ended_at__isnull=True)
    return live.select_related("user").order_by("user__name", "user__email")


def former_members(force):
    """Ended memberships with their people, the latest first."""
    ended = Membership.scoped.for_force(force).filter(ended_at__isnull=False)
    return ended.select_related("user").order_by("-ended_at")


def invitations(force):
    """Open invitations, those that have run out among them, the latest first."""
    return open_invitations(force).select_related("invited_by")


def invitation_with(token_sha256):
    """The invitation with this token's hash, or None: found by its link alone, before anyone belongs anywhere."""
    return Invitation.objects.select_related("force", "invited_by").filter(token_sha256=token_sha256).first()


def administrators(force):
    """Live administrators, by name."""
    return members(force).filter(role=Role.ADMINISTRATOR, user__is_active=True)


def heirs(force, leaver, permission):
    """Members who could own what the leaver owns, by name."""
    others = members(force).filter(user__is_active=True).exclude(user=leaver)
    return [member for member in others if role_allows(member.role, permission)]


def memberships_of(user):
    """The live memberships of a person with their forces, by the force's name."""
    mine = Membership.objects.filter(user=user, ended_at__isnull=True)
    return mine.select_related("force").order_by("force__name")


def practice_space(force):
    """The practice space of a force; None for one that has none, or is one."""
    return Force.objects.filter(practice_of=force).first()


def unit_tree(force):
    """Every unit of the force, ever, as a UnitTree."""
    return UnitTree(Unit.scoped.for_force(force))


def all_forces():
    """Every force (no practice spaces), by name: for those who run the installation."""
    return Force.objects.filter(kind="force")


def forces_with_administrators():
    """[(force, number of live administrators, whether one is invited)] by the force's name."""
    rows = []
    for force in all_forces():
        invited = invitations(force).filter(role=Role.ADMINISTRATOR).exists()
        rows.append((force, administrators(force).count(), invited))
    return rows


def force_called(slug):
    """The force with this address that is no practice space, or None."""
    return all_forces().filter(slug=slug).first()
