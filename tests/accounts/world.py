"""What the addresses of people and units name: a member, an invitation, a unit, a link to a new password."""

from datetime import date, timedelta

from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cjnudge.accounts.models import Invitation, Membership, Unit
from cjnudge.accounts.operations.invitations import token_hash
from cjnudge.accounts.permissions import Role
from tests.people import make_person


def build(world):
    force, now = world.force, timezone.now()
    member = make_person("member", force, Role.OFFICER)
    world["membership"] = str(Membership.objects.get(user=member).pk)
    world["invitation_token"] = "a-token-of-the-test-world"
    invitation = Invitation.objects.create(
        force=force,
        email="invited@example.org",
        role=Role.LEAD,
        token_sha256=token_hash(world["invitation_token"]),
        invited_by=world.people["administrator"],
        invited_at=now,
        expires_at=now + timedelta(days=14),
    )
    unit = Unit.objects.create(
        force=force, key="watford", name="Watford", level="station", starts_on=date(2024, 4, 1)
    )
    world.update(invitation=str(invitation.pk), unit=str(unit.pk))
    world["reset_uid"] = urlsafe_base64_encode(force_bytes(str(member.pk)))
    world["reset_token"] = default_token_generator.make_token(member)
