"""A link to a new password: for its owner alone, once, and the same answer for everybody else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from cjnudge.accounts.models import Membership, User
from cjnudge.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NEW = "three odd words here"
FORGOTTEN = "/password/forgotten/"


def ask(client, address, **headers):
    return client.post(FORGOTTEN, {"email": address}, **headers)


def link_in(message):
    return re.search(r"https?://\S+", message.body).group()


def path_in(message):
    return "/" + link_in(message).split("/", 3)[3]


@override_settings(
    SITE_ADDRESS="https://cjnudge.example.police.uk", ALLOWED_HOSTS=["testserver", "evil.example"]
)
def test_link_is_built_from_the_settings_and_never_from_the_request(client, lead):
    ask(client, lead.email, HTTP_HOST="evil.example")
    assert link_in(mail.outbox[0]).startswith("https://cjnudge.example.police.uk/password/new/")


def test_unknown_closed_and_known_addresses_get_the_same_answer(lead, officer):
    User.objects.filter(pk=officer.pk).update(is_active=False)
    answers = [ask(Client(), address) for address in (lead.email, officer.email, "nobody@example.org")]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {
        (302, "/password/sent/")
    }
    assert [message.to for message in mail.outbox] == [[lead.email]]


def test_mail_goes_to_the_stored_address_after_the_answer(lead, monkeypatch):
    sent = []
    monkeypatch.setattr("cjnudge.accounts.mail.send", lambda message: sent.append(message.to))
    monkeypatch.setattr("django.http.HttpResponse.close", lambda self: sent.append("answered"))
    ask(Client(), "LEAD@example.org")
    assert sent == ["answered", [lead.email]]


def test_mailbox_cannot_be_flooded(client, lead):
    for _ in range(30):
        ask(client, lead.email)
    assert len(mail.outbox) == 5


def test_opening_the_link_uses_nothing_up_and_saving_does(client, lead):
    ask(client, lead.email)
    path = path_in(mail.outbox[0])
    assert [client.get(path).status_code for _ in range(10)] == [200] * 10
    assert client.post(path, {"password": NEW, "again": NEW}).status_code == 302
    lead.refresh_from_db()
    assert lead.check_password(NEW)
    assert (
        client.get(path).status_code == client.post(path, {"password": NEW, "again": NEW}).status_code == 404
    )


@pytest.mark.parametrize("uid", ["x", "MTIz", "____", "AAAA", "%00", "4pyT"])
def test_invented_link_leads_to_words(client, uid):
    page = client.get(f"/password/new/{uid}/abc-def/")
    assert page.status_code == 404
    assert "This link no longer works" in page.content.decode()


def test_link_of_one_person_opens_no_other_account(client, lead, officer):
    ask(client, lead.email)
    ask(client, officer.email)
    mine, theirs = (path_in(message).strip("/").split("/") for message in mail.outbox)
    assert client.get(f"/password/new/{mine[2]}/{theirs[3]}/").status_code == 404


@pytest.mark.parametrize("weak", ["short", "password1234", "12345678901234", "lead@example.org"])
def test_weak_password_is_refused_in_words(client, lead, weak):
    ask(client, lead.email)
    page = client.post(path_in(mail.outbox[0]), {"password": weak, "again": weak})
    assert page.status_code == 200
    assert "govuk-error-message" in page.content.decode()


def test_new_password_ends_the_pause_after_too_many_guesses(client, lead):
    for _ in range(20):
        client.post("/sign-in/", {"username": lead.email, "password": "wrong"})
    ask(client, lead.email)
    client.post(path_in(mail.outbox[0]), {"password": NEW, "again": NEW})
    assert client.post("/sign-in/", {"username": lead.email, "password": NEW}).status_code == 302


def test_present_password_is_asked_for_and_its_guesses_are_limited(client, lead):
    client.force_login(lead)
    for _ in range(20):
        page = client.post("/password/", {"present": "wrong", "password": NEW, "again": NEW}).content.decode()
    assert "too many tries" in page
    lead.refresh_from_db()
    assert not lead.check_password(NEW)


def password_link(force, person):
    membership = Membership.objects.get(user=person)
    return reverse("accounts:send_password_link", args=[force.slug, membership.pk])


def test_administrator_sends_a_member_a_link_and_sees_neither_link_nor_password(
    client, administrator, lead, force
):
    client.force_login(administrator)
    page = client.post(password_link(force, lead), follow=True).content.decode()
    assert mail.outbox[0].to == [lead.email]
    assert "was sent a link" in page
    assert link_in(mail.outbox[0]) not in page
    assert AuditEvent.objects.get().action == "password.link-sent"


@pytest.mark.parametrize(("person", "status"), [("officer", 403), ("other_lead", 404), ("evaluator", 403)])
def test_nobody_else_sends_links(client, force, lead, person, status, request):
    client.force_login(request.getfixturevalue(person))
    assert client.post(password_link(force, lead)).status_code == status
    assert mail.outbox == []


def test_administrator_of_one_force_sends_no_link_to_a_member_of_another(
    client, administrator, force, other_lead
):
    client.force_login(administrator)
    assert client.post(password_link(force, other_lead)).status_code == 404


def test_failing_mail_server_is_said_and_logged_without_the_address(
    client, administrator, lead, force, caplog
):
    client.force_login(administrator)
    with override_settings(EMAIL_BACKEND="tests.accounts.mail_servers.Down"):
        page = client.post(password_link(force, lead), follow=True).content.decode()
    assert "did not take the mail" in page
    assert lead.email not in caplog.text


def test_link_dies_after_a_day(client, lead, monkeypatch):
    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    ask(client, lead.email)
    path = path_in(mail.outbox[0])
    now = PasswordResetTokenGenerator._now
    monkeypatch.setattr(
        PasswordResetTokenGenerator, "_now", lambda self: now(self) + timedelta(hours=24, seconds=1)
    )
    assert client.get(path).status_code == 404
