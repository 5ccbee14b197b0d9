"""The administrator's pages of people, and who else may not use them."""

import pytest
from django.urls import reverse

from cjnudge.accounts import ownership
from cjnudge.accounts.models import Membership
from cjnudge.accounts.permissions import Permission, Role
from tests.people import make_person

pytestmark = pytest.mark.django_db


def address(name, force, *args):
    return reverse(f"accounts:{name}", args=[force.slug, *args])


def membership_of(person):
    return Membership.objects.get(user=person)


@pytest.fixture
def signed_in(client, administrator):
    client.force_login(administrator)
    return client


@pytest.mark.parametrize(("person", "status"), [("officer", 403), ("other_lead", 404), ("evaluator", 403)])
@pytest.mark.parametrize("page", ["people", "invite", "person", "hand_over", "end_person"])
def test_people_are_the_administrators_business(client, force, lead, page, person, status, request):
    client.force_login(request.getfixturevalue(person))
    args = [] if page in {"people", "invite"} else [membership_of(lead).pk]
    assert client.get(address(page, force, *args)).status_code == status
    assert client.post(address(page, force, *args)).status_code == status


@pytest.mark.parametrize("page", ["person", "hand_over", "end_person", "send_password_link"])
def test_member_of_another_force_is_not_there(signed_in, force, other_lead, page):
    url = address(page, force, membership_of(other_lead).pk)
    assert signed_in.post(url).status_code == 404


def test_list_shows_members_and_those_who_left(signed_in, force, lead, officer, administrator):
    signed_in.post(address("end_person", force, membership_of(officer).pk))
    page = signed_in.get(address("people", force)).content.decode()
    assert "Lead" in page and "lead@example.org" in page
    assert "Access ended" in page
    assert "officer@example.org" not in page
    assert "Officer" in page.split("Access ended")[-1]


def test_role_is_changed_on_the_persons_page(signed_in, force, lead):
    url = address("person", force, membership_of(lead).pk)
    page = signed_in.post(url, {"role": "evaluator"}, follow=True).content.decode()
    assert "Lead has the role “Evaluator” now." in page
    assert membership_of(lead).role == Role.EVALUATOR


def test_invented_role_is_refused(signed_in, force, lead):
    signed_in.post(address("person", force, membership_of(lead).pk), {"role": "installation"})
    assert membership_of(lead).role == Role.LEAD


def test_own_page_offers_no_change(signed_in, force, administrator):
    url = address("person", force, membership_of(administrator).pk)
    page = signed_in.get(url).content.decode()
    assert "This is you" in page
    assert "Change the role" not in page
    signed_in.post(url, {"role": "lead"})
    assert membership_of(administrator).role == Role.ADMINISTRATOR


@pytest.fixture
def toys(monkeypatch):
    shelf = {}
    kind = ownership.OwnedKind(
        key="toys",
        label="toys",
        permission=Permission.MANAGE_TRIALS,
        count=lambda user, force: shelf.get((user.pk, force.pk), 0),
        hand_over=lambda from_, to, force, at, by: (
            shelf.update({(to.pk, force.pk): shelf.pop((from_.pk, force.pk), 0)}) or shelf[(to.pk, force.pk)]
        ),
    )
    monkeypatch.setattr(ownership, "_kinds", {"toys": kind})
    return shelf


def test_ending_access_names_what_is_owned_and_asks_who_gets_it(signed_in, force, lead, toys):
    toys[(lead.pk, force.pk)] = 2
    heir = make_person("heir", force, Role.LEAD)
    url = address("end_person", force, membership_of(lead).pk)
    page = signed_in.get(url).content.decode()
    assert "toys (2) go to the person you choose below" in page
    assert "Heir" in page
    assert "Choose who gets the toys (2)." in signed_in.post(url).content.decode()
    assert membership_of(lead).ended_at is None
    signed_in.post(url, {"toys": str(heir.pk)})
    assert membership_of(lead).ended_at
    assert toys == {(heir.pk, force.pk): 2}


def test_heir_of_another_force_cannot_be_chosen(signed_in, force, lead, toys, other_lead):
    toys[(lead.pk, force.pk)] = 2
    signed_in.post(address("end_person", force, membership_of(lead).pk), {"toys": str(other_lead.pk)})
    assert membership_of(lead).ended_at is None
    assert toys == {(lead.pk, force.pk): 2}


def test_page_says_when_nobody_can_take_over(signed_in, force, lead, toys):
    toys[(lead.pk, force.pk)] = 2
    page = signed_in.get(address("end_person", force, membership_of(lead).pk)).content.decode()
    assert "Nobody else may own toys: invite someone with a fitting role first." in page


def test_hand_over_without_leaving_keeps_access(signed_in, force, lead, toys):
    toys[(lead.pk, force.pk)] = 2
    heir = make_person("heir", force, Role.LEAD)
    url = address("hand_over", force, membership_of(lead).pk)
    assert "Handed over: 2." in signed_in.post(url, {"toys": str(heir.pk)}, follow=True).content.decode()
    assert membership_of(lead).ended_at is None


def test_nothing_to_hand_over_is_said(signed_in, force, lead):
    assert (
        "Nothing to hand over"
        in signed_in.get(address("hand_over", force, membership_of(lead).pk)).content.decode()
    )


def test_practice_space_leads_to_the_people_of_its_force(signed_in, force, practice, lead):
    for page, args in (("people", []), ("invite", []), ("end_person", [membership_of(lead).pk])):
        assert signed_in.get(address(page, practice, *args)).headers["Location"] == address("people", force)
    signed_in.post(address("end_person", practice, membership_of(lead).pk))
    assert membership_of(lead).ended_at is None


def test_name_is_shown_as_text(signed_in, force, lead):
    lead.name = "<script>alert(1)</script>"
    lead.save()
    for page, args in (
        ("people", []),
        ("person", [membership_of(lead).pk]),
        ("end_person", [membership_of(lead).pk]),
    ):
        assert "<script>alert" not in signed_in.get(address(page, force, *args)).content.decode()
