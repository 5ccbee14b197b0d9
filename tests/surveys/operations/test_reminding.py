"""Mails: each sent once, to those who have not answered, and nothing stays that says who was reminded."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as LocmemBackend

from cjnudge.accounts.permissions import Role
from cjnudge.jobs.kinds import JobProblem
from surveys.models import Letter, SurveyInvitation, Wave
from surveys.operations import reminding
from surveys.operations.handing_in import DoorClosed, HandIn, find_door, hand_in
from surveys.operations.inviting import list_people, replace_link
from surveys.operations.reminding import post_reminders, send_letters
from tests.people import NOW, make_force, make_person
from tests.surveys.operations.test_at_once import all_at_once
from tests.surveys.waves import ANSWERS, CLOSES, TODAY, Listed, entry, launched, links

FIRST, SECOND = TODAY + timedelta(days=7), TODAY + timedelta(days=14)


@pytest.fixture
def wave(force, lead):
    return launched(force, lead, people=5, mode="confidential", reminders=(FIRST, SECOND))


def send(wave):
    send_letters(wave=wave, stage=lambda: None)
    sent, mail.outbox[:] = [message.to[0] for message in mail.outbox], []
    return sorted(sent)


def answer(wave, token, number=1):
    door = find_door(token=token, on=TODAY)
    given = {"answers": ANSWERS, "texts": {}, "bands": {}}
    assert hand_in(door=door, entry_id=entry(number), on=TODAY, **given) is HandIn.STORED


@pytest.mark.django_db
def test_launch_sends_everybody_their_own_link_once(wave):
    send_letters(wave=wave, stage=lambda: None)
    tokens = links(wave)
    found = [token for message in mail.outbox for token in tokens if f"/s/{token}/" in message.body]
    assert sorted(found) == sorted(tokens)
    assert all("30 November 2026" in message.body for message in mail.outbox)
    mail.outbox.clear()
    assert send(wave) == []


@pytest.mark.django_db
def test_reminders_go_to_those_who_have_not_answered_with_the_same_link(wave):
    send(wave)
    first, *others = links(wave)
    answer(wave, first)
    assert post_reminders(wave=wave, on=FIRST) == 1
    send_letters(wave=wave, stage=lambda: None)
    bodies = " ".join(message.body for message in mail.outbox)
    assert first not in bodies and all(token in bodies for token in others)


@pytest.mark.django_db
def test_no_reminder_before_its_day_and_no_third(wave):
    send(wave)
    days = [FIRST - timedelta(days=1), FIRST, FIRST, SECOND, SECOND, CLOSES, CLOSES + timedelta(days=1)]
    assert [post_reminders(wave=wave, on=day) for day in days] == [0, 1, 0, 2, 0, 0, 0]
    assert set(Letter.objects.values_list("round", flat=True)) == {1}  # the second waits for the first


@pytest.mark.django_db
def test_of_two_overdue_reminders_only_the_later_goes(wave):
    send(wave)
    assert post_reminders(wave=wave, on=SECOND) == 2
    assert len(send(wave)) == 5


@pytest.mark.django_db
def test_who_answers_between_posting_and_sending_is_not_reminded(wave):
    send(wave)
    post_reminders(wave=wave, on=FIRST)
    for number, token in enumerate(links(wave)):
        answer(wave, token, number)
    assert send(wave) == []
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_nothing_stays_that_says_who_was_reminded(wave):
    send(wave)
    answer(wave, links(wave)[0])
    before = {i.pk: i.__dict__ | {"_state": None} for i in SurveyInvitation.objects.all()}
    post_reminders(wave=wave, on=FIRST)
    send(wave)
    assert {i.pk: i.__dict__ | {"_state": None} for i in SurveyInvitation.objects.all()} == before
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_added_person_gets_one_mail_and_a_replaced_link_kills_the_old_one(wave, lead):
    send(wave)
    people = [Listed("officer0@example.org"), Listed("new@example.org")]
    assert list_people(wave=wave, people=people, by=lead, at=NOW, on=TODAY) == 1
    assert send(wave) == ["new@example.org"]
    lost = set(links(wave))
    replace_link(wave=wave, address="new@example.org", by=lead, at=NOW, on=TODAY)
    assert send(wave) == ["new@example.org"]
    assert len(lost - set(links(wave))) == 1
    with pytest.raises(DoorClosed, match="unknown"):
        find_door(token=(lost - set(links(wave))).pop(), on=TODAY)


@pytest.mark.django_db
def test_who_still_waits_for_the_invitation_gets_no_reminder_beside_it(wave):
    post_reminders(wave=wave, on=FIRST)
    assert len(send(wave)) == 5


@pytest.mark.django_db
def test_used_link_is_not_replaced(wave, lead):
    send(wave)
    invitation = SurveyInvitation.objects.get(address="officer3@example.org")
    SurveyInvitation.objects.filter(pk=invitation.pk).update(done=True)
    replace_link(wave=wave, address=invitation.address, by=lead, at=NOW, on=TODAY)
    assert SurveyInvitation.objects.get(pk=invitation.pk).token_hash == invitation.token_hash
    assert send(wave) == []


class RefusesOne(LocmemBackend):
    """Takes every address but one."""

    def send_messages(self, messages):
        if messages[0].to == ["officer2@example.org"]:
            raise SMTPRecipientsRefused({})
        return super().send_messages(messages)


class Down(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


@pytest.mark.django_db
def test_refused_address_is_counted_and_the_others_are_sent(wave, settings):
    settings.EMAIL_BACKEND = f"{__name__}.RefusesOne"
    assert len(send(wave)) == 4
    assert Wave.objects.get().mails_refused == 1
    assert not Letter.objects.exists()


@pytest.mark.django_db
def test_mail_server_that_is_down_loses_nothing(wave, settings):
    working, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.Down"
    with pytest.raises(JobProblem, match="mail server"):
        send(wave)
    settings.EMAIL_BACKEND = working
    assert len(send(wave)) == 5


@pytest.mark.django_db
def test_mail_that_a_killed_worker_was_sending_is_not_sent_twice(wave):
    Letter.objects.filter(pk=Letter.objects.first().pk).update(taken=True)
    assert len(send(wave)) == 4
    assert Wave.objects.get().mails_unsure == 1


@pytest.mark.django_db
def test_links_are_not_made_with_another_master_key(wave, settings):
    settings.MASTER_KEY = "d" * 64
    with pytest.raises(JobProblem, match="CJNUDGE_MASTER_KEY"):
        send(wave)
    assert Letter.objects.filter(taken=False).count() == 5


def two_workers_send():
    """The addresses that got a mail where two workers send the same letters at once, with both having read them."""
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = launched(force, lead, people=12, mode="confidential")
    both = Barrier(2)  # twelve letters are one stage: each worker comes here once

    def stage():
        both.wait(timeout=30)

    results = all_at_once([lambda: send_letters(wave=wave, stage=stage)] * 2)
    assert results == [None, None]
    return sorted(message.to[0] for message in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_two_workers_who_send_at_once_send_each_mail_once():
    sent = two_workers_send()
    assert len(sent) == len(set(sent)) == 12


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_two_workers_would_send_mails_twice(monkeypatch):
    both = Barrier(2)

    def unclaimed(letter_id, connection):
        letter = Letter.objects.select_related("invitation__wave__force").get(pk=letter_id)
        both.wait(timeout=30)
        reminding._deliver(letter, connection)
        both.wait(timeout=30)
        Letter.objects.filter(pk=letter_id).delete()
        both.wait(timeout=30)

    monkeypatch.setattr(reminding, "_send", unclaimed)
    sent = two_workers_send()
    assert len(sent) == 24 and len(set(sent)) == 12


@pytest.mark.django_db(transaction=True)
def test_two_workers_post_one_round_once():
    force = make_force()
    lead = make_person("lead", force, Role.LEAD)
    wave = launched(force, lead, people=12, mode="confidential", reminders=(FIRST,))
    Letter.objects.all().delete()  # the invitations went
    results = all_at_once([lambda: post_reminders(wave=wave, on=FIRST)] * 2)
    assert sorted(results) == [0, 1]
    assert Letter.objects.filter(round=1).count() == 12
