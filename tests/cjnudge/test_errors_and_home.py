"""The pages of no force, and the pages for what cannot be answered."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.people import make_person


def without_token(response):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["officer", "lead", "evaluator", "administrator"])
def test_page_of_another_force_is_byte_for_byte_an_address_that_was_never_there(
    client, person, other_force, force, request
):
    client.force_login(request.getfixturevalue(person))
    theirs = client.get(f"/forces/{other_force.slug}/people/")
    for nowhere in ("/forces/atlantis/people/", "/nowhere/", "/forces/atlantis/nowhere/"):
        answer = client.get(nowhere)
        assert answer.status_code == theirs.status_code == 404
        assert without_token(answer) == without_token(theirs)


@pytest.mark.django_db
def test_barred_page_says_what_the_person_may_not_do_and_whom_to_ask(client, officer, administrator, force):
    client.force_login(officer)
    page = client.get(reverse("accounts:people", args=[force.slug]))
    text = page.content.decode()
    assert page.status_code == 403
    assert "Your role here is “Officer”. You may not invite people" in text
    assert "an administrator of your force (Administrator)" in text


def test_form_from_elsewhere_is_refused_in_words(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("accounts:sign_in"), {"username": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "This form is out of date" in answer.content.decode()


def test_forged_host_is_refused(client):
    assert client.get("/healthz", HTTP_HOST="evil.example").status_code == 400


def test_health_asks_no_database(client):
    answer = client.get("/healthz")  # no database is allowed in this test
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.parametrize("page", ["accessibility", "privacy"])
@pytest.mark.django_db
def test_pages_on_the_software_are_for_everyone(client, page):
    assert client.get(reverse(page)).status_code == 200
    client.force_login(make_person("anna"))
    assert client.get(reverse(page)).status_code == 200


@override_settings(DEBUG=False)
@pytest.mark.django_db
def test_failure_is_a_page_that_needs_nothing(monkeypatch):
    monkeypatch.setattr("cjnudge.home.render", lambda *args: 1 / 0)
    answer = Client(raise_request_exception=False).get(reverse("privacy"))
    assert answer.status_code == 500
    assert "Something went wrong here" in answer.content.decode()


@pytest.mark.django_db
def test_wrong_method_is_answered_with_a_page_that_says_what_to_do(client):
    answer = client.get(reverse("accounts:sign_out"))
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert "use the button on the page" in answer.content.decode()
