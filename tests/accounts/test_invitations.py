"""An invitation lets in the person it was sent to, once, and nobody by accident."""

import secrets
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cjnudge.accounts.models import Invitation, Membership, User
from cjnudge.accounts.operations.invitations import (
    accept_as_member,
    accept_as_new_person,
    invite_person,
    token_hash,
)
from cjnudge.accounts.operations.withdrawing import withdraw_invitation
from cjnudge.accounts.permissions import Role
from cjnudge.accounts.refusals import Refused
from tests.accounts.test_password_pages import path_in
from tests.accounts.test_tries import at_the_same_time
from tests.people import NOW, make_person

PASSWORD = "three odd words here"
FORM = {"name": "Nora New", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def invited(administrator, force, clock):
    """(invitation, address of its page)"""
    made, token = invite_person(
        force=force, email="Nora@Example.org", role=Role.LEAD, by=administrator, at=NOW
    )
    return made, reverse("accounts:invitation", args=[token])


@pytest.mark.django_db
def test_token_has_256_bits_and_is_stored_as_a_hash_only(administrator, force, monkeypatch):
    asked = []
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: asked.append(size) or "drawn")
    made, token = invite_person(force=force, email="n@example.org", role=Role.LEAD, by=administrator, at=NOW)
    assert asked == [32]
    assert token == "drawn"
    assert token not in "".join(str(value) for value in vars(made).values())
    assert made.token_sha256 == token_hash(token)


@pytest.mark.django_db
def test_ten_mail_scanners_open_the_link_and_burn_nothing(invited):
    invitation, page = invited
    for _ in range(10):
        assert Client().get(page).status_code == 200
        assert Client().head(page).status_code == 200
    assert Client().post(page, FORM).status_code == 302
    invitation.refresh_from_db()
    assert invitation.accepted_at


@pytest.mark.django_db
def test_new_person_gets_an_account_the_role_and_is_signed_in(invited, client, force):
    _, page = invited
    assert client.post(page, FORM).headers["Location"] == reverse("accounts:force", args=[force.slug])
    user = User.objects.get(email="nora@example.org")
    assert Membership.objects.get(user=user).role == Role.LEAD
    assert client.get(reverse("accounts:units", args=[force.slug])).status_code == 200


@pytest.mark.django_db
def test_link_is_good_for_one_acceptance(invited):
    _, page = invited
    Client().post(page, FORM)
    assert Client().post(page, {**FORM, "name": "Somebody Else"}).status_code == 404
    assert User.objects.filter(name="Somebody Else").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("days", [13, 14])
def test_link_works_for_fourteen_days(invited, clock, days):
    _, page = invited
    clock.advance(days=days)
    assert Client().post(page, FORM).status_code == (302 if days < 14 else 404)


@pytest.mark.django_db
def test_withdrawn_link_is_dead(invited, administrator):
    invitation, page = invited
    withdraw_invitation(invitation=invitation, by=administrator, at=NOW)
    assert Client().get(page).status_code == Client().post(page, FORM).status_code == 404
    with pytest.raises(Refused):
        withdraw_invitation(invitation=invitation, by=administrator, at=NOW)


@pytest.mark.django_db
def test_second_invitation_kills_the_first_link(invited, administrator, force):
    _, page = invited
    invite_person(force=force, email="nora@example.org", role=Role.EVALUATOR, by=administrator, at=NOW)
    assert Client().get(page).status_code == 404
    assert Invitation.objects.filter(withdrawn_at__isnull=True).get().role == Role.EVALUATOR


@pytest.mark.django_db
def test_unknown_withdrawn_and_used_links_show_the_same_page(invited, client):
    _, page = invited
    Client().post(page, FORM)
    used, unknown = client.get(page), client.get(reverse("accounts:invitation", args=["nothing"]))
    assert used.content == unknown.content


@pytest.mark.django_db
def test_member_cannot_be_invited_again(administrator, force, lead):
    with pytest.raises(Refused, match="already has access"):
        invite_person(
            force=force, email="LEAD@example.org", role=Role.ADMINISTRATOR, by=administrator, at=NOW
        )


@pytest.mark.django_db
def test_person_with_an_account_signs_in_and_joins(invited, client, force):
    _, page = invited
    nora = make_person("nora")
    assert "Sign in, and you can accept" in client.get(page).content.decode()
    client.post(page, FORM)
    assert not Membership.objects.filter(user=nora).exists()
    client.force_login(nora)
    assert client.post(page).status_code == 302
    assert Membership.objects.get(user=nora).force == force


@pytest.mark.django_db
def test_invitation_of_one_person_lets_nobody_else_in(invited, client, other_lead, force):
    invitation, page = invited
    client.force_login(other_lead)
    assert "another e-mail address" in client.post(page).content.decode()
    assert not Membership.objects.filter(user=other_lead, force=force).exists()
    with pytest.raises(Refused):
        accept_as_member(invitation=invitation, user=other_lead, at=NOW)


@pytest.mark.django_db
def test_page_shows_no_address(invited, client):
    assert "nora@example.org" not in client.get(invited[1]).content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_person(invited):
    invitation, _ = invited

    def accept():
        try:
            accept_as_new_person(invitation=invitation, name="Nora", password=PASSWORD, at=NOW)
        except Refused:
            return "refused"
        return "accepted"

    assert sorted(at_the_same_time(accept)) == ["accepted", "refused"]
    assert User.objects.filter(email="nora@example.org").count() == 1


@pytest.mark.django_db
def test_administrator_invites_sees_and_withdraws(client, administrator, force):
    client.force_login(administrator)
    data = {"email": "nora@example.org", "role": "lead"}
    page = client.post(reverse("accounts:invite", args=[force.slug]), data, follow=True).content.decode()
    assert "on its way to nora@example.org" in page
    assert Client().get(path_in(mail.outbox[0])).status_code == 200
    made = Invitation.objects.get()
    client.post(reverse("accounts:send_again", args=[force.slug, made.pk]))
    assert Client().get(path_in(mail.outbox[0])).status_code == 404
    again = Invitation.objects.get(withdrawn_at__isnull=True)
    client.post(reverse("accounts:withdraw", args=[force.slug, again.pk]))
    assert Client().get(path_in(mail.outbox[1])).status_code == 404


@pytest.mark.django_db
def test_run_out_invitation_awaits_the_administrator(client, invited, administrator, force, clock):
    clock.advance(days=15)
    client.force_login(administrator)
    page = client.get(reverse("accounts:force", args=[force.slug])).content.decode()
    assert "1 invitation has run out: send again or withdraw" in page


@pytest.mark.django_db
def test_name_in_an_invitation_is_shown_as_text(client, force, clock):
    force.name = "<script>alert(1)</script>"
    force.save()
    administrator = make_person("ad", force, Role.ADMINISTRATOR)
    _, token = invite_person(force=force, email="n@example.org", role=Role.LEAD, by=administrator, at=NOW)
    page = client.get(reverse("accounts:invitation", args=[token])).content.decode()
    assert "<script>alert" not in page
    assert NOW + timedelta(days=14) == Invitation.objects.get().expires_at
