"""People: accounts, roles, and the end of access."""

from datetime import timedelta

import pytest

from cjnudge.accounts import ownership
from cjnudge.accounts.models import Invitation, Membership, User
from cjnudge.accounts.operations.invitations import invite_person
from cjnudge.accounts.operations.people import change_role, create_person, end_access, grant_role
from cjnudge.accounts.permissions import Permission, Role
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.models import AuditEvent
from tests.people import NOW, make_person

pytestmark = pytest.mark.django_db


def membership_of(person):
    return Membership.objects.get(user=person, ended_at__isnull=True)


def test_address_in_other_case_or_composition_is_the_same_account(force):
    create_person(email="José@Example.org", name="J", password="x" * 12, by="test", at=NOW)
    for same in ("josé@example.org", "JOSÉ@EXAMPLE.ORG", " ＪOSÉ@example.org "):
        with pytest.raises(Refused):
            create_person(email=same, name="J", password="x" * 12, by="test", at=NOW)
    assert User.objects.count() == 1


def test_role_granted_twice_changes_nothing(force):
    person = make_person("anna")
    first = grant_role(force=force, user=person, role=Role.LEAD, by="demo", at=NOW)
    events = AuditEvent.objects.count()
    assert grant_role(force=force, user=person, role=Role.LEAD, by="demo", at=NOW) == first
    assert AuditEvent.objects.count() == events


def test_second_role_beside_a_live_one_is_refused(force, lead):
    with pytest.raises(Refused, match="change the role instead"):
        grant_role(force=force, user=lead, role=Role.ADMINISTRATOR, by="demo", at=NOW)


def test_practice_space_has_no_people_of_its_own(practice, lead):
    with pytest.raises(Refused):
        grant_role(force=practice, user=lead, role=Role.LEAD, by="demo", at=NOW)


def test_administrator_cannot_change_their_own_role(administrator, force):
    make_person("second", force, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="your own role"):
        change_role(membership=membership_of(administrator), role=Role.LEAD, by=administrator, at=NOW)


def test_only_administrator_keeps_the_role(administrator):
    with pytest.raises(Refused, match="only administrator"):
        change_role(membership=membership_of(administrator), role=Role.LEAD, by="system", at=NOW)


def test_only_administrator_keeps_access(administrator):
    with pytest.raises(Refused, match="only administrator"):
        end_access(membership=membership_of(administrator), to={}, by="system", at=NOW)


def test_account_that_cannot_sign_in_does_not_count_as_administrator(administrator, force):
    make_person("gone", force, Role.ADMINISTRATOR, is_active=False)
    with pytest.raises(Refused, match="only administrator"):
        end_access(membership=membership_of(administrator), to={}, by="system", at=NOW)


def test_nobody_ends_their_own_access(administrator, force):
    make_person("second", force, Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="your own access"):
        end_access(membership=membership_of(administrator), to={}, by=administrator, at=NOW)


def test_access_ends_once(administrator, lead):
    membership = membership_of(lead)
    end_access(membership=membership, to={}, by=administrator, at=NOW)
    with pytest.raises(Refused, match="already ended"):
        end_access(membership=membership, to={}, by=administrator, at=NOW)


def test_invitations_of_a_former_administrator_are_withdrawn(administrator, force):
    second = make_person("second", force, Role.ADMINISTRATOR)
    invite_person(force=force, email="own-friend@example.org", role=Role.ADMINISTRATOR, by=second, at=NOW)
    end_access(membership=membership_of(second), to={}, by=administrator, at=NOW + timedelta(hours=1))
    assert Invitation.objects.get().withdrawn_at == NOW + timedelta(hours=1)


def test_trail_of_people_holds_no_name_and_no_address(administrator, force, lead):
    invite_person(force=force, email="new@example.org", role=Role.LEAD, by=administrator, at=NOW)
    change_role(membership=membership_of(lead), role=Role.EVALUATOR, by=administrator, at=NOW)
    end_access(membership=membership_of(lead), to={}, by=administrator, at=NOW)
    trail = [str(event) for row in AuditEvent.objects.values_list() for event in row]
    assert [e.action for e in AuditEvent.objects.all()] == ["person.invited", "role.changed", "access.ended"]
    assert not [text for text in trail if "@" in text or "lead" in text.lower() and "example" in text]


@pytest.fixture
def owned(monkeypatch):
    """A kind of owned thing kept in a dictionary: {(user, force): number}."""
    shelf = {}

    def pass_on(from_, to, force, at, by):
        number = shelf.pop((from_.pk, force.pk), 0)
        shelf[(to.pk, force.pk)] = shelf.get((to.pk, force.pk), 0) + number
        return number

    kind = ownership.OwnedKind(
        "toys",
        "toys",
        Permission.MANAGE_TRIALS,
        lambda user, force: shelf.get((user.pk, force.pk), 0),
        pass_on,
    )
    monkeypatch.setattr(ownership, "_kinds", {"toys": kind})
    return shelf


def test_leaver_who_owns_something_needs_an_heir(owned, administrator, lead, force):
    owned[(lead.pk, force.pk)] = 3
    with pytest.raises(Refused, match="owns 3 toys"):
        end_access(membership=membership_of(lead), to={}, by=administrator, at=NOW)
    assert membership_of(lead).ended_at is None


def test_what_a_leaver_owns_goes_to_the_heir_in_the_practice_space_too(
    owned, administrator, lead, force, practice
):
    owned[(lead.pk, force.pk)], owned[(lead.pk, practice.pk)] = 3, 2
    heir = make_person("heir", force, Role.LEAD)
    end_access(membership=membership_of(lead), to={"toys": heir}, by=administrator, at=NOW)
    assert owned == {(heir.pk, force.pk): 3, (heir.pk, practice.pk): 2}
    assert not Membership.objects.filter(user=lead, ended_at__isnull=True).exists()


@pytest.mark.parametrize("wrong", ["evaluator", "other_lead", "lead"])
def test_heir_must_be_another_member_whose_role_may_own_it(owned, administrator, lead, force, wrong, request):
    owned[(lead.pk, force.pk)] = 1
    heir = request.getfixturevalue(wrong)
    with pytest.raises(Refused, match="cannot own"):
        end_access(membership=membership_of(lead), to={"toys": heir}, by=administrator, at=NOW)
    assert owned == {(lead.pk, force.pk): 1}
