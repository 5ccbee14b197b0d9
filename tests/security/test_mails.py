"""Whatever a name or a title holds, a mail has one recipient, the known headers, and only our own lines."""

import ast
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core import mail as outbox
from django.core.mail import BadHeaderError, EmailMessage
from django.utils.timezone import localdate

from cjnudge.accounts import mail
from cjnudge.accounts.awaiting import Item
from cjnudge.accounts.models import Invitation
from surveys.letters import letter_mail
from tests.people import NOW, make_force, make_person
from trials.guest_mail import guest_mail
from trials.operations import alerting, telling

HEADERS = {
    "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
}  # fmt: skip
THIEF = "thief@example.org"
ENDS_OF_LINES = (
    "\r\n",
    "\n",
    "\r",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\r\n\r\n",
)
HOSTILE = [f"Prompt{end}Bcc: {THIEF}{end}Open this: http://evil.example" for end in ENDS_OF_LINES]


@pytest.fixture(params=range(len(HOSTILE)))
def hostile(request):
    return HOSTILE[request.param]


def invitation_to(force):
    given = {"email": "new@example.org", "role": "evaluator", "token_sha256": "0" * 64, "invited_at": NOW}
    return Invitation(force=force, expires_at=NOW + timedelta(days=7), **given)


def letter_to(force, title):
    """A letter of a survey, as its mail reads it."""
    notice = {"who_sees": "Nobody.", "contact": "Ask the lead."}
    frozen = {
        "texts": {"en": {"notice": notice}},
        "instrument": {"content": {"behaviour": {"statement": "Asks."}}},
    }
    wave = SimpleNamespace(force=force, title=title, frozen=frozen, closes_on=localdate())
    return SimpleNamespace(round=0, invitation=SimpleNamespace(wave=wave, address="officer@example.org"))


@pytest.fixture
def mails(db, hostile, monkeypatch):
    """One of each mail that is ever sent, of a force, a person, a trial and a survey with a hostile name or title."""
    monkeypatch.setattr("surveys.letters.link_of", lambda invitation: "https://example.org/s/1/")
    force = make_force(name=hostile)
    person = make_person("reader", force, "lead")
    person.name = hostile
    trial = SimpleNamespace(force=force, pk="00000000-0000-4000-8000-000000000001", title=hostile)
    guest = SimpleNamespace(trial=trial, email="guest@example.org", expires_on=localdate())
    telling.send_letters(force)
    return [
        mail.invitation_mail(invitation_to(force), "token"),
        mail.reset_mail(person),
        mail.awaiting_mail(person, force, [Item(f"“{hostile}” waits", "/somewhere/")]),
        guest_mail(guest),
        alerting.letter(trial, person),
        letter_mail(letter_to(force, hostile)),
        *outbox.outbox,
    ]


def test_no_name_or_title_adds_a_header_a_recipient_or_a_line(mails):
    assert len(mails) == 7  # noqa: PLR2004 - one of each
    for one in mails:
        sent = one.message()
        assert set(sent.keys()) <= HEADERS and one.recipients() == one.to and len(one.to) == 1
        assert THIEF not in (sent["To"] or "")
        assert not any(line.startswith(("Bcc:", "Open this")) for line in one.body.splitlines())


def test_title_that_is_not_put_on_one_line_stops_the_mail_or_writes_a_line():
    """The control of the test above: Django refuses the header, which nobody would have caught."""
    with pytest.raises(BadHeaderError):
        EmailMessage(subject=HOSTILE[0], body="", to=["a@example.org"]).message()
    body = alerting.BODY.format(title=HOSTILE[0], link="")
    assert any(line.startswith("Bcc:") for line in body.splitlines())


@pytest.mark.parametrize("address", [f"a@example.org\nBcc: {THIEF}", f"a@example.org\r\nBcc: {THIEF}"])
def test_address_with_a_second_line_gets_no_mail_and_stops_nothing(address):
    assert mail.send(mail.mail_to(address, "Subject", "Body")) is False
    assert outbox.outbox == []


def makers_of_mails():
    """Files of the project that build a mail themselves."""
    root = Path(settings.BASE_DIR)
    files = [path for app in ("cjnudge", "surveys", "trials") for path in (root / app).rglob("*.py")]
    names = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "mail_admins", "mail_managers"}
    return [
        str(path.relative_to(root))
        for path in files
        if names & {alias.name for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)
                    for alias in node.names}
    ]  # fmt: skip


def test_every_mail_is_built_in_one_place():
    assert makers_of_mails() == ["cjnudge/accounts/mail.py"]
