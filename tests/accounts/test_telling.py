"""What awaits people is told by mail: each thing once, to those who may do it, without a figure."""

import datetime

import pytest
from django.core import mail

from cjnudge.accounts import awaiting
from cjnudge.accounts.awaiting import Item, Source
from cjnudge.accounts.models import Notice
from cjnudge.accounts.operations import telling
from cjnudge.accounts.operations.telling import tell_everyone
from cjnudge.accounts.permissions import Permission
from tests.people import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(hours=1)


@pytest.fixture
def waiting(monkeypatch):
    """The items that await those who manage trials; nothing else is told by mail."""
    items = [Item("The plan of “Prompt” waits", "/forces/hertfordshire/trials/")]
    sources = {
        "told": Source(
            "told", 1, Permission.MANAGE_TRIALS, lambda force, user, at: list(items), by_mail=True
        ),
        "page": Source("page", 2, Permission.VIEW_FORCE, lambda force, user, at: [Item("Read on", "/")]),
    }
    monkeypatch.setattr(awaiting, "_sources", sources)
    return items


def told():
    """[(address, body)] of the mails that went out, and none of them any more."""
    sent = [(one.to[0], one.body) for one in mail.outbox]
    mail.outbox.clear()
    return sent


def test_item_is_told_once_to_those_who_may_do_it(force, lead, evaluator, waiting):
    assert tell_everyone(at=NOW) == 1
    ((address, body),) = told()
    assert address == lead.email and "The plan of “Prompt” waits" in body and "/trials/" in body
    assert "Read on" not in body
    assert tell_everyone(at=LATER) == 0 and told() == []


def test_only_what_is_new_is_told(force, lead, waiting):
    tell_everyone(at=NOW)
    told()
    waiting.append(Item("The allocation of “Prompt” is ready", "/forces/hertfordshire/trials/1/"))
    assert tell_everyone(at=LATER) == 1
    ((_, body),) = told()
    assert "ready" in body and "waits\n" not in body


def test_what_was_over_and_comes_back_is_told_again(force, lead, waiting):
    tell_everyone(at=NOW)
    (item,) = waiting
    waiting.clear()
    assert tell_everyone(at=NOW) == 0 and not Notice.objects.exists()
    waiting.append(item)
    assert tell_everyone(at=LATER) == 1


def test_mail_that_was_refused_is_sent_later(force, lead, waiting, monkeypatch):
    with monkeypatch.context() as down:
        down.setattr(telling, "send", lambda message: False)
        assert tell_everyone(at=NOW) == 0
    assert tell_everyone(at=LATER) == 1


def test_of_two_schedulers_one_sends(force, lead, waiting, monkeypatch):
    """The other writes the same item down between this one's look and its own writing."""
    first = telling.is_mine_to_tell

    def overtaken(force, user, digest, at):
        first(force, user, digest, at)
        return first(force, user, digest, at)

    with monkeypatch.context() as both:
        both.setattr(telling, "is_mine_to_tell", overtaken)
        assert tell_everyone(at=NOW) == 0
    assert told() == []


def test_nobody_whose_access_ended_is_told(force, lead, waiting):
    lead.memberships.update(ended_at=NOW)
    assert tell_everyone(at=LATER) == 0


def test_title_with_line_breaks_stays_in_its_line(force, lead, waiting):
    waiting[:] = [Item("Of “a\nBcc: b@example.org”", "/x/")]
    tell_everyone(at=NOW)
    ((_, body),) = told()
    assert "Of “a Bcc: b@example.org”" in body
