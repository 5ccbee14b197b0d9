"""Bodies too large to be read, and the headers that no answer goes without."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

LARGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
HEADERS = {
    "Content-Security-Policy",
    "X-Frame-Options",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Cache-Control",
}


class Unread:
    """A body that nobody may read."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


def send(client, length, body=None):
    form = {"CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(length)}
    return client.post(reverse("accounts:sign_in"), **form, **{"wsgi.input": body or Unread()})


def test_body_over_the_limit_is_answered_with_a_page_and_not_read(client):
    answer = send(client, LARGEST + 1)  # no database is allowed in this test
    assert answer.status_code == 413
    assert "at most 2.0\xa0MB" in answer.content.decode()
    assert missing(answer) == set()


def test_without_the_limit_such_a_body_would_be_read_from_anyone():
    visitor = Client(enforce_csrf_checks=True)
    visitor.cookies["csrf"] = "x" * 32
    without = [one for one in settings.MIDDLEWARE if "TooLarge" not in one]
    with override_settings(MIDDLEWARE=without), pytest.raises(AssertionError, match="the body was read"):
        send(visitor, LARGEST + 1)


@pytest.mark.django_db
def test_file_over_the_limit_is_refused_to_a_person_signed_in(client, lead, force):
    client.force_login(lead)
    page = reverse("accounts:unit_upload", args=[force.slug])
    over = SimpleUploadedFile("units.csv", b"x" * LARGEST)
    assert client.post(page, {"file": over}).status_code == 413
    under = SimpleUploadedFile("units.csv", b"x" * (LARGEST - 1000))
    assert "larger than 1 MB" in client.post(page, {"file": under}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("length", ["", "abc", "-1"])
def test_odd_length_is_no_body(client, length):
    assert send(client, length).status_code in {200, 400}


def missing(answer):
    return HEADERS - set(answer.headers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [("/nowhere/", 404), ("/sign-in", 301), ("/", 302), ("/sign-in/", 200), ("/sign-out/", 405)]
    + [("/static/images/mark.svg", 200), ("/static/nowhere.css", 404)],
)
def test_every_answer_carries_every_header(client, path, status):
    answer = client.get(path)
    assert (answer.status_code, missing(answer)) == (status, set())


@pytest.mark.parametrize("to_https", [False, True])
def test_forged_host_gets_every_header_too(client, to_https):
    with override_settings(SECURE_SSL_REDIRECT=to_https):
        answer = client.get("/healthz", HTTP_HOST="evil.example")
        plain = client.get("/healthz")
    assert (answer.status_code, missing(answer)) == (400, set())
    assert (plain.status_code, missing(plain)) == (301 if to_https else 200, set())
