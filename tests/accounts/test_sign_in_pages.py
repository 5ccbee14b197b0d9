"""Signing in: who gets in, what they are told, where they go."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.test import Client, override_settings
from django.urls import reverse

from cjnudge.accounts.models import Tries, User
from cjnudge.accounts.operations.signing_in import PAUSED
from cjnudge.audit.models import AuditEvent
from tests.people import make_person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"
PAGE = "/sign-in/"


def post(client, username, password=PASSWORD, to=PAGE):
    return client.post(to, {"username": username, "password": password})


@pytest.mark.parametrize(
    "typed", ["lead@example.org", "LEAD@Example.ORG", " lead@example.org ", "ｌead@example.org"]
)
def test_every_spelling_of_the_address_signs_the_same_person_in(client, lead, typed):
    assert post(client, typed).status_code == 302
    assert client.session["_auth_user_id"] == str(lead.pk)


@pytest.mark.parametrize("wrong", [("lead@example.org", "wrong"), ("nobody@example.org", PASSWORD)])
def test_wrong_password_and_unknown_address_get_the_same_answer(client, lead, wrong):
    page = post(client, *wrong).content.decode()
    assert "The e-mail address or the password is not right" in page


def test_closed_account_is_not_told_apart(client, lead):
    User.objects.filter(pk=lead.pk).update(is_active=False)
    assert "The e-mail address or the password is not right" in post(client, lead.email).content.decode()


@pytest.mark.parametrize("address", ["lead@example.org", "nobody@example.org"])
def test_sixteenth_guess_is_not_even_tried(client, lead, address, clock):
    for _ in range(15):
        assert PAUSED not in post(client, address, "wrong").content.decode()
    assert PAUSED in post(client, address).content.decode()
    assert "_auth_user_id" not in client.session
    clock.advance(minutes=15)
    assert PAUSED not in post(client, address).content.decode()


def test_pause_is_in_the_trail_once_and_without_the_address(client, lead, clock):
    for _ in range(30):
        post(client, lead.email, "wrong")
    events = AuditEvent.objects.filter(action="session.paused")
    assert [event.object_id for event in events] == [str(lead.pk)]
    assert not [value for event in events.values_list() for value in event if "@" in str(value)]


def test_two_hundred_sign_ins_from_one_address_are_all_let_in(force, clock):
    people = [make_person(f"officer{number}", force, "officer") for number in range(200)]
    for person in people:
        assert post(Client(REMOTE_ADDR="10.0.0.1"), person.email).status_code == 302
        clock.advance(seconds=1)
    assert not Tries.objects.exclude(times=[]).exists()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "javascript:alert(1)",
        "\\\\evil",
        "nowhere",
        "accounts:force",
    ],
)
def test_sign_in_leads_nowhere_else(client, lead, elsewhere):
    assert post(client, lead.email, to=f"{PAGE}?next={elsewhere}").headers["Location"] == "/"


def test_sign_in_leads_to_the_page_that_was_asked_for(client, lead):
    wanted = reverse("accounts:units", args=["hertfordshire"])
    asked = client.get(wanted)
    answer = post(client, lead.email, to=asked.headers["Location"])
    assert answer.headers["Location"] == wanted


def test_sign_in_and_out_are_in_the_trail(client, lead):
    post(client, lead.email)
    client.post(reverse("accounts:sign_out"))
    assert list(AuditEvent.objects.values_list("action", "actor")) == [
        ("session.begun", str(lead.pk)),
        ("session.ended", str(lead.pk)),
    ]


def test_signing_out_needs_a_form_of_ours(lead):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead)
    assert client.post(reverse("accounts:sign_out")).status_code == 403
    assert client.get(reverse("accounts:sign_out")).status_code == 405


REAL = ["cjnudge.accounts.hashing.BoundedArgon2PasswordHasher"]


@override_settings(PASSWORD_HASHERS=REAL)
def test_passwords_are_argon2_with_the_memory_that_was_chosen(client, force):
    person = make_person("anna", force, "lead")
    assert person.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert post(client, person.email).status_code == 302


@override_settings(PASSWORD_HASHERS=REAL)
def test_unknown_address_costs_as_much_as_a_known_one(client, monkeypatch):
    made = []
    monkeypatch.setattr(
        "cjnudge.accounts.sign_in.make_password", lambda word: made.append(make_password(word))
    )
    post(client, "nobody@example.org")
    assert [identify_hasher(one).algorithm for one in made] == ["argon2"]


def test_installations_use_that_hasher_alone():
    from cjnudge import settings

    assert settings.PASSWORD_HASHERS == REAL
