"""Mail through GOV.UK Notify: what is asked of it, and what its refusals become. A server on loopback stands in."""

import hmac
import json
from base64 import urlsafe_b64decode
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from smtplib import SMTPRecipientsRefused
from threading import Thread

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from cjnudge.govuk_notify import NotifyRefused, bearer

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
MAIL = EmailMessage(subject="Your view", body="Open this link", to=["pat@example.org"])


@contextmanager
def standing_in(settings, status, said=b"{}"):
    """A Notify that gives one answer; the block gets the list of what it was asked."""
    asked = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, self.headers["Authorization"], json.loads(body)))
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.NOTIFY_ADDRESS = f"http://127.0.0.1:{server.server_port}"
    settings.NOTIFY_KEY, settings.NOTIFY_TEMPLATE = f"live_key-{SERVICE}-{SECRET}", "a-template"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(**options):
    return get_connection("cjnudge.govuk_notify.NotifyBackend", **options).send_messages([MAIL])


def test_mail_is_asked_for_by_template_with_subject_and_body(settings):
    with standing_in(settings, 201) as asked:
        assert send() == 1
    ((path, authorised, content),) = asked
    assert path == "/v2/notifications/email"
    assert authorised.startswith("Bearer ")
    assert content == {
        "email_address": "pat@example.org",
        "template_id": "a-template",
        "personalisation": {"subject": "Your view", "body": "Open this link"},
    }


def test_token_names_the_service_and_is_signed_with_the_secret(settings):
    settings.NOTIFY_KEY = f"a-name-with-hyphens-{SERVICE}-{SECRET}"
    header, claims, signature = bearer(1_700_000_000.9).split(".")
    assert json.loads(decoded(header)) == {"typ": "JWT", "alg": "HS256"}
    assert json.loads(decoded(claims)) == {"iss": SERVICE, "iat": 1_700_000_000}
    assert decoded(signature) == hmac.digest(SECRET.encode(), f"{header}.{claims}".encode(), "sha256")


def decoded(part):
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_refused_address_is_told_from_a_service_that_is_down(settings):
    with standing_in(settings, 400, b'{"errors": [{"message": "email_address Not a valid email address"}]}'):
        pytest.raises(SMTPRecipientsRefused, send)
    for status in (400, 403, 429, 500):
        with standing_in(settings, status):
            pytest.raises(NotifyRefused, send)
    with pytest.raises(OSError):
        send()  # nobody listens there any more


def test_failure_may_be_silent(settings):
    with standing_in(settings, 500):
        assert send(fail_silently=True) == 0


def test_missing_settings_are_refused_in_words(settings):
    settings.NOTIFY_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="CJNUDGE_NOTIFY_KEY"):
        send()
