"""Creating forces, and who appoints whose administrators."""

import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse

from cjnudge.accounts.models import Force, Invitation, Membership
from cjnudge.accounts.operations.forces import appoint_administrator, create_force
from cjnudge.accounts.refusals import Refused
from cjnudge.audit.models import AuditEvent
from tests.accounts.test_password_pages import path_in
from tests.people import NOW, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def installer(client):
    person = make_person("installer", runs_installation=True)
    client.force_login(person)
    return person


def test_force_comes_with_its_practice_space():
    force = create_force(name="Kent Police", slug="", by="test", at=NOW)
    assert force.slug == "kent-police"
    assert (force.practice_space.slug, force.practice_space.kind) == ("kent-police-practice", "practice")
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["force.created"] * 2


@pytest.mark.parametrize(("name", "slug"), [("Kent Police", "other"), ("Other", "kent-police"), ("!!", "")])
def test_taken_or_unusable_name_is_refused_in_words(name, slug):
    create_force(name="Kent Police", slug="", by="test", at=NOW)
    with pytest.raises(Refused):
        create_force(name=name, slug=slug, by="test", at=NOW)
    assert Force.objects.count() == 2


def test_installer_creates_a_force_and_its_first_administrator_sets_it_up(client, installer):
    assert "No forces yet" in client.get(reverse("accounts:installation")).content.decode()
    data = {"name": "Kent Police", "email": "Ada@example.org"}
    page = client.post(reverse("accounts:force_add"), data, follow=True).content.decode()
    assert "Kent Police and its practice space are created." in page
    assert "Invited, not accepted yet." in page
    ada, words = Client(), "three odd words here"
    first_page = ada.post(
        path_in(mail.outbox[0]), {"name": "Ada", "password": words, "again": words}, follow=True
    )
    assert "0 of" in first_page.content.decode()
    assert ada.get(reverse("accounts:people", args=["kent-police"])).status_code == 200


def test_refused_administrator_leaves_no_half_made_force(client, installer):
    client.post(reverse("accounts:force_add"), {"name": "Kent Police", "email": "no address"})
    assert not Force.objects.exists()


def test_installer_sees_no_page_of_a_force(client, installer, force):
    for page in ("force", "people", "units"):
        assert client.get(reverse(f"accounts:{page}", args=[force.slug])).status_code == 404


def test_installer_cannot_appoint_where_there_is_an_administrator(client, installer, administrator, force):
    url = reverse("accounts:force_appoint", args=[force.slug])
    assert "has an administrator" in client.post(url, {"email": "mole@example.org"}).content.decode()
    assert not Invitation.objects.exists()
    with pytest.raises(Refused):
        appoint_administrator(force=force, email="mole@example.org", by=installer, at=NOW)


def test_installer_appoints_where_the_last_administrator_is_gone(client, installer, administrator, force):
    Membership.objects.update(ended_at=NOW)
    client.post(reverse("accounts:force_appoint", args=[force.slug]), {"email": "new@example.org"})
    assert Invitation.objects.get().role == "administrator"


@pytest.mark.parametrize("person", ["administrator", "officer", "evaluator", "other_lead"])
def test_nobody_else_sees_that_there_is_an_installation_page(client, person, request):
    client.force_login(request.getfixturevalue(person))
    for page in ("installation", "force_add"):
        assert client.get(reverse(f"accounts:{page}")).status_code == 404


def test_practice_space_cannot_be_given_an_administrator(client, installer, practice):
    assert client.get(reverse("accounts:force_appoint", args=[practice.slug])).status_code == 404


def run(*args):
    out = StringIO()
    call_command("create_force", *args, stdout=out, stderr=StringIO())
    return out.getvalue()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")
def test_command_prints_one_json_object_even_when_mail_goes_to_the_console(capsys):
    made = json.loads(
        run("Kent Police", "--administrator", "ada@example.org", "--json") + capsys.readouterr().out
    )
    assert (made["force"], made["practice"]) == ("kent-police", "kent-police-practice")
    assert Client().get("/" + made["invitation"].split("/", 3)[3]).status_code == 200


def test_command_speaks_in_sentences():
    assert "Created Kent Police at /forces/kent/" in run("Kent Police", "--slug", "kent")
    with pytest.raises(CommandError, match="already a force"):
        run("Kent Police", "--slug", "kent")
